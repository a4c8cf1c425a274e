// Events as crowds that markers can draw.
//
// In: events with their groups. Out: what each crowd shows; its events only when somebody opens it. It must not know Leaflet.

import { KINDS } from '../kinds';
import type { AzEvent, Bounds } from '../state';
import { toPoints, type Group, type Grouping, type Points } from './cluster';
import { project } from './project';

export interface Crowd extends Group {
  /** The newest of its events, and the only one where it is one. */
  newest: AzEvent;
  selected: boolean;
  hovered: boolean;
  events(): readonly AzEvent[];
}

export const pointsOf = (events: readonly AzEvent[]): Points =>
  toPoints(events.map(({ position, status, kind }) => ({ ...project(position ?? [0, 0]), area: status === 'area', kind: KINDS.indexOf(kind) })));

/** A box in world pixels at zoom 0. */
export interface Extent {
  west: number;
  east: number;
  north: number;
  south: number;
}

export function extentOf({ west, south, east, north }: Bounds): Extent {
  const [a, b] = [project([west, north]), project([east, south])];
  return { west: a.x, north: a.y, east: b.x, south: b.y };
}

export const within = ({ west, east, north, south }: Extent, { x, y }: { x: number; y: number }): boolean => x >= west && x <= east && y >= north && y <= south;

/** The crowds in a box. Rows are numbers in `events`, which has the newest first. */
export function crowdsOf(
  events: readonly AzEvent[],
  { groups, groupOf, members }: Grouping,
  view: Extent,
  selected: number | null = null,
  hovered: number | null = null,
): Crowd[] {
  const [chosen, pointed] = [selected, hovered].map((row) => (row === null ? undefined : groupOf(row)));
  return groups.flatMap((group) => {
    const newest = events[group.first];
    if (!newest || !within(view, group)) return [];
    let held: readonly AzEvent[] | null = null;
    const all = (): readonly AzEvent[] => (held ??= group.count === 1 ? [newest] : members(group).flatMap((i) => events[i] ?? []));
    return [{ ...group, newest, selected: group === chosen, hovered: group === pointed, events: all }];
  });
}
