// Events -> groups that can be told apart at a zoom.
//
// In: points in world pixels at zoom 0, the zoom, a radius. Out: groups, the same wherever the view is.
// It must not know Leaflet. A grid and one pass over neighbouring cells: linear in the number of events.

import { MAX_FAN } from './fan';

export interface Point {
  x: number;
  y: number;
  /** An area's centre is no place: it is grouped only with the same area. */
  area: boolean;
}

export interface Group {
  members: number[];
  x: number;
  y: number;
  /** All members are at one and the same place: no zoom will part them. */
  same: boolean;
  area: boolean;
}

/** Closer than this at zoom 0, two points are one: 1e-6 of 256 px is 15 cm. */
const SAME = 1e-6;

/** Pixels within which symbols would hide one another, wider where whole regions are in view. */
export function radiusAt(zoom: number): number {
  if (zoom < 7) return 44;
  return zoom < 9 ? 36 : 28;
}

/** Further out a fan would cover its neighbours, and its events seem to be far from where they are. */
export const FAN_FROM = 8;

/** How finely a zoom is sought at which a point stands alone. */
const ZOOM_STEP = 0.5;

/**
 * The least zoom, from the one given on, at which the point is in no crowd, or its crowd is one place that fans out.
 * Points that only meet at the closest zoom are told apart no better: then that is the answer.
 */
export function apartAt(points: readonly Point[], index: number, from: number, most: number): number {
  const held = points[index];
  if (!held) return from;
  let near = points.filter((point) => point !== held);
  for (let zoom = from; zoom < most; zoom += ZOOM_STEP) {
    const reach = radiusAt(zoom);
    const scale = 2 ** zoom;
    // What is far off now is further off closer by: each step has fewer to look at.
    near = near.filter(({ x, y }) => Math.max(Math.abs(x - held.x), Math.abs(y - held.y)) * scale < 4 * reach);
    const [own, ...others] = group([held, ...near], zoom, reach, 0).sort((a, b) => Number(b.members.includes(0)) - Number(a.members.includes(0)));
    const stack = own !== undefined && own.members.length > 1 && own.members.length <= MAX_FAN;
    // Areas lie under places; an area's own centre is no place to go nearer to.
    const crowded = !held.area && others.some(({ x, y, area }) => !area && Math.hypot(x - held.x, y - held.y) * scale < reach);
    if (!crowded && (!stack || zoom >= FAN_FROM)) return zoom;
  }
  return Math.max(from, most);
}

interface Cell {
  column: number;
  row: number;
  members: number[];
  x: number;
  y: number;
  taken: boolean;
}

/** `apart` is the index of a point that is never merged with others elsewhere: the one selected. */
export function group(points: readonly Point[], zoom: number, radius: number, apart: number | null): Group[] {
  const scale = 2 ** zoom;
  const held = apart === null ? undefined : points[apart];
  const exact = new Map<string, number[]>();
  const cells = new Map<string, Cell>();
  points.forEach((point, i) => {
    const alone = held && Math.abs(point.x - held.x) < SAME && Math.abs(point.y - held.y) < SAME;
    if (point.area || alone) {
      const key = `${point.area ? 'a' : 'p'}${Math.round(point.x / SAME)},${Math.round(point.y / SAME)}`;
      const members = exact.get(key);
      if (members) members.push(i);
      else exact.set(key, [i]);
      return;
    }
    const [column, row] = [Math.floor((point.x * scale) / radius), Math.floor((point.y * scale) / radius)];
    const key = `${column},${row}`;
    const cell = cells.get(key);
    if (cell) {
      cell.members.push(i);
      cell.x += point.x;
      cell.y += point.y;
    } else cells.set(key, { column, row, members: [i], x: point.x, y: point.y, taken: false });
  });
  const groups = [...exact.values()].map((members) => toGroup(points, members));
  for (const members of mergeNeighbours(cells, radius / scale)) groups.push(toGroup(points, members));
  return groups;
}

/** A grid cuts crowds apart at its lines: the largest cells take in neighbours whose centre is within reach. */
function* mergeNeighbours(cells: Map<string, Cell>, reach: number): Generator<number[]> {
  const all = [...cells.values()];
  for (const cell of all) {
    cell.x /= cell.members.length;
    cell.y /= cell.members.length;
  }
  for (const cell of all.sort((a, b) => b.members.length - a.members.length)) {
    if (cell.taken) continue;
    cell.taken = true;
    const members = [...cell.members];
    for (let column = cell.column - 1; column <= cell.column + 1; column += 1) {
      for (let row = cell.row - 1; row <= cell.row + 1; row += 1) {
        const near = cells.get(`${column},${row}`);
        if (!near || near.taken || Math.hypot(near.x - cell.x, near.y - cell.y) > reach) continue;
        near.taken = true;
        members.push(...near.members);
      }
    }
    yield members;
  }
}

function toGroup(points: readonly Point[], members: number[]): Group {
  let [x, y] = [0, 0];
  const first = points[members[0] ?? -1];
  let same = true;
  for (const i of members) {
    const point = points[i];
    if (!point || !first) continue;
    x += point.x;
    y += point.y;
    same &&= Math.abs(point.x - first.x) < SAME && Math.abs(point.y - first.y) < SAME;
  }
  // Exactly on the place when there is only one: a mean would be off by rounding.
  return same && first
    ? { members, x: first.x, y: first.y, same, area: first.area }
    : { members, x: x / members.length, y: y / members.length, same, area: first?.area ?? false };
}
