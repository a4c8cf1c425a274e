// Small maps in dialogs: what a list would bring, and where the two events of a pair are.
//
// In: an element that is in the page only while its dialog shows it, and the store. Out: the same background, symbols and
// honest circles as the large map has. It must not know the dialogs.

import * as L from 'leaflet';
import { boundsAround, boundsOf, memo, pairAt, pairEvents, reportEvents, showLine, type AzEvent, type Bounds, type State, type Store } from '../state';
import { drawBasemap } from './basemap';
import { toBounds, toLatLngBounds } from './bring';
import { allOf, Grid, radiusAt } from './cluster';
import { crowdsOf, extentOf, pointsOf, type Crowd } from './crowds';
import { sitesOf } from './density';
import { Labels } from './labels';
import { Markers } from './markers';
import { alone, Uncertainty } from './uncertainty';

const PADDING: L.PointTuple = [26, 26];
/** No closer at first: a village without its region says nothing. */
const MAX_ZOOM = 8.5;
/** Two circles are to be told apart, where that can be. */
const MAX_PAIR_ZOOM = 12;

const WORLD: Bounds = { west: -200, south: -85, east: 200, north: 85 };

/** What the list that is being imported puts on the map. */
export function createReportMap(container: HTMLElement, store: Store<State>): void {
  const events = memo((step: NonNullable<State['flow']>['step'] | undefined) => (step?.at === 'preview' || step?.at === 'done' ? reportEvents(step.report) : []));
  createSmallMap(container, store, ['flow'], (state) => events(state.flow?.step), (event) => showLine(store, event.line), MAX_ZOOM);
}

/** Where the two events are that may be one. */
export function createPairMap(container: HTMLElement, store: Store<State>): void {
  const events = memo((pair: ReturnType<typeof pairAt>) => (pair ? pairEvents(pair) : []));
  createSmallMap(container, store, ['review'], (state) => events(pairAt(state)), () => {}, MAX_PAIR_ZOOM);
}

function createSmallMap(
  container: HTMLElement,
  store: Store<State>,
  keys: readonly (keyof State)[],
  eventsOf: (state: Readonly<State>) => readonly AzEvent[],
  select: (event: AzEvent) => void,
  maxZoom: number,
): void {
  const place = document.createElement('div');
  place.className = 'small-map-canvas';
  container.append(place);
  let map: SmallMap | null = null;
  let drawn: readonly AzEvent[] = [];
  const draw = (): void => {
    // Nothing is made before it is first seen, and nothing drawn while it is not.
    if (container.clientWidth === 0) return;
    const events = eventsOf(store.get());
    map ??= new SmallMap(place, store, select);
    map.resize();
    if (events !== drawn) map.frame(events, maxZoom);
    drawn = events;
    map.draw(events);
  };
  let pending = 0;
  const drawSoon = (): void => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(draw);
  };
  store.on([...keys, 'lang'], drawSoon);
  new ResizeObserver(drawSoon).observe(container);
}

class SmallMap {
  private readonly map: L.Map;
  private readonly markers: Markers;
  private readonly uncertainty: Uncertainty;
  private readonly labels: Labels;
  private events: readonly AzEvent[] = [];

  constructor(
    place: HTMLElement,
    private readonly store: Store<State>,
    select: (event: AzEvent) => void,
  ) {
    this.map = L.map(place, {
      attributionControl: false,
      zoomControl: false,
      // A point in Paris, or with its signs exchanged, is to be seen with the others.
      minZoom: 0,
      maxZoom: 13,
      zoomSnap: 0.25,
      scrollWheelZoom: false,
      maxBounds: toLatLngBounds(WORLD),
      fadeAnimation: false,
      zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    this.map.setView([17, -3], 5, { animate: false });
    this.markers = new Markers(this.map, { select, hover: () => {}, approach: (crowd) => this.approach(crowd) });
    this.uncertainty = new Uncertainty(this.map);
    this.labels = new Labels(this.map, store.get().lang);
    this.map.on('moveend', () => this.draw(this.events));
    drawBasemap(this.map).then(
      (shapes) => this.labels.setShapes(shapes),
      // The large map says so; events are drawn without it here too.
      () => {},
    );
  }

  resize(): void {
    this.map.invalidateSize({ pan: false });
  }

  /** All of them in view, each with its circle. */
  frame(events: readonly AzEvent[], maxZoom: number): void {
    const bounds = events.reduce<Bounds | null>((all, { position, radiusM }) => {
      if (!position) return all;
      const own = boundsAround(position, radiusM);
      return all === null ? own : boundsOf([[all.west, all.south], [all.east, all.north], [own.west, own.south], [own.east, own.north]]);
    }, null);
    if (bounds) this.map.fitBounds(toLatLngBounds(bounds), { animate: false, padding: PADDING, maxZoom });
  }

  draw(events: readonly AzEvent[]): void {
    this.events = events;
    const { lang } = this.store.get();
    const zoom = this.map.getZoom();
    const placed = events.filter(({ position }) => position !== null);
    const points = pointsOf(placed);
    const rows = allOf(points);
    const grouping = new Grid(points, zoom, radiusAt(zoom)).group(rows, null);
    const crowds = crowdsOf(placed, grouping, extentOf(toBounds(this.map.getBounds().pad(0.5))));
    this.uncertainty.draw(alone(sitesOf(placed), rows, grouping), null);
    this.labels.setLang(lang);
    this.markers.paint(crowds);
    this.labels.setObstacles(this.markers.draw(crowds, { lang, selected: null, hovered: null }));
  }

  private approach(crowd: Crowd): void {
    const bounds = boundsOf(crowd.events().flatMap(({ position }) => (position ? [position] : [])));
    if (!bounds) return;
    const zoom = Math.max(this.map.getZoom() + 1.5, Math.min(this.map.getBoundsZoom(toLatLngBounds(bounds)), 13));
    this.map.setView(toLatLngBounds(bounds).getCenter(), zoom);
  }
}
