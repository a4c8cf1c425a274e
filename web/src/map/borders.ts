// Polygons -> the lines between them.
//
// In: rings that share vertices. Out: each common border once, as long lines. It must not know Leaflet.
// Drawn as rings, a border between two units is drawn twice and its dashes blur; and where the data were
// cut, the cut would look like a border. What only one polygon has is a cut or the outer line.

import type { Geometry, Position, Shapes } from '../state';

export function polygonsOf(geometry: Geometry): Position[][][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
}

const key = ([lon, lat]: Position): string => `${lon.toFixed(4)} ${lat.toFixed(4)}`;

/** Borders that two polygons share, chained into lines. */
export function sharedBorders(shapes: Shapes): Position[][] {
  const segments = new Map<string, { a: Position; b: Position; times: number }>();
  for (const { geometry } of shapes.features) {
    for (const ring of polygonsOf(geometry).flat()) {
      for (let i = 1; i < ring.length; i += 1) {
        const [a, b] = [ring[i - 1], ring[i]];
        if (!a || !b) continue;
        const [from, to] = [key(a), key(b)];
        if (from === to) continue;
        const name = from < to ? `${from}|${to}` : `${to}|${from}`;
        const segment = segments.get(name);
        if (segment) segment.times += 1;
        else segments.set(name, { a, b, times: 1 });
      }
    }
  }
  return chain([...segments.values()].filter(({ times }) => times > 1).map(({ a, b }) => [a, b]));
}

/** Joins segments end to end; where three borders meet, lines end. */
function chain(segments: [Position, Position][]): Position[][] {
  const at = new Map<string, number[]>();
  segments.forEach(([a, b], i) => {
    for (const end of [key(a), key(b)]) at.set(end, [...(at.get(end) ?? []), i]);
  });
  const used = new Set<number>();
  const follow = (first: number, from: Position): Position[] => {
    const line: Position[] = [from];
    let segment: number | undefined = first;
    let here = from;
    while (segment !== undefined) {
      used.add(segment);
      const [a, b]: [Position, Position] = segments[segment] ?? [here, here];
      here = key(a) === key(here) ? b : a;
      line.push(here);
      const meeting: number[] = at.get(key(here)) ?? [];
      segment = meeting.length === 2 ? meeting.find((i) => !used.has(i)) : undefined;
    }
    return line;
  };
  const lines: Position[][] = [];
  // Open lines from their ends first, then the closed ones from anywhere.
  for (const onlyEnds of [true, false]) {
    segments.forEach(([a, b], i) => {
      const start = [a, b].find((end) => !onlyEnds || at.get(key(end))?.length !== 2);
      if (!used.has(i) && start) lines.push(follow(i, start));
    });
  }
  return lines;
}

/** A point well inside a polygon, where a name can stand, and the degrees around it that are free: the best of a coarse grid. */
export function inside(geometry: Geometry): { point: Position; room: number } | null {
  let best: { point: Position; room: number } | null = null;
  for (const [ring] of polygonsOf(geometry)) {
    if (!ring) continue;
    const lons = ring.map(([lon]) => lon);
    const lats = ring.map(([, lat]) => lat);
    const [west, east] = [Math.min(...lons), Math.max(...lons)];
    const [south, north] = [Math.min(...lats), Math.max(...lats)];
    const steps = 16;
    for (let i = 1; i < steps; i += 1) {
      for (let j = 1; j < steps; j += 1) {
        const point: Position = [west + ((east - west) * i) / steps, south + ((north - south) * j) / steps];
        const room = contains(ring, point) ? clearance(ring, point) : 0;
        if (room > (best?.room ?? 0)) best = { point, room };
      }
    }
  }
  return best;
}

function contains(ring: Position[], [x, y]: Position): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i] as Position, ring[j] as Position];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

/** Distance in degrees to the nearest side of the ring. */
function clearance(ring: Position[], [x, y]: Position): number {
  let least = Infinity;
  for (let i = 1; i < ring.length; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i - 1] as Position, ring[i] as Position];
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(ax + along * dx - x, ay + along * dy - y));
  }
  return least;
}
