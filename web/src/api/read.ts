// JSON from the server -> the types of the map.
//
// In: values nobody has looked at. Out: whole objects with every field set, or null for what is no feature.
// It must not know where the JSON came from, nor throw on anything it holds.

import { asKind } from '../kinds';
import type {
  AzEvent,
  Claim,
  DatePrecision,
  Detected,
  Figure,
  ImportReport,
  Page,
  Place,
  Position,
  Problem,
  Rival,
  Status,
  Suggestion,
  Verdict,
  VerdictWord,
} from './types';

type Fields = Record<string, unknown>;

const DAY_MS = 86_400_000;
const STATUSES: readonly Status[] = ['located', 'area', 'review', 'unlocated'];
const PRECISIONS: readonly DatePrecision[] = ['time', 'day', 'range', 'month', 'year'];
const VERDICTS: readonly VerdictWord[] = ['added', 'updated', 'unchanged', 'merged', 'rejected'];

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const count = (value: unknown): number => number(value) ?? 0;
const oneOf = <T extends string>(known: readonly T[], value: unknown): T | null =>
  known.includes(value as T) ? (value as T) : null;

export function readPosition(lon: unknown, lat: unknown): Position | null {
  const x = number(lon);
  const y = number(lat);
  return x !== null && y !== null && Math.abs(x) <= 180 && Math.abs(y) <= 90 ? [x, y] : null;
}

function pointOf(geometry: unknown): Position | null {
  const { type, coordinates } = fields(geometry);
  return type === 'Point' ? readPosition(list(coordinates)[0], list(coordinates)[1]) : null;
}

/** A day without a time lasts until its last millisecond. */
function readSpan(start: unknown, end: unknown): [number, number] | null {
  const from = Date.parse(text(start));
  if (Number.isNaN(from)) return null;
  const last = word(end) ?? text(start);
  const to = Date.parse(last);
  if (Number.isNaN(to)) return [from, from];
  return [from, Math.max(from, last.includes('T') ? to : to + DAY_MS - 1)];
}

const figure = (from: Fields, name: string): Figure => ({
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
    why: text(from['why']),
    whyFr: text(from['why_fr']),
  };
}

function readClaim(value: unknown): Claim {
  const from = fields(value);
  return {
    source: text(from['source']),
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
    why: text(from['why']),
    whyFr: text(from['why_fr']),
    flags: list(from['flags']).map(text).filter(Boolean),
    layer: word(from['layer']),
    rivals: list(from['rivals']).map(readRival).filter((rival) => rival !== null),
    actors: list(from['actors']).map(text).filter(Boolean),
    deaths: figure(from, 'deaths'),
    claims: list(from['claims']).map(readClaim),
    list: text(from['list']),
    line: number(from['line']),
    sourceId: word(from['source_id']),
    licence: word(from['licence']),
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

function readProblem(value: unknown): Problem {
  const from = fields(value);
  return {
    line: count(from['line']),
    column: text(from['column']),
    value: text(from['value']),
    reason: text(from['reason']),
  };
}

function readVerdict(value: unknown): Verdict {
  const from = fields(value);
  return {
    line: count(from['line']),
    verdict: oneOf(VERDICTS, from['verdict']) ?? 'rejected',
    eventId: word(from['event_id']),
    title: text(from['title']),
    place: word(from['place']),
    status: oneOf(STATUSES, from['status']),
    why: text(from['why']),
    whyFr: text(from['why_fr']),
    position: readPosition(from['lon'], from['lat']),
    radiusM: count(from['radius_m']),
    date: word(from['date']),
    problems: list(from['problems']).map(readProblem),
  };
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

function readDetected(value: unknown): Detected {
  const from = fields(value);
  return {
    format: text(from['format']),
    encoding: text(from['encoding']),
    delimiter: word(from['delimiter']),
    columns: list(from['columns']).map((column) => ({
      column: text(fields(column)['column']),
      field: word(fields(column)['field']),
    })),
    dayFirst: from['day_first'] !== false,
    dayFirstWhy: text(from['day_first_why']),
  };
}

export function readReport(value: unknown): ImportReport {
  const from = fields(value);
  return {
    list: text(from['list']),
    dryRun: from['dry_run'] === true,
    rows: count(from['rows']),
    added: count(from['added']),
    updated: count(from['updated']),
    unchanged: count(from['unchanged']),
    merged: count(from['merged']),
    rejected: count(from['rejected']),
    needsReview: count(from['needs_review']),
    warnings: count(from['warnings']),
    located: count(from['located']),
    area: count(from['area']),
    detected: readDetected(from['detected']),
    verdicts: list(from['verdicts']).map(readVerdict),
    verdictsOmitted: count(from['verdicts_omitted']),
  };
}
