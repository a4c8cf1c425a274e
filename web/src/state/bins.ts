// Events -> bars of a time line.
//
// In: when events begin. Out: equal steps of the calendar with counts. It must not know how bars are drawn.

import type { Columns } from './columns';

export type Step = 'day' | 'week' | 'month' | 'quarter' | 'year';

export interface Bin {
  /** First millisecond, and the first of the next bin. */
  start: number;
  end: number;
}

const DAY_MS = 86_400_000;
const DAYS: Record<Step, number> = { day: 1, week: 7, month: 30.4, quarter: 91.3, year: 365.25 };
const STEPS = Object.keys(DAYS) as Step[];

/** The calendar step that a moment lies in; weeks begin on Monday. */
export function stepStart(time: number, step: Step): number {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  switch (step) {
    case 'day':
      return Math.floor(time / DAY_MS) * DAY_MS;
    case 'week':
      // 1970-01-01 was a Thursday.
      return (Math.floor((time / DAY_MS + 3) / 7) * 7 - 3) * DAY_MS;
    case 'month':
      return Date.UTC(year, month, 1);
    case 'quarter':
      return Date.UTC(year, month - (month % 3), 1);
    case 'year':
      return Date.UTC(year, 0, 1);
  }
}

export function nextStep(start: number, step: Step): number {
  // From the middle of the next step back to its start: lengths of months and years do not matter.
  return stepStart(start + DAYS[step] * 1.5 * DAY_MS, step);
}

/** The steps between the first and the last event, at most about so many. */
export interface Axis {
  step: Step;
  bins: readonly Bin[];
  /** The bin of each event, -1 without a date. */
  binOf: Int32Array;
}

/** When the first and the last event begin; null without a date. */
export function extentOf({ start, undated }: Pick<Columns, 'start' | 'undated'>): [first: number, last: number] | null {
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < start.length; i += 1) {
    if (undated[i]) continue;
    first = Math.min(first, start[i] ?? first);
    last = Math.max(last, start[i] ?? last);
  }
  return first <= last ? [first, last] : null;
}

/**
 * An event is in one bin, where it begins: a month spread over its days would look like thirty small events.
 * The axis is that of all events, so that it stays where it is when some are filtered out.
 */
export function axisOf({ start, undated }: Pick<Columns, 'start' | 'undated'>, most: number): Axis {
  const extent = extentOf({ start, undated });
  const binOf = new Int32Array(start.length).fill(-1);
  if (extent === null) return { step: 'day', bins: [], binOf };
  const [first, last] = extent;
  const days = (last - first) / DAY_MS + 1;
  const step = STEPS.find((candidate) => days / DAYS[candidate] <= most) ?? 'year';
  const bins: Bin[] = [];
  for (let at = stepStart(first, step); at <= last; ) {
    const end = nextStep(at, step);
    bins.push({ start: at, end });
    at = end;
  }
  for (let i = 0; i < start.length; i += 1) if (!undated[i]) binOf[i] = binAt(bins, start[i] ?? 0);
  return { step, bins, binOf };
}

/** How many of the rows are in each bin. */
export function histogram({ bins, binOf }: Axis, rows: Uint32Array): Uint32Array {
  const counts = new Uint32Array(bins.length);
  for (let k = 0; k < rows.length; k += 1) {
    const bin = binOf[rows[k] ?? 0] ?? -1;
    if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** The bin that holds the moment, by bisection; bins are few and in order. */
function binAt(bins: readonly Bin[], time: number): number {
  let [low, high] = [0, bins.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bins[middle]?.start ?? Infinity) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The same day so many steps later; the 31st becomes the last day where a month has none. */
export function shifted(day: string, step: Step, by: number): string {
  if (step === 'day' || step === 'week') return dayOf(Date.parse(day) + by * DAYS[step] * DAY_MS);
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const months = by * { month: 1, quarter: 3, year: 12 }[step];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** A span of whole days moved by steps: what begins with a month and ends with one stays so. */
export function spanShifted({ from, to }: Span, step: Step, by: number): Span {
  return { from: shifted(from, step, by), to: shifted(shifted(shifted(to, 'day', 1), step, by), 'day', -1) };
}

/** First and last day. */
export interface Span {
  from: string;
  to: string;
}

/** The step that a moment lies in, in days. */
export const spanAt = (time: number, step: Step): Span => {
  const start = stepStart(time, step);
  return { from: dayOf(start), to: dayOf(nextStep(start, step) - DAY_MS) };
};
