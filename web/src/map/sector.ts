// What lies within a direction of a place, as far as its radius.
//
// In: a place, a radius, the word for a direction. Out: a ring. It must not know Leaflet.

import type { Position } from '../state';

const EARTH_RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;
/** Degrees clockwise from north, and to either side of it: the fewer words, the wider (Wieczorek, point-radius method). */
const WAYS: Readonly<Record<string, readonly [bearing: number, half: number]>> = {
  north: [0, 45], east: [90, 45], south: [180, 45], west: [270, 45],
  'north-east': [45, 22.5], 'south-east': [135, 22.5], 'south-west': [225, 22.5], 'north-west': [315, 22.5],
};
const STEP = 5;

/** Where one comes to on a great circle. */
export function onTheWay([lon, lat]: Position, bearing: number, metres: number): Position {
  const [angle, turn, from] = [metres / EARTH_RADIUS_M, bearing * RADIANS, lat * RADIANS];
  const to = Math.asin(Math.sin(from) * Math.cos(angle) + Math.cos(from) * Math.sin(angle) * Math.cos(turn));
  const by = Math.atan2(Math.sin(turn) * Math.sin(angle) * Math.cos(from), Math.cos(angle) - Math.sin(from) * Math.sin(to));
  return [lon + by / RADIANS, to / RADIANS];
}

/** The place and the arc before it; nothing for a direction that nobody knows. */
export function sector(at: Position, radiusM: number, direction: string): Position[] {
  const [bearing, half] = WAYS[direction] ?? [0, 0];
  if (half === 0 || radiusM <= 0) return [];
  const arc = Array.from({ length: Math.round((2 * half) / STEP) + 1 }, (_, i) => onTheWay(at, bearing - half + i * STEP, radiusM));
  return [at, ...arc];
}
