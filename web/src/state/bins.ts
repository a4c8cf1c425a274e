// Events -> bars of a time line.
//
// In: spans in time. Out: equal steps of the calendar with counts. It must not know how bars are drawn.

export type Step = 'day' | 'week' | 'month' | 'quarter' | 'year';

export interface Bin {
  /** First millisecond, and the first of the next bin. */
  start: number;
  end: number;
  count: number;
}

export interface Bins {
  step: Step;
  bins: Bin[];
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

type Spanned = readonly { span: [number, number] | null }[];

/**
 * Counts events by their first day in at most about `most` bins, between the first and the last of `all`,
 * so that the axis stays where it is when events are filtered out.
 * An event counts once, where it begins: a month spread over its days would look like thirty small events.
 */
export function binEvents(events: Spanned, all: Spanned, most: number): Bins {
  let [first, last] = [Infinity, -Infinity];
  for (const { span } of all) {
    if (!span) continue;
    first = Math.min(first, span[0]);
    last = Math.max(last, span[0]);
  }
  if (first > last) return { step: 'day', bins: [] };
  const days = (last - first) / DAY_MS + 1;
  const step = STEPS.find((candidate) => days / DAYS[candidate] <= most) ?? 'year';
  const bins: Bin[] = [];
  for (let start = stepStart(first, step); start <= last; ) {
    const end = nextStep(start, step);
    bins.push({ start, end, count: 0 });
    start = end;
  }
  for (const { span } of events) {
    if (!span) continue;
    const bin = bins[binAt(bins, span[0])];
    if (bin) bin.count += 1;
  }
  return { step, bins };
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
