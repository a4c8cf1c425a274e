// Small maps in dialogs: what a list would bring, and where that is which waits for a person's word.
//
// In: an element that is in the page only while its dialog shows it, and the store. Out: the same background, symbols and
// honest circles as the large map has. It must not know the dialogs.

import * as L from 'leaflet';
import { boundsAround, boundsOf, correctionOf, itemAt, memo, placeAt, reportEvents, shownItem, showLine, type AzEvent, type Bounds, type Position, type Shown, type State, type Store } from '../state';
import { drawBasemap } from './basemap';
import { toBounds, toLatLngBounds } from './bring';
import { allOf, Grid, radiusAt } from './cluster';
import { Cone } from './cone';
import { crowdsOf, extentOf, pointsOf, type Crowd } from './crowds';
import { sitesOf } from './density';
import { Labels } from './labels';
import { Markers } from './markers';
import { Rivals } from './rivals';
import { alone, Uncertainty } from './uncertainty';

/** What is shown around a place that is being chosen. */
const SURROUNDINGS_M = 25_000;

const PADDING: L.PointTuple = [26, 26];
/** No closer at first: a village without its region says nothing. */
const MAX_ZOOM = 8.5;
/** Two circles are to be told apart, where that can be. */
const MAX_PAIR_ZOOM = 12;

const MALI: L.LatLngTuple = [17, -3];
const WORLD: Bounds = { west: -200, south: -85, east: 200, north: 85 };

/** What the list that is being imported puts on the map. */
export function createReportMap(container: HTMLElement, store: Store<State>): void {
  const shown = memo((step: NonNullable<State['flow']>['step'] | undefined) => {
    const events = step?.at === 'preview' || step?.at === 'done' ? reportEvents(step.report) : [];
    return { events, rivals: [], direction: null, canPlace: false, frame: events };
  });
  createSmallMap(container, store, ['flow'], (state) => shown(state.flow?.step), { select: (event) => showLine(store, event.line), place: () => {} }, MAX_ZOOM);
}

/** Where a draft, a place in doubt or the two events of a pair are; a click places the former two. */
export function createReviewMap(container: HTMLElement, store: Store<State>): void {
  const shown = memo(shownItem);
  const now = (state: Readonly<State>): Shown => {
    const item = itemAt(state);
    return shown(item, state.review && item ? correctionOf(state.review, item.key) : null);
  };
  createSmallMap(container, store, ['review'], now, { select: () => {}, place: (at) => placeAt(store, at) }, MAX_PAIR_ZOOM);
}

/** What is done on a small map. */
interface Acts {
  select: (event: AzEvent) => void;
  place: (at: Position) => void;
}

function createSmallMap(
  container: HTMLElement,
  store: Store<State>,
  keys: readonly (keyof State)[],
  shownOf: (state: Readonly<State>) => Shown,
  acts: Acts,
  maxZoom: number,
): void {
  const place = document.createElement('div');
  place.className = 'small-map-canvas';
  container.append(place);
  let map: SmallMap | null = null;
  let framed: unknown = null;
  const draw = (): void => {
    // Nothing is made before it is first seen, and nothing drawn while it is not.
    if (container.clientWidth === 0) return;
    const shown = shownOf(store.get());
    map ??= new SmallMap(place, store, acts);
    map.resize();
    if (shown.frame !== framed) map.frame(shown, maxZoom);
    framed = shown.frame;
    container.classList.toggle('can-place', shown.canPlace);
    map.draw(shown);
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
  private readonly cone: Cone;
  private readonly rivals: Rivals;
  private readonly labels: Labels;
  private shown: Shown = { events: [], rivals: [], direction: null, canPlace: false, frame: null };

  constructor(
    place: HTMLElement,
    private readonly store: Store<State>,
    private readonly acts: Acts,
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
    this.map.setView(MALI, 5, { animate: false });
    this.markers = new Markers(this.map, { select: acts.select, hover: () => {}, approach: (crowd) => this.approach(crowd), fanned: () => this.labels.redraw() });
    this.uncertainty = new Uncertainty(this.map);
    this.cone = new Cone(this.map);
    this.rivals = new Rivals(this.map);
    this.labels = new Labels(this.map, store.get().lang);
    this.map.on('moveend', () => this.draw(this.shown));
    this.map.on('click', ({ latlng }: L.LeafletMouseEvent) => this.place(latlng));
    // What a click does, by keys: the arrows move the map under its middle.
    place.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target !== place) return;
      event.preventDefault();
      this.place(this.map.getCenter());
    });
    drawBasemap(this.map).then(
      (shapes) => this.labels.setShapes(shapes),
      // The large map says so; events are drawn without it here too.
      () => {},
    );
  }

  private place({ lng, lat }: L.LatLng): void {
    if (this.shown.canPlace && Math.abs(lng) <= 180 && Math.abs(lat) <= 90) this.acts.place([lng, lat]);
  }

  resize(): void {
    this.map.invalidateSize({ pan: false });
  }

  /** All of them in view, each with its circle; where there is none, all that it could be. */
  frame({ events, rivals, canPlace }: Shown, maxZoom: number): void {
    // Without a town or a river beside it a place says nothing.
    const circles = events.length > 0 ? (canPlace ? events.map(({ position, radiusM }) => ({ position, radiusM: Math.max(radiusM, SURROUNDINGS_M) })) : events) : rivals.map(({ position }) => ({ position, radiusM: 0 }));
    const bounds = circles.reduce<Bounds | null>((all, { position, radiusM }) => {
      if (!position) return all;
      const own = boundsAround(position, radiusM);
      return all === null ? own : boundsOf([[all.west, all.south], [all.east, all.north], [own.west, own.south], [own.east, own.north]]);
    }, null);
    if (!bounds) this.map.setView(MALI, 5, { animate: false });
    else this.map.fitBounds(toLatLngBounds(bounds), { animate: false, padding: PADDING, maxZoom });
  }

  draw(shown: Shown): void {
    this.shown = shown;
    const { events, rivals, direction, canPlace } = shown;
    const { lang } = this.store.get();
    const zoom = this.map.getZoom();
    const placed = events.filter(({ position }) => position !== null);
    const points = pointsOf(placed);
    const rows = allOf(points);
    const grouping = new Grid(points, zoom, radiusAt(zoom)).group(rows, null);
    const crowds = crowdsOf(placed, grouping, extentOf(toBounds(this.map.getBounds().pad(0.5))));
    // What is decided is drawn however small its circle is.
    const decided = canPlace ? (events[0] ?? null) : null;
    this.uncertainty.draw(alone(sitesOf(placed), rows, grouping), decided);
    this.cone.draw(decided, direction);
    this.rivals.number(rivals, lang);
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
