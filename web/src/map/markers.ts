// Events as symbols, crowds as pies, and the events of one place fanned out.
//
// In: groups with their events. Out: markers that can be clicked and tabbed to; what was done to them is told
// by callbacks. It must not know filters or panels.

import * as L from 'leaflet';
import type { Kind } from '../kinds';
import { formatCount, formatSpan, messages } from '../locale';
import type { AzEvent, Lang } from '../state';
import { kindSymbol, pie, pieSize } from '../symbols';
import { FAN_FROM, type Group } from './cluster';
import { fanOffsets, MAX_FAN } from './fan';
import type { Box } from './placement';
import { unproject } from './project';

export interface Crowd extends Group {
  events: readonly AzEvent[];
}

export interface MarkerEvents {
  select(event: AzEvent): void;
  /** The pointer is over an event's symbol, or over none any more. */
  hover(id: string | null): void;
  /** A crowd that zooming in would part. */
  approach(crowd: Crowd): void;
}

const SYMBOL_PX = 28;

export class Markers {
  private readonly layer = L.layerGroup();
  private readonly fanLayer = L.layerGroup();
  private readonly drawn = new Map<string, L.Marker>();
  /** What each marker shows: an event that changed where it is gets another. */
  private readonly shows = new WeakMap<L.Marker, readonly AzEvent[]>();
  private fanned: { key: string; crowd: Crowd } | null = null;
  /** Id of an event whose stack is fanned out once the map has come near enough. */
  private wanted: string | null = null;
  private lang: Lang = 'en';
  private selected: string | null = null;
  private hovered: string | null = null;
  private readonly fanRenderer: L.SVG;

  constructor(
    private readonly map: L.Map,
    private readonly events: MarkerEvents,
  ) {
    const pane = map.createPane('fan');
    pane.style.zIndex = '595';
    this.fanRenderer = L.svg({ pane: 'fan', padding: 0.4 });
    this.layer.addTo(map);
    this.fanLayer.addTo(map);
    map.on('zoomstart click', () => this.closeFan());
    map.getContainer().addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.closeFan();
    });
  }

  /** Shows these crowds; markers that stay are left alone. Returns the boxes they take in the container. */
  draw(crowds: readonly Crowd[], state: { lang: Lang; selected: string | null; hovered: string | null }): Box[] {
    const relabel = state.lang !== this.lang;
    Object.assign(this, { lang: state.lang, selected: state.selected, hovered: state.hovered });
    const view = this.map.getBounds().pad(0.1);
    const keep = new Set<string>();
    const boxes: Box[] = [];
    for (const crowd of crowds) {
      const [lon, lat] = unproject(crowd.x, crowd.y);
      if (!view.contains([lat, lon])) continue;
      const key = keyOf(crowd);
      keep.add(key);
      let marker = this.drawn.get(key);
      if (marker && (relabel || !sameEvents(this.shows.get(marker), crowd.events))) {
        marker.remove();
        marker = undefined;
      }
      if (!marker) this.drawn.set(key, (marker = this.marker(crowd, [lat, lon])));
      this.shows.set(marker, crowd.events);
      this.mark(marker, crowd.events);
      const at = this.map.latLngToContainerPoint([lat, lon]);
      const half = (crowd.events.length > 1 ? pieSize(crowd.events.length) : SYMBOL_PX) / 2;
      boxes.push({ left: at.x - half, right: at.x + half, top: at.y - half, bottom: at.y + half });
    }
    for (const [key, marker] of this.drawn) {
      if (keep.has(key)) continue;
      marker.remove();
      this.drawn.delete(key);
    }
    if (this.fanned && !keep.has(this.fanned.key)) this.closeFan();
    else if (this.fanned) this.drawFan(this.fanned.crowd);
    if (this.wanted !== null && this.map.getZoom() >= FAN_FROM) this.reveal(crowds, this.wanted);
    return boxes;
  }

  /** Opens the fan that holds the event, so that it can be seen; nothing happens when it stands alone. */
  reveal(crowds: readonly Crowd[], id: string): void {
    this.wanted = null;
    if (this.map.getZoom() < FAN_FROM) return;
    const crowd = crowds.find(({ events }) => events.some((event) => event.id === id));
    if (crowd && crowd.same && crowd.events.length > 1 && this.fanned?.key !== keyOf(crowd)) this.openFan(crowd);
  }

  private marker(crowd: Crowd, at: L.LatLngExpression): L.Marker {
    const [only] = crowd.events;
    if (only && crowd.events.length === 1) return this.single(only, at, this.layer);
    const m = messages(this.lang);
    const counts = new Map<Kind, number>();
    for (const { kind } of crowd.events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const count = formatCount(m, crowd.events.length);
    const short = crowd.events.length > 9999 ? `${Math.round(crowd.events.length / 1000)}k` : String(crowd.events.length);
    const size = pieSize(crowd.events.length);
    const marker = L.marker(at, {
      icon: L.divIcon({
        className: `crowd${crowd.area ? ' crowd-area' : ''}`,
        html: pie(counts, crowd.events.length, short, crowd.area) as unknown as HTMLElement,
        iconSize: [size, size],
      }),
    });
    marker.addTo(this.layer);
    label(marker, crowd.same ? (crowd.area ? m.areaStack(count) : m.stack(count)) : m.cluster(count));
    onActivate(marker, () => this.open(crowd));
    return marker;
  }

  private single(event: AzEvent, at: L.LatLngExpression, layer: L.LayerGroup): L.Marker {
    const hollow = event.status === 'area' || event.status === 'review';
    const marker = L.marker(at, {
      icon: L.divIcon({
        className: `event event-${event.status}`,
        html: kindSymbol(event.kind, hollow) as unknown as HTMLElement,
        iconSize: [SYMBOL_PX, SYMBOL_PX],
      }),
    });
    marker.addTo(layer);
    const m = messages(this.lang);
    const when = event.span ? formatSpan(m, event.span, event.datePrecision) : m.unknownDate;
    const title = event.title || m.kinds[event.kind];
    label(marker, `${title.slice(0, 200)}, ${when}`);
    marker.bindTooltip(
      () => {
        const tip = document.createElement('div');
        const strong = document.createElement('strong');
        strong.textContent = title.slice(0, 200);
        const small = document.createElement('span');
        small.textContent = when;
        tip.append(strong, small);
        return tip;
      },
      { direction: 'top', offset: [0, -12], className: 'tip' },
    );
    marker.getElement()?.addEventListener('mouseenter', () => this.events.hover(event.id));
    marker.getElement()?.addEventListener('mouseleave', () => this.events.hover(null));
    onActivate(marker, () => this.events.select(event));
    return marker;
  }

  private mark(marker: L.Marker, events: readonly AzEvent[]): void {
    const element = marker.getElement();
    if (!element) return;
    const selected = this.selected !== null && events.some(({ id }) => id === this.selected);
    element.classList.toggle('selected', selected);
    marker.setZIndexOffset(selected ? 900 : restingOffset(events));
    element.classList.toggle('hovered', this.hovered !== null && events.some(({ id }) => id === this.hovered));
    if (selected) element.setAttribute('aria-current', 'true');
    else element.removeAttribute('aria-current');
  }

  private open(crowd: Crowd): void {
    if (!crowd.same) {
      this.events.approach(crowd);
    } else if (crowd.events.length > MAX_FAN) {
      // Too many to fan out: the panel of the newest lists the others at its place.
      const newest = crowd.events.reduce((a, b) => ((b.span?.[0] ?? -Infinity) > (a.span?.[0] ?? -Infinity) ? b : a));
      this.events.select(newest);
    } else if (this.map.getZoom() < FAN_FROM) {
      this.wanted = crowd.events[0]?.id ?? null;
      this.events.approach(crowd);
    } else if (this.fanned?.key === keyOf(crowd)) this.closeFan();
    else this.openFan(crowd);
  }

  private openFan(crowd: Crowd): void {
    if (crowd.events.length > MAX_FAN) return;
    this.closeFan();
    this.fanned = { key: keyOf(crowd), crowd };
    this.drawFan(crowd);
  }

  private drawFan(crowd: Crowd): void {
    this.fanLayer.clearLayers();
    const [lon, lat] = unproject(crowd.x, crowd.y);
    const centre = this.map.latLngToLayerPoint([lat, lon]);
    const byTime = [...crowd.events].sort((a, b) => (a.span?.[0] ?? 0) - (b.span?.[0] ?? 0));
    fanOffsets(byTime.length).forEach((offset, i) => {
      const event = byTime[i];
      if (!event) return;
      const at = this.map.layerPointToLatLng(centre.add([offset.x, offset.y]));
      L.polyline([[lat, lon], at], { renderer: this.fanRenderer, interactive: false, className: 'fan-leg' }).addTo(this.fanLayer);
      const marker = this.single(event, at, this.fanLayer);
      this.mark(marker, [event]);
      marker.setZIndexOffset(1000);
    });
    this.drawn.get(keyOf(crowd))?.getElement()?.classList.add('fanned');
  }

  private closeFan(): void {
    if (!this.fanned) return;
    this.drawn.get(this.fanned.key)?.getElement()?.classList.remove('fanned');
    this.fanned = null;
    this.fanLayer.clearLayers();
  }
}

const sameEvents = (before: readonly AzEvent[] | undefined, now: readonly AzEvent[]): boolean =>
  before !== undefined && before.length === now.length && now.every((event, i) => event === before[i]);

const keyOf = (crowd: Crowd): string =>
  `${crowd.events[0]?.id ?? ''}:${crowd.events.length}:${crowd.events.at(-1)?.id ?? ''}:${crowd.x.toFixed(5)}:${crowd.y.toFixed(5)}`;

/** Areas lie under places, crowds over single events. */
function restingOffset(events: readonly AzEvent[]): number {
  if (events[0]?.status === 'area') return -500;
  return events.length > 1 ? 100 : 0;
}

/** By click, tap, Enter or Space: Leaflet itself knows only the first two. */
function onActivate(marker: L.Marker, act: () => void): void {
  marker.on('click', act);
  marker.on('keydown', ({ originalEvent }: L.LeafletKeyboardEvent) => {
    if (originalEvent.key !== 'Enter' && originalEvent.key !== ' ') return;
    originalEvent.preventDefault();
    act();
  });
}

function label(marker: L.Marker, text: string): void {
  const element = marker.getElement();
  element?.setAttribute('role', 'button');
  element?.setAttribute('aria-label', text);
}
