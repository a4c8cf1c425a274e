// JSON from the server -> what it says of imports.
//
// In: values nobody has looked at. Out: whole reports, jobs, imports and pairs. It must not know where the JSON came from,
// nor throw on anything it holds.

import { asKind } from '../kinds';
import { count, fields, list, number, oneOf, readPosition, text, why, word, type Fields } from './json';
import { figure, readSpan, STATUSES } from './read';
import type {
  Container,
  Counts,
  Detected,
  ImportRecord,
  ImportReport,
  Job,
  JobState,
  Pair,
  Problem,
  Side,
  Undone,
  Verdict,
  VerdictWord,
} from './report';

const VERDICTS: readonly VerdictWord[] = ['added', 'updated', 'unchanged', 'merged', 'rejected'];
const CONTAINERS: readonly Container[] = ['text', 'xlsx', 'geojson', 'geopackage'];
const JOB_STATES: readonly JobState[] = ['queued', 'running', 'done', 'failed', 'cancelled'];

/** A number or a text that names something. */
export const id = (value: unknown): string => (typeof value === 'number' ? String(value) : text(value));
const words = (value: unknown): string[] => list(value).map(text).filter(Boolean);

export function time(value: unknown): number | null {
  const at = Date.parse(text(value));
  return Number.isNaN(at) ? null : at;
}

function readProblem(value: unknown): Problem {
  const from = fields(value);
  return { line: count(from['line']), column: text(from['column']), value: text(from['value']), why: text(from['reason']), whyFr: text(from['reason_fr']) };
}

function readVerdict(value: unknown): Verdict {
  const from = fields(value);
  return {
    line: count(from['line']),
    verdict: oneOf(VERDICTS, from['verdict']) ?? 'rejected',
    eventId: word(from['event_id']),
    title: text(from['title']),
    kind: word(from['kind']) === null ? null : asKind(from['kind']),
    place: word(from['place']),
    locatedAs: word(from['located_as']),
    status: oneOf(STATUSES, from['status']),
    ...why(from),
    position: readPosition(from['lon'], from['lat']),
    radiusM: count(from['radius_m']),
    date: word(from['date']),
    problems: list(from['problems']).map(readProblem),
  };
}

function readDetected(value: unknown): Detected {
  const from = fields(value);
  return {
    format: text(from['format']),
    container: oneOf(CONTAINERS, from['container']) ?? 'text',
    encoding: text(from['encoding']),
    delimiter: word(from['delimiter']),
    sheet: word(from['sheet']),
    sheets: words(from['sheets']),
    columns: list(from['columns']).map((column) => ({
      column: text(fields(column)['column']),
      field: word(fields(column)['field']),
      samples: words(fields(column)['samples']),
    })),
    dayFirst: from['day_first'] !== false,
    dayFirstWhy: { why: text(from['day_first_why']), whyFr: text(from['day_first_why_fr']) },
    dayFirstAssumed: from['day_first_assumed'] === true,
    dateOrder: word(from['date_order']),
    notes: list(from['notes']).map((note, at) => ({ why: text(note), whyFr: text(list(from['notes_fr'])[at]) })),
  };
}

const readCounts = (from: Fields): Counts => ({
  rows: count(from['rows']),
  added: count(from['added']),
  updated: count(from['updated']),
  unchanged: count(from['unchanged']),
  merged: count(from['merged']),
  rejected: count(from['rejected']),
  needsReview: count(from['needs_review']),
  warnings: count(from['warnings']),
  learned: count(from['learned']),
});

export function readReport(value: unknown): ImportReport {
  const from = fields(value);
  return {
    ...readCounts(from),
    list: text(from['list']),
    dryRun: from['dry_run'] === true,
    importId: id(from['import_id']) || null,
    source: word(from['source']),
    licence: word(from['licence']),
    restricted: from['restricted'] === true,
    located: count(from['located']),
    area: count(from['area']),
    duplicates: count(from['duplicates']),
    detected: readDetected(from['detected']),
    verdicts: list(from['verdicts']).map(readVerdict),
    verdictsOmitted: count(from['verdicts_omitted']),
  };
}

export function readJob(value: unknown): Job {
  const from = fields(value);
  const report = from['report'];
  const problem = fields(from['problem']);
  return {
    id: id(from['job']),
    // A word of the future is no end: whoever waits goes on waiting.
    state: oneOf(JOB_STATES, from['state']) ?? 'running',
    rowsDone: count(from['rows_done']),
    rows: count(from['rows']),
    report: typeof report === 'object' && report !== null ? readReport(report) : null,
    problem: from['problem'] ? { status: number(problem['status']), title: text(problem['title']), detail: text(problem['detail']), detailFr: text(problem['detail_fr']), detected: problem['detected'] ? readDetected(problem['detected']) : null } : null,
  };
}

function readRecord(value: unknown): ImportRecord {
  const from = fields(value);
  return {
    ...readCounts(from),
    id: id(from['id']),
    at: time(from['at']),
    list: text(from['list']),
    source: word(from['source']),
    licence: word(from['licence']),
    format: text(from['format']),
    restricted: from['restricted'] === true,
    undoneAt: time(from['undone_at']),
    canUndo: from['can_undo'] === true,
    blockedBy: list(from['blocked_by']).map(id).filter(Boolean),
    blockedByPairs: list(from['blocked_by_pairs']).length,
  };
}

export const readImports = (value: unknown): ImportRecord[] =>
  list(fields(value)['imports']).map(readRecord).filter((record) => record.id !== '');

export function readUndone(value: unknown): Undone {
  const from = fields(value);
  return { removed: count(from['removed']), restored: count(from['restored']), placesRemoved: count(from['places_removed']) };
}

function readSide(value: unknown): Side {
  const from = fields(value);
  return {
    eventId: id(from['event_id']),
    title: text(from['title']),
    kind: asKind(from['kind']),
    span: readSpan(from['date_start'], from['date_end']),
    place: text(from['place']),
    position: readPosition(from['lon'], from['lat']),
    radiusM: Math.max(0, count(from['radius_m'])),
    list: text(from['list']),
    line: number(from['line']),
    source: word(from['source']),
    actors: words(from['actors']),
    deaths: figure(from, 'deaths'),
    notes: text(from['notes']),
  };
}

export function readPair(value: unknown): Pair {
  const from = fields(value);
  return {
    id: id(from['id']),
    sides: [readSide(from['first']), readSide(from['second'])],
    distanceKm: number(from['distance_km']),
    windowKm: number(from['window_km']),
    daysApart: number(from['days_apart']),
    windowDays: number(from['window_days']),
    ...why(from),
  };
}
