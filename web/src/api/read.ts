// JSON from the server -> the types of the map.
//
// In: values nobody has looked at. Out: events, places, suggestions with every field set, or null for what is no feature.
// It must not know where the JSON came from, nor throw on anything it holds.

import { asKind } from '../kinds';
import { count, fields, list, number, oneOf, readPosition, text, why, word, type Fields } from './json';
import type { AzEvent, Claim, DatePrecision, Figure, Page, Place, Position, Rival, Status, Suggestion } from './types';

const DAY_MS = 86_400_000;
export const STATUSES: readonly Status[] = ['located', 'area', 'review', 'unlocated'];
const PRECISIONS: readonly DatePrecision[] = ['time', 'day', 'range', 'month', 'year'];

function pointOf(geometry: unknown): Position | null {
  const { type, coordinates } = fields(geometry);
  return type === 'Point' ? readPosition(list(coordinates)[0], list(coordinates)[1]) : null;
}

/** A day without a time lasts until its last millisecond. */
export function readSpan(start: unknown, end: unknown): [number, number] | null {
  const from = Date.parse(text(start));
  if (Number.isNaN(from)) return null;
  const last = word(end) ?? text(start);
  const to = Date.parse(last);
  if (Number.isNaN(to)) return [from, from];
  return [from, Math.max(from, last.includes('T') ? to : to + DAY_MS - 1)];
}

export const figure = (from: Fields, name: string): Figure => ({
  low: number(from[`${name}_low`]),
  best: number(from[`${name}_best`]),
  high: number(from[`${name}_high`]),
});

function readRival(value: unknown): Rival | null {
  const from = fields(value);
  const position = readPosition(from['lon'], from['lat']);
  if (!position) return null;
  return {
    id: text(from['id']),
    name: text(from['name']),
    kind: word(from['kind']),
    position,
    region: word(from['region']),
    cercle: word(from['cercle']),
    p: count(from['p']),
    distanceKm: number(from['distance_km']),
    ...why(from),
  };
}

function readClaim(value: unknown): Claim {
  const from = fields(value);
  return {
    source: text(from['source']),
    verb: text(from['verb']),
    text: text(from['text']),
    deaths: figure(from, 'deaths'),
    injured: figure(from, 'injured'),
  };
}

export function readEvent(value: unknown): AzEvent | null {
  const feature = fields(value);
  const id = feature['id'];
  if (typeof id !== 'string' && typeof id !== 'number') return null;
  const from = fields(feature['properties']);
  const position = pointOf(feature['geometry']);
  return {
    id: String(id),
    position,
    title: text(from['title']),
    kind: asKind(from['kind']),
    kindText: text(from['kind_text']),
    status: oneOf(STATUSES, from['status']) ?? (position ? 'located' : 'unlocated'),
    span: readSpan(from['date_start'], from['date_end']),
    datePrecision: oneOf(PRECISIONS, from['date_precision']),
    dateText: text(from['date_text']),
    asked: {
      name: text(from['place_text']),
      region: text(from['region_text']),
      cercle: text(from['cercle_text']),
      commune: text(from['commune_text']),
    },
    place: word(from['place']),
    placeKind: word(from['place_kind']),
    region: word(from['region']),
    cercle: word(from['cercle']),
    commune: word(from['commune']),
    edition: word(from['edition']),
    p: count(from['p']),
    precision: number(from['precision']),
    radiusM: Math.max(0, count(from['radius_m'])),
    method: text(from['method']),
    ...why(from),
    flags: list(from['flags']).map(text).filter(Boolean),
    layer: word(from['layer']),
    rivals: list(from['rivals']).map(readRival).filter((rival) => rival !== null),
    actors: list(from['actors']).map(text).filter(Boolean),
    deaths: figure(from, 'deaths'),
    claims: list(from['claims']).map(readClaim),
    contested: from['contested'] === true,
    contestedIn: list(from['contested_in']).map(text),
    list: text(from['list']),
    listSource: text(from['list_source']),
    line: number(from['line']),
    sourceId: word(from['source_id']),
    licence: word(from['licence']),
    restricted: from['restricted'] === true,
    attributes: Object.entries(fields(from['attributes'])).map(([name, cell]) => [
      name,
      typeof cell === 'string' ? cell : JSON.stringify(cell),
    ]),
  };
}

export function readPlace(value: unknown): Place | null {
  const feature = fields(value);
  const from = fields(feature['properties']);
  const position = pointOf(feature['geometry']);
  const name = word(from['name']);
  if (!position || !name) return null;
  return {
    id: String(feature['id'] ?? name),
    name,
    kind: text(from['kind']),
    position,
    population: count(from['population']),
  };
}

export function readPage<T>(value: unknown, read: (feature: unknown) => T | null): Page<T> {
  const page = fields(value);
  const next = list(page['links']).map(fields).find((link) => link['rel'] === 'next');
  const items = list(page['features']).map(read).filter((item) => item !== null);
  return { items, matched: number(page['numberMatched']) ?? items.length, next: word(next?.['href']) };
}

export function readSuggestions(value: unknown): Suggestion[] {
  return list(fields(value)['suggestions']).flatMap((one) => {
    const from = fields(one);
    const position = readPosition(from['lon'], from['lat']);
    if (!position) return [];
    return {
      id: text(from['id']),
      name: text(from['name']),
      matched: text(from['matched']),
      kind: text(from['kind']),
      position,
      radiusM: Math.max(0, count(from['radius_m'])),
      units: text(from['units']),
    };
  });
}
