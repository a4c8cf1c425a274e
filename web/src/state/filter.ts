// Which events are shown, and how many of each kind there would be.
//
// In: events and filters. Out: subsets and counts, computed once per change. It must not know the page.

import type { AzEvent } from '../api';
import { KINDS, type Kind } from '../kinds';
import { memo } from './store';
import type { Bounds, State } from './state';

const DAY_MS = 86_400_000;

/** The days of a filter as closed milliseconds, open ends infinite. */
export function interval(from: string | null, to: string | null): [number, number] {
  const start = from ? Date.parse(from) : -Infinity;
  const end = to ? Date.parse(to) + DAY_MS - 1 : Infinity;
  return [start, end];
}

/** As the server does for `datetime`: spans that touch the interval, and events without a date, stay. */
export function inTime(event: AzEvent, [start, end]: [number, number]): boolean {
  return event.span === null || (event.span[0] <= end && event.span[1] >= start);
}

function filterBoth(): (
  events: readonly AzEvent[],
  kinds: ReadonlySet<Kind>,
  from: string | null,
  to: string | null,
) => readonly AzEvent[] {
  return memo((events, kinds, from, to) => {
    if (kinds.size === 0 && !from && !to) return events;
    const time = interval(from, to);
    return events.filter((event) => (kinds.size === 0 || kinds.has(event.kind)) && inTime(event, time));
  });
}

const onMap = filterBoth();
const offMap = filterBoth();

/** Events on the map that pass the filters. */
export const shown = (state: State): readonly AzEvent[] => onMap(state.events, state.kinds, state.from, state.to);

/** Events on no map that pass the filters. */
export const shownUnlocated = (state: State): readonly AzEvent[] =>
  offMap(state.unlocated, state.kinds, state.from, state.to);

const counts = memo((events: readonly AzEvent[], from: string | null, to: string | null) => {
  const time = interval(from, to);
  const all = new Map<Kind, { total: number; inTime: number }>(KINDS.map((kind) => [kind, { total: 0, inTime: 0 }]));
  for (const event of events) {
    const count = all.get(event.kind);
    if (!count) continue;
    count.total += 1;
    if (inTime(event, time)) count.inTime += 1;
  }
  return all;
});

/** Events of each kind: all, and those within the dates chosen. The kinds chosen do not count. */
export const kindCounts = (state: State): ReadonlyMap<Kind, { total: number; inTime: number }> =>
  counts(allEvents(state), state.from, state.to);

const everything = memo((events: readonly AzEvent[], unlocated: readonly AzEvent[]) => [...events, ...unlocated]);

/** All that is loaded, on the map or not. */
export const allEvents = (state: State): readonly AzEvent[] => everything(state.events, state.unlocated);

const ofKinds = memo((events: readonly AzEvent[], kinds: ReadonlySet<Kind>) =>
  kinds.size === 0 ? events : events.filter((event) => kinds.has(event.kind)),
);

/** Events of the kinds chosen, at any time: what the time line draws. */
export const anyTime = (state: State): readonly AzEvent[] => ofKinds(allEvents(state), state.kinds);

export const inBounds = (event: AzEvent, bounds: Bounds): boolean =>
  event.position !== null &&
  event.position[0] >= bounds.west &&
  event.position[0] <= bounds.east &&
  event.position[1] >= bounds.south &&
  event.position[1] <= bounds.north;

export const isFiltered = (state: State): boolean => state.kinds.size > 0 || state.from !== null || state.to !== null;

/** Newest first; events without a date last; the id decides between equals. */
export function byDate(a: AzEvent, b: AzEvent): number {
  const [x, y] = [a.span?.[0] ?? -Infinity, b.span?.[0] ?? -Infinity];
  if (x !== y) return y > x ? 1 : -1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

const byId = memo(
  (events: readonly AzEvent[], unlocated: readonly AzEvent[]) =>
    new Map([...unlocated, ...events].map((event) => [event.id, event])),
);

export const eventById = (state: State, id: string | null): AzEvent | null =>
  (id !== null && byId(state.events, state.unlocated).get(id)) || null;

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
