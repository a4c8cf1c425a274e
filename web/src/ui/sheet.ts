// On narrow screens the side panel is a sheet that is drawn up over the map.
//
// In: the panel and its grip. Out: how high it stands, and how much of the map it covers.
// It must not know what is in the panel.

import { messages } from '../locale';
import { FILTER_KEYS, type State, type Store } from '../state';
import { icon } from '../symbols';
import { eachFrame, fill, h } from './dom';
import { summary } from './header';

export const NARROW = '(max-width: 760px)';

type Height = 'peek' | 'half' | 'full';

/** As in the style sheet: parts of the window's height. */
const PARTS: Record<Exclude<Height, 'peek'>, number> = { half: 0.5, full: 0.88 };
/** A drag of so many pixels is meant. */
const DRAG_PX = 24;

export function createSheet(panel: HTMLElement, grip: HTMLButtonElement, store: Store<State>): void {
  const narrow = matchMedia(NARROW);
  let height: Height = 'peek';
  const apply = (next: Height): void => {
    height = next;
    panel.dataset['height'] = next;
    grip.setAttribute('aria-expanded', String(next !== 'peek'));
    const covered = narrow.matches && next !== 'peek' ? Math.round(innerHeight * PARTS[next]) - grip.offsetHeight : 0;
    store.set({ covered });
  };
  const draw = eachFrame(() => {
    const state = store.get();
    const m = messages(state.lang);
    fill(grip, h('i', { class: 'handle' }), h('span', { class: 'grip-text' }, summary(state, m).join(' · ')), h('span', { class: 'off-screen' }, m.sheet), icon('up'));
  });
  grip.addEventListener('click', () => apply(height === 'peek' ? 'half' : 'peek'));
  dragged(grip, (up) => apply(up ? (height === 'peek' ? 'half' : 'full') : height === 'full' ? 'half' : 'peek'));
  // Room for the panel before the map moves the event into view.
  store.on(['selected'], (state, before) => {
    if (!narrow.matches) return;
    if (state.selected !== null && height === 'peek') apply('half');
    else if (state.selected === null && before.selected !== null) apply('peek');
  });
  store.on(['lang', 'events', 'unlocated', 'phase', ...FILTER_KEYS], draw);
  narrow.addEventListener('change', () => apply('peek'));
  draw();
  apply(narrow.matches && store.get().selected !== null ? 'half' : 'peek');
}

function dragged(grip: HTMLElement, done: (up: boolean) => void): void {
  let from: number | null = null;
  let wasDrag = false;
  grip.addEventListener('pointerdown', (event) => {
    from = event.clientY;
    wasDrag = false;
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener('pointerup', (event) => {
    const by = from === null ? 0 : event.clientY - from;
    from = null;
    if (Math.abs(by) < DRAG_PX) return;
    wasDrag = true;
    done(by < 0);
  });
  // The click that ends a drag is none.
  grip.addEventListener(
    'click',
    (event) => {
      if (wasDrag) event.stopImmediatePropagation();
      wasDrag = false;
    },
    { capture: true },
  );
}
