// Administrative units with the number of events in them.
//
// In: a level, a day, conditions on events. Out: the units of that day, each with its count and what may be drawn of it.
// It must not know the page.

import { get } from './client';
import { count, fields, list, readPosition, text, word } from './json';
import type { Position } from './types';

export type UnitLevel = 'regions' | 'cercles';

export interface Unit {
  id: string;
  name: string;
  events: number;
  /** Its polygons, each a list of rings, where they may be passed on. */
  shape: Position[][][] | null;
  /** Its seat; null where nobody knows it. */
  seat: Position | null;
  /** The days it existed, open ends empty. */
  validFrom: string;
  validTo: string;
}

/** More than any division has. */
const MOST = 1_000;

export function readUnit(value: unknown): Unit | null {
  const feature = fields(value);
  const from = fields(feature['properties']);
  const geometry = fields(feature['geometry']);
  const [name, coordinates] = [word(from['name']), list(geometry['coordinates'])];
  if (name === null) return null;
  return {
    id: text(feature['id']),
    name,
    events: count(from['events']),
    shape: geometry['type'] === 'Polygon' ? [coordinates as Position[][]] : geometry['type'] === 'MultiPolygon' ? (coordinates as Position[][][]) : null,
    seat: geometry['type'] === 'Point' ? readPosition(coordinates[0], coordinates[1]) : null,
    validFrom: text(from['valid_from']),
    validTo: text(from['valid_to']),
  };
}

/** The units of a day. */
export async function units(level: UnitLevel, at: string, query: URLSearchParams, signal: AbortSignal): Promise<Unit[]> {
  const asked = new URLSearchParams(query);
  asked.set('at', at);
  asked.set('limit', String(MOST));
  return list(fields(await get(`/collections/${level}/items?${asked}`, signal))['features']).flatMap((one) => readUnit(one) ?? []);
}
