// Moves the map so that what was asked for can be seen.
//
// In: the map, what to show, and how much of its lower edge is covered. Out: a map that moved, or did not need to.
// It must not know the store, nor draw.

import * as L from 'leaflet';
import { boundsOf, type AzEvent, type Bounds } from '../state';
import { apartAt, type Points } from './cluster';
import { pixelsOf } from './project';

/** Space kept around what the map is asked to show. */
const PADDING = 48;

export const toLatLngBounds = ({ west, south, east, north }: Bounds): L.LatLngBounds => L.latLngBounds([south, west], [north, east]);

export const toBounds = (box: L.LatLngBounds): Bounds => ({ west: box.getWest(), south: box.getSouth(), east: box.getEast(), north: box.getNorth() });

export function fit(map: L.Map, bounds: Bounds, maxZoom: number, covered: number): void {
  map.fitBounds(toLatLngBounds(bounds), {
    maxZoom,
    paddingTopLeft: [PADDING, PADDING],
    paddingBottomRight: [PADDING, PADDING + covered],
  });
}

/** Where an event stands among all that are shown. */
export interface Among {
  points: Points;
  rows: Uint32Array;
  /** Its own row; null when a filter hides it. */
  row: number | null;
  covered: number;
  /** It may be zoomed to; not when it was seen already. */
  closer: boolean;
}

/** Brings an event to where its symbol is seen on its own. Says whether the map moves. */
export function bringIntoView(map: L.Map, event: AzEvent, among: Among): boolean {
  const { covered } = among;
  if (!event.position) {
    const bounds = boundsOf(event.rivals.map(({ position }) => position));
    if (!bounds || map.getBounds().contains(toLatLngBounds(bounds))) return false;
    fit(map, bounds, map.getZoom(), covered);
    return true;
  }
  const [lon, lat] = event.position;
  const zoom = map.getZoom();
  // The whole circle says how sure the place is: no closer than that, and further out if it must be.
  const most = Math.min(map.getMaxZoom(), Math.max(map.getMinZoom(), circleZoom(map, event, covered)));
  const apart = among.closer && among.row !== null ? apartAt(among.points, among.rows, among.row, zoom, map.getMaxZoom()) : zoom;
  const wanted = Math.min(apart, most);
  if (isFree(map, [lat, lon], covered) && wanted <= zoom) return false;
  // The free part has its middle above the sheet.
  const centre = map.unproject(map.project([lat, lon], wanted).add([0, covered / 2]), wanted);
  const animate = map.options.zoomAnimation ?? true;
  if (wanted === zoom) map.panTo(centre, { animate, duration: 0.35 });
  else map.flyTo(centre, wanted, { animate, duration: 0.5 });
  return true;
}

/** The nearest zoom at which the circle of an event fits into the free part, in the map's own steps. */
function circleZoom(map: L.Map, { position, radiusM }: AzEvent, covered: number): number {
  if (!position || radiusM <= 0) return Infinity;
  const { x, y } = map.getSize();
  const room = Math.min(x, y - covered) / 2;
  const steps = 1 / (map.options.zoomSnap ?? 1);
  return Math.floor(Math.log2(room / pixelsOf(radiusM, position[1], 0)) * steps) / steps;
}

/** Whether a symbol there is wholly in sight: in the view, and not under the sheet. */
export function isFree(map: L.Map, at: L.LatLngTuple, covered: number): boolean {
  const { x, y } = map.latLngToContainerPoint(at);
  const size = map.getSize();
  const edge = PADDING / 2;
  return x >= edge && x <= size.x - edge && y >= edge && y <= size.y - covered - edge;
}
