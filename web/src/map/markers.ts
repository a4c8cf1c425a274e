// Events and crowds as buttons over their picture, and the events of one place fanned out.
//
// In: groups with their events. Out: markers that can be clicked and tabbed to; what was done to them is told
// by callbacks. It must not know filters or panels.

import * as L from 'leaflet';
import { formatCount, formatSpan, messages } from '../locale';
import type { AzEvent, Lang } from '../state';
import { kindSymbol } from '../symbols';
import { toBounds } from './bring';
import { FAN_FROM } from './cluster';
import { extentOf, within, type Crowd } from './crowds';
import { fanOffsets, MAX_FAN } from './fan';
import type { Box } from './placement';
import { unproject } from './project';
import { isHollow, levelOf, Signs, sizeOf, SYMBOL_PX } from './signs';
import { Tip } from './tip';

export interface MarkerEvents {
  select(event: AzEvent): void;
  /** The pointer is over an event's symbol, or over none any more. */
  hover(id: string | null): void;
  /** A crowd that zooming in would part. */
  approach(crowd: Crowd): void;
  /** Events of one place stand around it, or do not any more. */
  fanned(): void;
}

/** Of one level of symbols over the next, whatever their latitude. */
const LEVEL = 10_000;
const FAN_LEVEL = 3;

export class Markers {
  private readonly layer = L.layerGroup();
  private readonly fanLayer = L.layerGroup();
  /** By the key of what they show. */
  private readonly drawn = new Map<string, { marker: L.Marker; crowd: Crowd }>();
  /** Key of the crowd that is fanned out. */
  private fanned: string | null = null;
  /** Id of an event whose stack is fanned out once the map has come near enough. */
  private wanted: string | null = null;
  private lang: Lang = 'en';
  private selected: string | null = null;
  private hovered: string | null = null;
  private readonly fanRenderer: L.SVG;
  private readonly signs: Signs;
  private readonly tip: Tip;

  constructor(
    private readonly map: L.Map,
    private readonly events: MarkerEvents,
  ) {
    const pane = map.createPane('fan');
    pane.style.zIndex = '595';
    this.fanRenderer = L.svg({ pane: 'fan', padding: 0.4 });
    this.signs = new Signs(map);
    this.tip = new Tip(map);
    this.layer.addTo(map);
    this.fanLayer.addTo(map);
    map.on('zoomstart click', () => this.closeFan());
    map.getContainer().addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.closeFan();
    });
  }

  /** Shows these crowds. Their buttons come by `draw`: while a brush moves nobody points at them. */
  paint(crowds: readonly Crowd[]): void {
    this.signs.draw(crowds, crowds.find((crowd) => this.fanned !== null && this.keyOf(crowd) === this.fanned) ?? null);
  }

  /** Buttons for the crowds painted; those that stay are left alone. Returns the boxes they take. */
  draw(crowds: readonly Crowd[], state: { lang: Lang; selected: string | null; hovered: string | null }): Box[] {
    if (state.lang !== this.lang) this.clear();
    Object.assign(this, { lang: state.lang, selected: state.selected, hovered: state.hovered });
    const view = extentOf(toBounds(this.map.getBounds().pad(0.1)));
    const keep = new Set<string>();
    const boxes: Box[] = [];
    for (const crowd of crowds) {
      if (!within(view, crowd)) continue;
      const key = this.keyOf(crowd);
      keep.add(key);
      const marker = this.show(key, crowd);
      this.mark(marker, crowd, levelOf(crowd));
      const at = this.map.latLngToContainerPoint(marker.getLatLng());
      const half = sizeOf(crowd) / 2;
      boxes.push({ left: at.x - half, right: at.x + half, top: at.y - half, bottom: at.y + half });
    }
    for (const [key, { marker }] of this.drawn) {
      if (keep.has(key)) continue;
      marker.remove();
      this.drawn.delete(key);
    }
    const fanned = this.fanned === null ? undefined : this.drawn.get(this.fanned)?.crowd;
    if (fanned && fanned.same) this.drawFan(fanned);
    else this.closeFan();
    if (this.wanted !== null && this.map.getZoom() >= FAN_FROM) this.reveal(crowds, this.wanted);
    return boxes;
  }

  private clear(): void {
    for (const { marker } of this.drawn.values()) marker.remove();
    this.drawn.clear();
  }

  /** An event keeps its marker wherever it is, a stack at its place, a crowd while the zoom stays. */
  private keyOf({ count, newest, same, area, x, y, cell }: Crowd): string {
    if (count === 1) return newest.id;
    return same ? `/${area ? 'area' : 'place'}/${x.toFixed(6)}/${y.toFixed(6)}` : `/${this.map.getZoom()}/${cell}`;
  }

  /** Opens the fan that holds the event, so that it can be seen; nothing happens when it stands alone. */
  reveal(crowds: readonly Crowd[], id: string): void {
    this.wanted = null;
    if (this.map.getZoom() < FAN_FROM) return;
    const crowd = crowds.find(({ same, count, events }) => same && count > 1 && count <= MAX_FAN && events().some((event) => event.id === id));
    if (crowd && this.fanned !== this.keyOf(crowd)) this.openFan(crowd);
  }

  /** The marker of a crowd: the one it has, changed where the crowd did, or a new one. */
  private show(key: string, crowd: Crowd): L.Marker {
    const known = this.drawn.get(key);
    const at = unproject(crowd.x, crowd.y).reverse() as L.LatLngTuple;
    if (crowd.count === 1) {
      // An event that changed where it is gets another.
      if (known?.crowd.newest === crowd.newest) return known.marker;
      known?.marker.remove();
      const marker = this.single(crowd.newest, at, this.layer);
      this.drawn.set(key, { marker, crowd });
      return marker;
    }
    if (known) {
      const { marker, crowd: before } = known;
      known.crowd = crowd;
      if (before.x !== crowd.x || before.y !== crowd.y) marker.setLatLng(at);
      const element = marker.getElement();
      if (element && (before.count !== crowd.count || before.same !== crowd.same)) this.fit(element, crowd);
      return marker;
    }
    // Leaflet sizes what it makes; a crowd's button is as large as its pie, around its point.
    const marker = new FlatMarker(at, { icon: L.divIcon({ className: `crowd${crowd.area ? ' crowd-area' : ''}`, html: '', iconSize: [0, 0] }) });
    marker.addTo(this.layer);
    this.drawn.set(key, { marker, crowd });
    const element = marker.getElement();
    if (element) this.fit(element, crowd);
    onActivate(marker, () => this.open(this.drawn.get(key)?.crowd ?? crowd));
    return marker;
  }

  /** The button of a pie. */
  private fit(element: HTMLElement, crowd: Crowd): void {
    const m = messages(this.lang);
    const size = sizeOf(crowd);
    element.style.width = element.style.height = `${size}px`;
    element.style.margin = `${-size / 2}px 0 0 ${-size / 2}px`;
    const said = formatCount(m, crowd.count);
    label(element, crowd.same ? (crowd.area ? m.areaStack(said) : m.stack(said)) : m.cluster(said));
  }

  /** The button of an event, with its symbol where that is not on the canvas. */
  private single(event: AzEvent, at: L.LatLngExpression, layer: L.LayerGroup, symbol?: SVGElement): L.Marker {
    const marker = new FlatMarker(at, {
      icon: L.divIcon({
        className: `event event-${event.status}`,
        // Its type knows no drawings.
        html: (symbol as unknown as HTMLElement | undefined) ?? '',
        iconSize: [SYMBOL_PX, SYMBOL_PX],
      }),
    });
    marker.addTo(layer);
    const m = messages(this.lang);
    const when = event.span ? formatSpan(m, event.span, event.datePrecision) : m.unknownDate;
    const title = (event.title || m.kinds[event.kind]).slice(0, 200);
    label(marker.getElement(), `${title}, ${when}`);
    this.tip.bind(marker, title, when);
    marker.getElement()?.addEventListener('mouseenter', () => this.events.hover(event.id));
    marker.getElement()?.addEventListener('mouseleave', () => this.events.hover(null));
    onActivate(marker, () => this.events.select(event));
    return marker;
  }

  private mark(marker: L.Marker, { selected, hovered }: Pick<Crowd, 'selected' | 'hovered'>, level: number): void {
    const element = marker.getElement();
    if (!element) return;
    const offset = level * LEVEL;
    if (marker.options.zIndexOffset !== offset) marker.setZIndexOffset(offset);
    // Nothing is written that is so already: each write is a style to compute.
    if (element.classList.contains('hovered') !== hovered) element.classList.toggle('hovered', hovered);
    if (element.classList.contains('selected') === selected) return;
    element.classList.toggle('selected', selected);
    if (selected) element.setAttribute('aria-current', 'true');
    else element.removeAttribute('aria-current');
  }

  private open(crowd: Crowd): void {
    if (!crowd.same) {
      this.events.approach(crowd);
    } else if (crowd.count > MAX_FAN) {
      // Too many to fan out: the panel of the newest lists the others at its place.
      this.events.select(crowd.newest);
    } else if (this.map.getZoom() < FAN_FROM) {
      this.wanted = crowd.newest.id;
      this.events.approach(crowd);
    } else if (this.fanned === this.keyOf(crowd)) this.closeFan();
    else this.openFan(crowd);
  }

  private openFan(crowd: Crowd): void {
    if (crowd.count > MAX_FAN) return;
    this.closeFan();
    this.fanned = this.keyOf(crowd);
    this.drawFan(crowd);
  }

  private drawFan(crowd: Crowd): void {
    this.fanLayer.clearLayers();
    const [lon, lat] = unproject(crowd.x, crowd.y);
    const centre = this.map.latLngToLayerPoint([lat, lon]);
    const byTime = [...crowd.events()].sort((a, b) => (a.span?.[0] ?? 0) - (b.span?.[0] ?? 0));
    fanOffsets(byTime.length).forEach((offset, i) => {
      const event = byTime[i];
      if (!event) return;
      const at = this.map.layerPointToLatLng(centre.add([offset.x, offset.y]));
      L.polyline([[lat, lon], at], { renderer: this.fanRenderer, interactive: false, className: 'fan-leg' }).addTo(this.fanLayer);
      const marker = this.single(event, at, this.fanLayer, kindSymbol(event.kind, isHollow(event.status)));
      this.mark(marker, { selected: event.id === this.selected, hovered: event.id === this.hovered }, FAN_LEVEL);
    });
    this.signs.fade(crowd);
    this.fannedButton()?.classList.add('fanned');
    this.events.fanned();
  }

  private fannedButton(): HTMLElement | undefined {
    return this.drawn.get(this.fanned ?? '')?.marker.getElement();
  }

  private closeFan(): void {
    if (this.fanned === null) return;
    this.fannedButton()?.classList.remove('fanned');
    this.fanned = null;
    this.signs.fade(null);
    this.fanLayer.clearLayers();
    this.events.fanned();
  }
}

/**
 * A marker in the layer of its pane. Leaflet's own are each a layer of the compositor: with a hundred of them the browser
 * spends most of a frame on putting layers together.
 */
const FlatMarker = L.Marker.extend({
  _setPos(this: { _icon?: HTMLElement & { _leaflet_pos?: L.Point }; _zIndex: number; options: L.MarkerOptions; _resetZIndex(): void }, at: L.Point) {
    if (this._icon) {
      this._icon._leaflet_pos = at;
      this._icon.style.transform = `translate(${at.x}px, ${at.y}px)`;
    }
    this._zIndex = at.y + (this.options.zIndexOffset ?? 0);
    this._resetZIndex();
  },
}) as unknown as typeof L.Marker;

/** By click, tap, Enter or Space: Leaflet itself knows only the first two. */
export function onActivate(layer: L.Layer, act: () => void): void {
  layer.on('click', act);
  layer.on('keydown', ({ originalEvent }: L.LeafletKeyboardEvent) => {
    if (originalEvent.key !== 'Enter' && originalEvent.key !== ' ') return;
    originalEvent.preventDefault();
    act();
  });
}

function label(element: HTMLElement | undefined, text: string): void {
  element?.setAttribute('role', 'button');
  element?.setAttribute('aria-label', text);
}
