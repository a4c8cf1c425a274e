// The import that a person is led through.
//
// In: nothing. Out: its shape, and what can be read off it. It must not know the server or the page.

import type { ApiError, Detected, ImportReport, Job, ListOptions, Undone } from '../api';

/** When rows began to come in, and how many there were: what a speed is reckoned from. */
export interface Begun {
  at: number;
  rows: number;
}

export type FlowStep =
  /** `asking`: whether it is to be cancelled, since the dialog was to be closed. */
  | { at: 'reading' | 'importing'; job: Job | null; begun: Begun | null; cancelling: boolean; asking: boolean }
  /** `rereading`: a changed option is on its way, and what is shown is not of it yet. */
  | { at: 'preview'; report: ImportReport; rereading: boolean }
  | { at: 'done'; report: ImportReport; undo: 'no' | 'ask' | 'running' | Undone; error: ApiError | null }
  | { at: 'failed'; error: unknown; dryRun: boolean }
  | { at: 'cancelled' };

export interface ImportFlow {
  file: File;
  options: ListOptions;
  step: FlowStep;
  /** The last preview that was of its options, to return to from a failure. */
  understood: { options: ListOptions; report: ImportReport } | null;
  /** The row that was clicked on the small map. */
  shownLine: number | null;
}

/** The preview that is shown, with what was typed since; while another is on its way, the one before. */
export const understoodIn = ({ step, options, understood }: ImportFlow): ImportFlow['understood'] =>
  step.at === 'preview' && !step.rereading ? { options, report: step.report } : understood;

export const NO_OPTIONS: ListOptions = { source: '', licence: '', mapping: new Map(), sheet: null, dayFirst: null };

/** What the makers of known formats say of themselves. ACLED's licence is not prefilled: stating terms ends its restriction. */
const KNOWN: Record<string, { source: string; licence: string }> = {
  ucdp_ged: { source: 'UCDP GED', licence: 'CC BY 4.0' },
  acled: { source: 'ACLED', licence: '' },
};

/** Fills in what a person left open and the format tells. */
export function prefilled(options: ListOptions, { detected: { format } }: ImportReport): ListOptions {
  const known = KNOWN[format];
  return known ? { ...options, source: options.source || known.source, licence: options.licence || known.licence } : options;
}

/** Says what a column is; a field that only one column can have is taken from the one that had it. */
export function remapped(options: ListOptions, detected: Detected, column: string, field: string | null): ListOptions {
  const mapping = new Map(options.mapping);
  if (field !== null && !REPEATED.has(field)) {
    for (const other of detected.columns) if (other.field === field && other.column !== column) mapping.set(other.column, null);
  }
  mapping.set(column, field);
  return { ...options, mapping };
}

/** Fields that several columns may have. */
const REPEATED: ReadonlySet<string> = new Set(['actor', 'source']);

/** What a column can be, in the order in which a person thinks of an event. */
export const FIELDS = [
  'date', 'end_date', 'year', 'month', 'day', 'time', 'date_precision',
  'place', 'commune', 'cercle', 'region', 'country', 'latitude', 'longitude', 'coordinates', 'place_precision',
  'kind', 'sub_kind', 'violence_type', 'actor',
  'deaths', 'deaths_low', 'deaths_high', 'injured',
  'source', 'notes', 'id',
] as const;

export type Field = (typeof FIELDS)[number];

export interface Pace {
  /** Part done, 0 to 1; null while rows are not counted. */
  part: number | null;
  rowsPerSecond: number | null;
  secondsLeft: number | null;
}

/** Shorter than this, a speed is a guess. */
const LEAST_MS = 700;

export function pace(job: Job | null, begun: Begun | null, now: number): Pace {
  if (!job || job.rows === 0) return { part: null, rowsPerSecond: null, secondsLeft: null };
  const part = Math.min(1, job.rowsDone / job.rows);
  const took = begun ? now - begun.at : 0;
  const came = begun ? job.rowsDone - begun.rows : 0;
  if (took < LEAST_MS || came <= 0) return { part, rowsPerSecond: null, secondsLeft: null };
  const rowsPerSecond = (came * 1000) / took;
  return { part, rowsPerSecond, secondsLeft: Math.max(0, job.rows - job.rowsDone) / rowsPerSecond };
}
