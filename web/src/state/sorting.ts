// In which order events are listed.
//
// In: events, newest first, and what to sort by. Out: the same in that order. It must not know the page.

import type { AzEvent } from '../api';

export const SORTS = ['date', 'place', 'kind', 'deaths', 'certainty'] as const;
export type SortKey = (typeof SORTS)[number];

export interface Sorting {
  by: SortKey;
  down: boolean;
}

/** What each order begins with, when it is chosen: the newest, the letter A, the most, and the most doubtful. */
export const FIRST_DOWN: Readonly<Record<SortKey, boolean>> = { date: true, place: false, kind: false, deaths: true, certainty: false };

const DEATHS = ({ deaths: { low, best, high } }: AzEvent): number => best ?? high ?? low ?? NaN;

/**
 * Sorted once per set of events. What is not known comes last in either direction; equals stay newest first. `words` names
 * an event's place and kind in the reader's language.
 */
export function sorted(events: readonly AzEvent[], { by, down }: Sorting, words: (event: AzEvent) => string, code: string): readonly AzEvent[] {
  if (by === 'date') return down ? events : oldestFirst(events);
  const keys = Float64Array.from(by === 'deaths' ? events.map(DEATHS) : by === 'certainty' ? events.map(({ position, p }) => (position ? p : NaN)) : ranks(events.map(words), code));
  const turn = down ? -1 : 1;
  const order = Uint32Array.from(keys.keys()).sort((a, b) => {
    const [x = NaN, y = NaN] = [keys[a], keys[b]];
    return Number.isNaN(x) || Number.isNaN(y) ? Number(Number.isNaN(x)) - Number(Number.isNaN(y)) : turn * (x - y);
  });
  return [...order].flatMap((i) => events[i] ?? []);
}

/** Where each word stands among all: letters are compared once per word, since a language takes its time for that. */
function ranks(words: readonly string[], code: string): number[] {
  const distinct = [...new Set(words)].filter(Boolean).sort(new Intl.Collator(code, { numeric: true }).compare);
  const rank = new Map(distinct.map((word, i) => [word, i]));
  return words.map((word) => rank.get(word) ?? NaN);
}

function oldestFirst(events: readonly AzEvent[]): readonly AzEvent[] {
  const dated = events.filter(({ span }) => span !== null);
  return [...dated.reverse(), ...events.filter(({ span }) => span === null)];
}
