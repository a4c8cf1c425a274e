// Events -> groups that can be told apart at a zoom.
//
// In: points in world pixels at zoom 0, which of them are shown, the zoom, a radius. Out: groups, the same wherever the view is.
// It must not know Leaflet. A brush asks again at every step: what only depends on the zoom is kept, the rest is one pass over
// numbers and one over the cells of a grid.

import { KINDS } from '../kinds';
import { MAX_FAN } from './fan';

export interface Point {
  x: number;
  y: number;
  /** An area's centre is no place: it is grouped only with the same area. */
  area: boolean;
  /** Number of its kind. */
  kind?: number;
}

/** Points as columns, with the number of the place that each is at. */
export interface Points {
  x: Float64Array;
  y: Float64Array;
  area: Uint8Array;
  kind: Uint8Array;
  place: Uint32Array;
  /** A point of each place. */
  places: Uint32Array;
}

export interface Group {
  /** The cell of the grid that it grew from: a crowd is the same as filters change, as long as the zoom stays. */
  cell: number;
  count: number;
  /** Of each kind. */
  kinds: Uint32Array;
  x: number;
  y: number;
  /** All members are at one and the same place: no zoom will part them. */
  same: boolean;
  area: boolean;
  /** One of them: the first of the rows. */
  first: number;
}

export interface Grouping {
  groups: Group[];
  /** The group of a point that is shown. */
  groupOf(point: number): Group | undefined;
  members(group: Group): number[];
}

/** Closer than this at zoom 0, two points are one: 1e-6 of 256 px is 15 cm. */
const SAME = 1e-6;

export function toPoints(list: readonly Point[]): Points {
  const count = list.length;
  const points: Points = { x: new Float64Array(count), y: new Float64Array(count), area: new Uint8Array(count), kind: new Uint8Array(count), place: new Uint32Array(count), places: new Uint32Array() };
  const places: number[] = [];
  const known = new Map<string, number>();
  list.forEach(({ x, y, area, kind }, i) => {
    points.x[i] = x;
    points.y[i] = y;
    points.area[i] = area ? 1 : 0;
    points.kind[i] = kind ?? 0;
    const key = `${area ? 'a' : 'p'}${Math.round(x / SAME)},${Math.round(y / SAME)}`;
    let place = known.get(key);
    if (place === undefined) {
      place = places.push(i) - 1;
      known.set(key, place);
    }
    points.place[i] = place;
  });
  points.places = Uint32Array.from(places);
  return points;
}

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
export function apartAt(points: Points, rows: Uint32Array, index: number, from: number, most: number): number {
  const at = (i: number): Point => ({ x: points.x[i] ?? 0, y: points.y[i] ?? 0, area: points.area[i] === 1 });
  if (index < 0 || index >= points.x.length) return from;
  const held = at(index);
  // What is far off now is further off closer by: this is all there is to look at.
  const reachable = (4 * radiusAt(from)) / 2 ** from;
  const near: Point[] = [];
  for (const i of rows) {
    const far = Math.abs((points.x[i] ?? 0) - held.x) >= reachable || Math.abs((points.y[i] ?? 0) - held.y) >= reachable;
    if (i !== index && !far) near.push(at(i));
  }
  const close = toPoints([held, ...near]);
  for (let zoom = from; zoom < most; zoom += ZOOM_STEP) {
    const reach = radiusAt(zoom);
    const scale = 2 ** zoom;
    const { groups, groupOf } = new Grid(close, zoom, reach).group(allOf(close), 0);
    const own = groupOf(0);
    const stack = own !== undefined && own.count > 1 && own.count <= MAX_FAN;
    // Areas lie under places; an area's own centre is no place to go nearer to.
    const crowded = !held.area && groups.some((other) => other !== own && !other.area && Math.hypot(other.x - held.x, other.y - held.y) * scale < reach);
    if (!crowded && (!stack || zoom >= FAN_FROM)) return zoom;
  }
  return Math.max(from, most);
}

export const allOf = ({ x }: Points): Uint32Array => Uint32Array.from(x, (_, i) => i);

/** Wide enough for every column and row of the closest zoom. */
const ROWS = 2 ** 24;

/** Cells of a zoom, and the places in them. */
export class Grid {
  private readonly cellOf: Int32Array;
  /** Column and row as one number; -1 for an area, which has no neighbours. */
  private readonly at: number[] = [];
  private readonly cells = new Map<number, number>();

  constructor(
    private readonly points: Points,
    private readonly zoom: number,
    private readonly radius: number,
  ) {
    const { x, y, area, places } = points;
    const side = radius / 2 ** zoom;
    this.cellOf = new Int32Array(places.length);
    places.forEach((i, place) => {
      const at = area[i] === 1 ? -1 : Math.floor((x[i] ?? 0) / side) * ROWS + Math.floor((y[i] ?? 0) / side);
      let cell = at < 0 ? undefined : this.cells.get(at);
      if (cell === undefined) {
        cell = this.at.push(at) - 1;
        if (at >= 0) this.cells.set(at, cell);
      }
      this.cellOf[place] = cell;
    });
  }

  /** `apart` is a point whose place is never merged with others: the one selected. */
  group(rows: Uint32Array, apart: number | null): Grouping {
    const { x, y, area, kind, place } = this.points;
    const apartPlace = apart === null ? -1 : (place[apart] ?? -1);
    const own = this.at.length;
    const cellOf = (i: number): number => (place[i] === apartPlace ? own : (this.cellOf[place[i] ?? 0] ?? 0));
    const count = new Uint32Array(own + 1);
    const [sumX, sumY] = [new Float64Array(own + 1), new Float64Array(own + 1)];
    const kinds = new Uint32Array((own + 1) * KINDS.length);
    const first = new Int32Array(own + 1);
    const mixed = new Uint8Array(own + 1);
    const filled: number[] = [];
    for (let k = 0; k < rows.length; k += 1) {
      const i = rows[k] ?? 0;
      const cell = cellOf(i);
      if (count[cell] === 0) {
        filled.push(cell);
        first[cell] = i;
      } else if (place[i] !== place[first[cell] ?? 0]) mixed[cell] = 1;
      count[cell] = (count[cell] ?? 0) + 1;
      sumX[cell] = (sumX[cell] ?? 0) + (x[i] ?? 0);
      sumY[cell] = (sumY[cell] ?? 0) + (y[i] ?? 0);
      const slot = cell * KINDS.length + (kind[i] ?? 0);
      kinds[slot] = (kinds[slot] ?? 0) + 1;
    }

    // A grid cuts crowds apart at its lines: the largest cells take in neighbours whose centre is within reach.
    const groups: Group[] = [];
    const groupOf = new Int32Array(own + 1).fill(-1);
    const reach = this.radius / 2 ** this.zoom;
    const size = (cell: number): number => count[cell] ?? 0;
    const centre = (cell: number): [number, number] => [(sumX[cell] ?? 0) / size(cell), (sumY[cell] ?? 0) / size(cell)];
    const order = (cell: number): number => this.at[cell] ?? -1;
    for (const cell of filled.sort((a, b) => size(b) - size(a) || order(a) - order(b))) {
      if (groupOf[cell] !== -1) continue;
      groupOf[cell] = groups.length;
      const taken = [cell];
      for (const near of this.neighbours(cell, own)) {
        if (size(near) === 0 || groupOf[near] !== -1) continue;
        const [[ax, ay], [bx, by]] = [centre(cell), centre(near)];
        if (Math.hypot(ax - bx, ay - by) > reach) continue;
        groupOf[near] = groups.length;
        taken.push(near);
      }
      groups.push(this.toGroup(taken, { count, sumX, sumY, kinds, first, mixed, area }));
    }
    let members: Map<Group, number[]> | null = null;
    return {
      groups,
      groupOf: (point) => groups[groupOf[cellOf(point)] ?? -1],
      members: (group) => (members ??= parted(rows, (i) => groups[groupOf[cellOf(i)] ?? -1])).get(group) ?? [],
    };
  }

  private *neighbours(cell: number, own: number): Generator<number> {
    const at = cell === own ? -1 : (this.at[cell] ?? -1);
    if (at < 0) return;
    for (let column = -1; column <= 1; column += 1) {
      for (let row = -1; row <= 1; row += 1) {
        const near = this.cells.get(at + column * ROWS + row);
        if (near !== undefined) yield near;
      }
    }
  }

  private toGroup(cells: readonly number[], sums: Sums): Group {
    const seed = cells[0] ?? 0;
    const kinds = new Uint32Array(KINDS.length);
    let [count, x, y] = [0, 0, 0];
    for (const cell of cells) {
      count += sums.count[cell] ?? 0;
      x += sums.sumX[cell] ?? 0;
      y += sums.sumY[cell] ?? 0;
      for (let kind = 0; kind < kinds.length; kind += 1) kinds[kind] = (kinds[kind] ?? 0) + (sums.kinds[cell * KINDS.length + kind] ?? 0);
    }
    const first = sums.first[seed] ?? 0;
    const same = cells.length === 1 && sums.mixed[seed] === 0;
    const { points } = this;
    // Exactly on the place when there is only one: a mean would be off by rounding.
    const [atX, atY] = same ? [points.x[first] ?? 0, points.y[first] ?? 0] : [x / count, y / count];
    return { cell: this.at[seed] ?? -1, count, kinds, x: atX, y: atY, same, area: sums.area[first] === 1, first };
  }
}

/** The members of all groups at once: whoever asks for one asks for others. */
function parted(rows: Uint32Array, groupOf: (i: number) => Group | undefined): Map<Group, number[]> {
  const members = new Map<Group, number[]>();
  for (const i of rows) {
    const group = groupOf(i);
    if (!group) continue;
    const held = members.get(group);
    if (held) held.push(i);
    else members.set(group, [i]);
  }
  return members;
}

interface Sums {
  count: Uint32Array;
  sumX: Float64Array;
  sumY: Float64Array;
  kinds: Uint32Array;
  first: Int32Array;
  mixed: Uint8Array;
  area: Uint8Array;
}
