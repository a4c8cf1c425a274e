// Which events are shown, and how many there would be of each value.
//
// In: the state. Out: rows, events and counts, computed once per change. It must not know the page.
// Each condition that an event fails is a bit: a brush writes one bit of each event anew, and a count without its own
// condition asks for those that fail no other.

import type { AzEvent } from '../api';
import { KINDS, type Kind } from '../kinds';
import { chosenOf } from './chosen';
import { columns, FACETS, fold, type Columns, type FacetName } from './columns';
import { memo } from './store';
import type { Bounds, State } from './state';

const DAY_MS = 86_400_000;
const TIME = 1;
const WORDS = 2;
const CERTAINTY = 4;
const bitOf = (name: FacetName): number => 8 << FACETS.indexOf(name);

/** The days of a filter as closed milliseconds, open ends infinite. */
export function interval(from: string | null, to: string | null): [number, number] {
  const start = from ? Date.parse(from) : -Infinity;
  const end = to ? Date.parse(to) + DAY_MS - 1 : Infinity;
  return [start, end];
}

interface Sieve {
  columns: Columns;
  /** The conditions that each event fails. */
  fails: Uint16Array;
  /** What each bit was last written for. */
  written: Map<number, readonly unknown[]>;
  /** Another number whenever a bit was written; that of what a brush does not write. */
  version: number;
  timeless: number;
}

let versions = 0;
const sieveOf = memo((of: Columns): Sieve => ({ columns: of, fails: new Uint16Array(of.events.length), written: new Map(), version: (versions += 1), timeless: versions }));

/** Writes a bit anew where what it depends on is not what it was written for. */
function write(sieve: Sieve, bit: number, of: readonly unknown[], idle: boolean, keeps: (i: number) => boolean): void {
  const before = sieve.written.get(bit);
  if (before ? before.every((one, i) => one === of[i]) : idle) return;
  const { fails } = sieve;
  for (let i = 0; i < fails.length; i += 1) {
    const now = fails[i] ?? 0;
    fails[i] = idle || keeps(i) ? now & ~bit : now | bit;
  }
  sieve.written.set(bit, of);
  sieve.version = versions += 1;
  if (bit !== TIME) sieve.timeless = versions;
}

function sieved(state: State): Sieve {
  const sieve = sieveOf(columns(state.events, state.unlocated));
  const { start, end, p, facets, text } = sieve.columns;
  const { from, to, q, pMin } = state;
  const [first, last] = interval(from, to);
  // As the server does for `datetime`: spans that touch the interval, and events without a date, stay.
  write(sieve, TIME, [from, to], from === null && to === null, (i) => (start[i] ?? 0) <= last && (end[i] ?? 0) >= first);
  const wanted = fold(q).split(' ').filter(Boolean).map((word) => ` ${word}`);
  write(sieve, WORDS, [wanted.join()], wanted.length === 0, (i) => wanted.every((word) => text(i).includes(word)));
  write(sieve, CERTAINTY, [pMin], pMin === null, (i) => (p[i] ?? 0) >= (pMin ?? 0));
  for (const name of FACETS) {
    const values = chosenOf(state, name);
    const { at, codes, code } = facets[name];
    const chosen = new Set([...values].map((value) => code.get(value)));
    write(sieve, bitOf(name), [values.size === 0 ? null : values], values.size === 0, (i) => {
      for (let k = at[i] ?? 0; k < (at[i + 1] ?? 0); k += 1) if (chosen.has(codes[k])) return true;
      return false;
    });
  }
  return sieve;
}

/** Computes again only after something was written. */
function perVersion<R>(compute: (sieve: Sieve) => R, version: 'version' | 'timeless' = 'version'): (state: State) => R {
  const remembered = memo((sieve: Sieve, _version: number) => compute(sieve));
  return (state) => {
    const sieve = sieved(state);
    return remembered(sieve, sieve[version]);
  };
}

/** The first rows, so many of them, that fail no condition but those of `but`. */
function passing(fails: Uint16Array, of: number, but: number): Uint32Array {
  const rows = new Uint32Array(of);
  let count = 0;
  for (let i = 0; i < of; i += 1) if (((fails[i] ?? 0) & ~but) === 0) rows[count++] = i;
  return rows.subarray(0, count);
}

/** Rows of the events on the map that pass the filters. */
export const shownRows = perVersion(({ fails, columns: { onMap } }) => passing(fails, onMap, 0));

/** Whether the event of a row passes the filters. */
export const isShown = (state: State, row: number): boolean => sieved(state).fails[row] === 0;

/** Events on the map that pass the filters. */
export function shown(state: State): readonly AzEvent[] {
  const rows = shownRows(state);
  return rows.length === state.events.length ? state.events : shownEvents(rows, state.events);
}

const shownEvents = memo((rows: Uint32Array, events: readonly AzEvent[]) => Array.from(rows, (i) => events[i] as AzEvent));

/** Events on no map that pass the filters. */
export const shownUnlocated = perVersion(({ fails, columns: { events, onMap } }) =>
  events.slice(onMap).filter((_, i) => fails[onMap + i] === 0),
);

/** How many pass the filters. */
export interface Tally {
  onMap: number;
  offMap: number;
  /** To check, on the map or not. */
  review: number;
  undated: number;
}

export const tally = perVersion(({ fails, columns: { onMap, undated, facets } }): Tally => {
  const sum: Tally = { onMap: 0, offMap: 0, review: 0, undated: 0 };
  const review = facets.status.code.get('review');
  for (let i = 0; i < fails.length; i += 1) {
    if (fails[i] !== 0) continue;
    if (i < onMap) sum.onMap += 1;
    else sum.offMap += 1;
    // An event has one status.
    if (facets.status.codes[i] === review) sum.review += 1;
    sum.undated += undated[i] ?? 0;
  }
  return sum;
});

/** Of each value of each facet, the events that pass all other conditions. */
const allCounts = perVersion(({ fails, columns: { facets } }) => {
  const counts = FACETS.map((name) => ({ ...facets[name], bit: bitOf(name), count: new Uint32Array(facets[name].values.length) }));
  for (let i = 0; i < fails.length; i += 1) {
    const failed = fails[i] ?? 0;
    // Fails more than one: counts nowhere.
    if ((failed & (failed - 1)) !== 0) continue;
    for (const { bit, at, codes, count } of counts) {
      if (failed !== 0 && failed !== bit) continue;
      for (let k = at[i] ?? 0; k < (at[i + 1] ?? 0); k += 1) {
        const code = codes[k] ?? 0;
        count[code] = (count[code] ?? 0) + 1;
      }
    }
  }
  return new Map(FACETS.map((name, i) => [name, counts[i]?.count ?? new Uint32Array()]));
});

export interface ValueCount {
  value: string;
  count: number;
  chosen: boolean;
}

/** The values of a facet, the most frequent first; each without the facet's own condition. Chosen ones are never left out. */
export function valueCounts(state: State, name: FacetName): ValueCount[] {
  const counts = allCounts(state).get(name);
  const chosen = chosenOf(state, name);
  const { values, code } = columns(state.events, state.unlocated).facets[name];
  const all = values.map((value, i) => ({ value, count: counts?.[i] ?? 0, chosen: chosen.has(value) }));
  for (const value of chosen) if (!code.has(value)) all.push({ value, count: 0, chosen: true });
  return all.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

const kindsOf = memo((of: Columns) => {
  const codes = new Set(of.facets.kind.codes);
  return KINDS.filter((_, code) => codes.has(code));
});

/** Kinds that some event has, shown or not, and those chosen: what a legend must explain. */
export function presentKinds(state: State): readonly Kind[] {
  const present = kindsOf(columns(state.events, state.unlocated));
  return state.kinds.size === 0 ? present : KINDS.filter((kind) => present.includes(kind) || state.kinds.has(kind));
}

/** Of each probability, the events that pass all other conditions and are at least so sure. */
export const sureCounts = perVersion(({ fails, columns: { p } }) => (least: number): number => {
  let count = 0;
  for (let i = 0; i < fails.length; i += 1) if (((fails[i] ?? 0) & ~CERTAINTY) === 0 && (p[i] ?? 0) >= least) count += 1;
  return count;
});

/** Rows that pass all but the dates: what the time line draws. */
export const anyTimeRows = perVersion(({ fails }) => passing(fails, fails.length, TIME), 'timeless');

export const inBounds = (event: AzEvent, bounds: Bounds): boolean =>
  event.position !== null &&
  event.position[0] >= bounds.west &&
  event.position[0] <= bounds.east &&
  event.position[1] >= bounds.south &&
  event.position[1] <= bounds.north;

/** Newest first; events without a date last; the id decides between equals. */
export function byDate(a: AzEvent, b: AzEvent): number {
  const [x, y] = [a.span?.[0] ?? -Infinity, b.span?.[0] ?? -Infinity];
  if (x !== y) return y > x ? 1 : -1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** All that is loaded, on the map or not. */
export const allEvents = (state: State): readonly AzEvent[] => columns(state.events, state.unlocated).events;

const rowOf = memo((of: Columns) => new Map(of.events.map(({ id }, i): [string, number] => [id, i]).reverse()));

/** The row of an event; null when it is not loaded. */
export const rowById = (state: State, id: string | null): number | null =>
  (id === null ? undefined : rowOf(columns(state.events, state.unlocated)).get(id)) ?? null;

export function eventById(state: State, id: string | null): AzEvent | null {
  const row = rowById(state, id);
  return row === null ? null : (allEvents(state)[row] ?? null);
}

export const selectedEvent = (state: State): AzEvent | null => eventById(state, state.selected);

/** The smallest box around the positions; null when there are none. */
export function boundsOf(positions: Iterable<readonly [number, number]>): Bounds | null {
  let bounds: Bounds | null = null;
  for (const [lon, lat] of positions) {
    bounds = bounds
      ? {
          west: Math.min(bounds.west, lon),
          south: Math.min(bounds.south, lat),
          east: Math.max(bounds.east, lon),
          north: Math.max(bounds.north, lat),
        }
      : { west: lon, south: lat, east: lon, north: lat };
  }
  return bounds;
}
