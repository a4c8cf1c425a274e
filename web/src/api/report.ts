// What the server says of imports, as this map reads it.
//
// In: nothing. Out: the shapes of reports, jobs, imports kept, and pairs that may be one event. It must not know the page.

import type { Kind } from '../kinds';
import type { Figure, Position, Status } from './types';

export interface Problem {
  line: number;
  column: string;
  value: string;
  why: string;
  /** The same in French; empty in what an older server stored. */
  whyFr: string;
}

/** A remark in both languages. */
export interface Note {
  why: string;
  whyFr: string;
}

export type VerdictWord = 'added' | 'updated' | 'unchanged' | 'merged' | 'rejected';

export interface Verdict {
  line: number;
  verdict: VerdictWord;
  eventId: string | null;
  title: string;
  /** Null from a server that does not tell. */
  kind: Kind | null;
  /** The place as the list names it. */
  place: string | null;
  locatedAs: string | null;
  status: Status | null;
  why: string;
  /** The same in French; empty in what an older server stored. */
  whyFr: string;
  position: Position | null;
  radiusM: number;
  date: string | null;
  problems: Problem[];
}

export interface Column {
  column: string;
  /** What it is taken for; null for one that is kept as it is. */
  field: string | null;
  /** Its first filled values. */
  samples: string[];
}

export type Container = 'text' | 'xlsx' | 'geojson' | 'geopackage';

export interface Detected {
  format: string;
  container: Container;
  encoding: string;
  delimiter: string | null;
  sheet: string | null;
  sheets: string[];
  columns: Column[];
  /** Whether 05/10/2023 is read as 5 October. */
  dayFirst: boolean;
  /** What speaks for that. */
  dayFirstWhy: Note;
  /** Whether nothing says so, and dates would be others if the month came first. */
  dayFirstAssumed: boolean;
  /** How its dates are written, for rows that leave their list; null where it makes no difference. */
  dateOrder: string | null;
  notes: Note[];
}

export interface Counts {
  rows: number;
  added: number;
  updated: number;
  unchanged: number;
  merged: number;
  rejected: number;
  needsReview: number;
  warnings: number;
  /** Places that it taught. */
  learned: number;
}

export interface ImportReport extends Counts {
  list: string;
  dryRun: boolean;
  importId: string | null;
  source: string | null;
  licence: string | null;
  /** Its terms forbid passing its rows on. */
  restricted: boolean;
  located: number;
  area: number;
  /** Pairs that this list has with others. */
  duplicates: number;
  detected: Detected;
  verdicts: Verdict[];
  verdictsOmitted: number;
}

/** What a person says of a list; what they leave open is detected. */
export interface ListOptions {
  source: string;
  licence: string;
  /** Column -> field, or null for a column to be kept as it is. */
  mapping: ReadonlyMap<string, string | null>;
  sheet: string | null;
  dayFirst: boolean | null;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Job {
  id: string;
  state: JobState;
  rowsDone: number;
  /** 0 while they are not counted. */
  rows: number;
  report: ImportReport | null;
  problem: { status: number | null; title: string; detail: string; detailFr: string; detected: Detected | null } | null;
}

/** An import as the store keeps it. */
export interface ImportRecord extends Counts {
  id: string;
  /** Milliseconds, UTC. */
  at: number | null;
  list: string;
  source: string | null;
  licence: string | null;
  format: string;
  restricted: boolean;
  undoneAt: number | null;
  canUndo: boolean;
  /** Imports that have to be undone before it. */
  blockedBy: string[];
  /** Merged pairs that have to be taken apart before it. */
  blockedByPairs: number;
}

export interface Undone {
  removed: number;
  restored: number;
  placesRemoved: number;
}

/** One of two events that may be one. */
export interface Side {
  eventId: string;
  title: string;
  kind: Kind;
  span: [start: number, end: number] | null;
  place: string;
  position: Position | null;
  radiusM: number;
  list: string;
  line: number | null;
  source: string | null;
  actors: string[];
  deaths: Figure;
  notes: string;
}

export interface Pair {
  id: string;
  sides: [Side, Side];
  distanceKm: number | null;
  windowKm: number | null;
  daysApart: number | null;
  windowDays: number | null;
  why: string;
  whyFr: string;
}
