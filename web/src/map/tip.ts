// What a symbol stands for, in two lines, while it is pointed at or has the focus.
//
// In: the button of a symbol and its words. Out: a box over or under it, always within the map. It must not know events.

import * as L from 'leaflet';

/** Kept free between the box and the symbol, and the edge of the map. */
const FREE_PX = 6;

export class Tip {
  private readonly box = document.createElement('div');
  private of: HTMLElement | null = null;

  constructor(private readonly map: L.Map) {
    this.box.className = 'tip';
    this.box.hidden = true;
    // The button says the same.
    this.box.setAttribute('aria-hidden', 'true');
    map.getContainer().append(this.box);
    // The focus stays on what moves, and brings it into view; the pointer does not.
    map.on('move', () => {
      if (this.of && this.of === document.activeElement) this.place(this.of);
      else this.hide(this.of);
    });
  }

  bind(marker: L.Marker, title: string, small: string): void {
    const button = marker.getElement();
    if (!button) return;
    for (const type of ['mouseenter', 'focus']) button.addEventListener(type, () => this.show(button, title, small));
    for (const type of ['mouseleave', 'blur']) button.addEventListener(type, () => this.hide(button));
    marker.on('remove', () => this.hide(button));
  }

  private show(button: HTMLElement, title: string, small: string): void {
    this.of = button;
    const [strong, span] = [document.createElement('strong'), document.createElement('span')];
    strong.textContent = title;
    span.textContent = small;
    this.box.replaceChildren(strong, span);
    this.box.hidden = false;
    this.place(button);
  }

  private place(button: HTMLElement): void {
    const [map, at] = [this.map.getContainer().getBoundingClientRect(), button.getBoundingClientRect()];
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const x = Math.max(FREE_PX, Math.min(at.left - map.left + (at.width - width) / 2, map.width - width - FREE_PX));
    const above = at.top - map.top - height - FREE_PX;
    const y = above >= FREE_PX ? above : at.bottom - map.top + FREE_PX;
    this.box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  /** Unless it is about another by now. */
  private hide(button: HTMLElement | null): void {
    if (this.of !== button) return;
    this.of = null;
    this.box.hidden = true;
  }
}
