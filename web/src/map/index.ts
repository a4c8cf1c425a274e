// The map: the only folder that knows Leaflet.
//
// In: the store. Out: a drawn map; where it is and what was clicked go back into the store.
// It must not know the panels beside it.

import * as L from 'leaflet';
import { messages } from '../locale';
import { atRest, boundsOf, chosenOf, FILTER_KEYS, isShown, levelOf, memo, rowById, selectedEvent, shownRows, tilesWanted, toggleUnit, unitFacet, type AzEvent, type Bounds, type GoTo, type State, type Store } from '../state';
import { icon } from '../symbols';
import { drawTiles } from './backdrop';
import { DATA_BOX, definitions, drawBasemap } from './basemap';
import { bringIntoView, fit, isFree, toBounds, toLatLngBounds } from './bring';
import { FAN_FROM, Grid, radiusAt, type Grouping, type Points } from './cluster';
import { crowdsOf, extentOf, pointsOf, type Crowd } from './crowds';
import { sitesOf } from './density';
import { Heat } from './heat';
import { Labels } from './labels';
import { Markers } from './markers';
import { drawMap } from './picture';
import { Rivals } from './rivals';
import { Sought } from './sought';
import { alone, Uncertainty } from './uncertainty';
import { Units } from './units';

export { createReportMap, createReviewMap } from './small';

const MALI: Bounds = { west: -12.3, south: 10.1, east: 4.3, north: 25.05 };
const MIN_ZOOM = 4;
const MAX_ZOOM = 15;
/** Else Leaflet pans to what is near by, and by whole pixels only. Its types do not know the option. */
const EXACTLY: L.ZoomPanOptions & { reset: true } = { animate: false, reset: true };
/** Space kept around a crowd that is parted. */
const PADDING = 48;

export function createMap(container: HTMLElement, store: Store<State>): void {
  const state = (): Readonly<State> => store.get();
  const map = L.map(container, {
    attributionControl: false,
    zoomControl: false,
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    zoomSnap: 0.25,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 90,
    maxBounds: toLatLngBounds(DATA_BOX).pad(1.5),
    fadeAnimation: false,
    zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  });
  container.append(definitions());
  /** The event opened by its own symbol: it was seen, and is not zoomed to. */
  let clicked: string | null = null;
  const markers = new Markers(map, {
    select: (event) => {
      if (state().selected !== event.id) clicked = event.id;
      store.set({ selected: event.id });
    },
    hover: (hovered) => store.set({ hovered }),
    approach: (crowd) => approach(map, crowd, state().covered),
    fanned: () => labels.redraw(),
  });
  const uncertainty = new Uncertainty(map);
  const heat = new Heat(map);
  const units = new Units(map, { press: (unit) => toggleUnit(store, unit), read: (unitRead) => store.set({ unitRead }) });
  const rivals = new Rivals(map);
  const sought = new Sought(map);

  begin(map, state());
  const labels = new Labels(map, state().lang);
  const controls = new Controls(map);
  controls.setLang(state());

  let crowds: Crowd[] = [];
  const points = memo(pointsOf);
  const sites = memo(sitesOf);
  const grid = memo((of: Points, zoom: number) => new Grid(of, zoom, radiusAt(zoom)));
  const settle = atRest((now: Readonly<State>, rows: Uint32Array, grouping: Grouping) => {
    labels.setObstacles(markers.draw(crowds, now));
    uncertainty.draw(alone(sites(now.events), rows, grouping), selectedEvent(now));
  });
  const draw = (): void => {
    const now = state();
    const all = shownRows(now);
    const selected = onMapRow(now, now.selected);
    // Other views than symbols keep that of the open event.
    const rows = now.display === 'symbols' ? all : Uint32Array.from(selected === null ? [] : [selected]);
    if (now.display === 'heat') heat.draw(sites(now.events), all);
    else heat.clear();
    const grouping = grid(points(now.events), map.getZoom()).group(rows, selected);
    crowds = crowdsOf(now.events, grouping, extentOf(toBounds(map.getBounds().pad(0.5))), selected, onMapRow(now, now.hovered));
    markers.paint(crowds);
    settle(now, rows, grouping);
  };
  let pending = 0;
  const drawSoon = (): void => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(draw);
  };

  const tell = (): void => {
    const { lat, lng } = map.getCenter();
    store.set({ view: { lat, lon: lng, zoom: map.getZoom() }, bounds: toBounds(map.getBounds()) });
  };
  map.on('moveend', () => {
    tell();
    drawSoon();
  });
  store.on(['events', ...FILTER_KEYS, 'selected', 'hovered', 'lang', 'display'], drawSoon);
  const drawUnits = (): void => {
    const { counted, display, lang } = state();
    const level = levelOf(display);
    units.draw(level === null ? null : counted, level === null ? new Set() : chosenOf(state(), unitFacet(level)), lang);
    labels.redraw();
  };
  store.on(['counted', 'display', 'chosen', 'lang'], drawUnits);
  store.on(['lang'], (now) => {
    labels.setLang(now.lang);
    controls.setLang(now);
  });
  store.on(['selected', 'lang', 'events', 'unlocated'], (now) => rivals.draw(selectedEvent(now), now.lang));
  store.on(['sought'], (now) => sought.draw(now.sought));
  store.on(['picture'], ({ picture }) => {
    if (!picture) return;
    const { y } = map.getSize();
    const metres = map.distance(map.containerPointToLatLng([0, y / 2]), map.containerPointToLatLng([100, y / 2])) / 100;
    drawMap(container, (canvas, scale) => picture.take(canvas, metres / scale));
    store.set({ picture: null });
  });
  const bring = (event: AzEvent): void => {
    const now = state();
    // The fan opens after the crowd of the newly selected event has been drawn, where the map then is.
    const reveal = (): void => {
      requestAnimationFrame(() => requestAnimationFrame(() => state().selected === event.id && markers.reveal(crowds, event.id)));
    };
    const among = { points: points(now.events), rows: shownRows(now), row: onMapRow(now, event.id), covered: now.covered, closer: clicked !== event.id };
    clicked = null;
    map.once('moveend', reveal);
    if (bringIntoView(map, event, among)) return;
    map.off('moveend', reveal);
    reveal();
  };
  /** A view that came with a link stays when its event is in it. */
  const bringLinked = (event: AzEvent, covered: number): void => {
    const [lon, lat] = event.position ?? [0, 0];
    if (event.position === null || isFree(map, [lat, lon], covered)) clicked = event.id;
    bring(event);
  };
  // Before the event of the same link: its view first, then what is not in it.
  store.on(['goTo'], (now) => now.goTo && go(map, now.goTo, now.covered));
  store.on(['selected'], (now, before) => {
    const event = selectedEvent(now);
    if (!event) return;
    if (now.goTo !== before.goTo && now.goTo && 'view' in now.goTo) bringLinked(event, now.covered);
    else bring(event);
  });
  // A link to an event: it is brought into sight once it is loaded, unless the link's own view shows it.
  const linked = state().view !== null;
  const stop = store.on(['phase'], (now) => {
    if (now.phase !== 'ready') return;
    stop();
    const event = selectedEvent(now);
    if (!event) return;
    if (!linked) bring(event);
    else if (event.position || now.covered > 0) bringLinked(event, now.covered);
  });
  new ResizeObserver(() => {
    // A link would drift each time it is passed on.
    const [centre, zoom] = [map.getCenter(), map.getZoom()];
    map.invalidateSize({ pan: false });
    map.setView(centre, zoom, EXACTLY);
  }).observe(container);

  tell();
  draw();
  const tiles = tilesWanted();
  if (tiles) drawTiles(map, tiles.url);
  drawBasemap(map).then(
    (shapes) => labels.setShapes(shapes),
    () => store.set({ basemapFailed: true }),
  );
}

/** The link's view, or all of Mali. */
function begin(map: L.Map, { view }: Readonly<State>): void {
  if (view) map.setView([view.lat, view.lon], view.zoom, { animate: false });
  else map.fitBounds(toLatLngBounds(MALI), { animate: false, padding: [10, 14] });
}

function go(map: L.Map, goTo: GoTo, covered: number): void {
  if ('view' in goTo) map.setView([goTo.view.lat, goTo.view.lon], goTo.view.zoom, EXACTLY);
  else fit(map, goTo.bounds, goTo.maxZoom, covered);
}

/** Zooms until the crowd comes apart. */
function approach(map: L.Map, crowd: Crowd, covered: number): void {
  const bounds = boundsOf(crowd.events().flatMap(({ position }) => (position ? [position] : [])));
  if (!bounds) return;
  const before = map.getZoom();
  const wanted = map.getBoundsZoom(toLatLngBounds(bounds), false, L.point(2 * PADDING, 2 * PADDING + covered));
  // Always a step closer, even where the box would already fit.
  // A place that no zoom parts is only brought near enough to fan it out.
  const zoom = crowd.same ? Math.max(before, FAN_FROM + 0.5) : Math.min(Math.max(wanted, before + 1), MAX_ZOOM);
  map.flyTo(toLatLngBounds(bounds).getCenter(), zoom, { duration: 0.4, animate: map.options.zoomAnimation ?? true });
}

/** The row of an event that is on the map and shown. */
function onMapRow(state: Readonly<State>, id: string | null): number | null {
  const row = rowById(state, id);
  return row !== null && row < state.events.length && isShown(state, row) ? row : null;
}

/** Zoom buttons and scale, in the language of the page. */
class Controls {
  private zoom: L.Control.Zoom | null = null;

  constructor(private readonly map: L.Map) {
    L.control.scale({ imperial: false, maxWidth: 110, position: 'bottomleft' }).addTo(map);
  }

  setLang({ lang }: Readonly<State>): void {
    const m = messages(lang);
    this.zoom?.remove();
    this.zoom = L.control
      .zoom({ position: 'topright', zoomInTitle: m.zoomIn, zoomOutTitle: m.zoomOut, zoomInText: '+', zoomOutText: '−' })
      .addTo(this.map);
    const home = document.createElement('button');
    home.type = 'button';
    home.className = 'home';
    home.title = m.wholeMali;
    home.setAttribute('aria-label', m.wholeMali);
    home.append(icon('home'));
    L.DomEvent.disableClickPropagation(home);
    home.addEventListener('click', () => this.map.fitBounds(toLatLngBounds(MALI), { padding: [10, 14] }));
    this.zoom.getContainer()?.append(home);
  }
}
