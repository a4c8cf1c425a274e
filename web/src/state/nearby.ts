// What is near an event: others that may be at the same place, and places that its own was reckoned from.
//
// In: an event and all others. Out: those whose true places may meet, with the distance; the anchors of a computed
// place. It must not know the page.

import type { AzEvent, Position, Rival } from '../api';

const EARTH_RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Great-circle distance in metres (haversine, mean radius): good to 0.5 %, far below any radius here. */
export function distanceM([lonA, latA]: Position, [lonB, latB]: Position): number {
  const dLat = (latB - latA) * RADIANS;
  const dLon = (lonB - lonA) * RADIANS;
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(latA * RADIANS) * Math.cos(latB * RADIANS) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

export interface Neighbour {
  event: AzEvent;
  distanceM: number;
}

/** Whether the stated times touch; what has no date may have been at any time, and is not claimed to be the same. */
export const sameTime = (a: AzEvent, b: AzEvent): boolean =>
  a.span !== null && b.span !== null && a.span[0] <= b.span[1] && b.span[0] <= a.span[1];

/**
 * The other events within the two radii, oldest first, so that accounts of one attack stand together.
 * An area meets only an area with the same centre: else everything in a region would be at one place.
 */
export function samePlace(event: AzEvent, others: readonly AzEvent[]): Neighbour[] {
  const here = event.position;
  if (!here) return [];
  const found: Neighbour[] = [];
  for (const other of others) {
    if (other.id === event.id || !other.position) continue;
    const areas = Number(event.status === 'area') + Number(other.status === 'area');
    const reach = areas === 0 ? event.radiusM + other.radiusM : areas === 2 ? 1 : -1;
    // A degree of latitude is 111 km: most events are dismissed without trigonometry.
    if (Math.abs(here[1] - other.position[1]) * 110_000 > reach) continue;
    const distance = distanceM(here, other.position);
    if (distance <= reach) found.push({ event: other, distanceM: distance });
  }
  const time = (neighbour: Neighbour): number => neighbour.event.span?.[0] ?? Infinity;
  return found.sort((a, b) => {
    const [x, y] = [time(a), time(b)];
    return x === y ? (a.event.id < b.event.id ? -1 : 1) : x - y;
  });
}

/** How far the two ends of a middle may differ in their distance from it: it is written to 0.1 km. */
const MIDDLE_SLACK_KM = 0.5;

/**
 * The places that a computed place was reckoned from: none for a place that was found by its name. What the server
 * calls rivals then holds the anchors, and with them the other places of their names.
 */
export function anchorsOf({ method, position, rivals }: AzEvent): Rival[] {
  if (position === null) return [];
  if (method === 'offset') return rivals.slice(0, 1);
  if (method !== 'between') return [];
  // The middle is as far from the one end as from the other.
  for (const [i, one] of rivals.entries()) {
    const other = rivals
      .slice(i + 1)
      .find(({ name, distanceKm }) => name !== one.name && Math.abs((distanceKm ?? Infinity) - (one.distanceKm ?? -Infinity)) <= MIDDLE_SLACK_KM);
    if (other) return [one, other];
  }
  return [];
}
