// Which names are shown, and where, so that none covers another.
//
// In: names with their wishes in pixels, what is already taken, the view. Out: the names that fit, most
// important first. It must not know Leaflet or the page.

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Wish<T> {
  what: T;
  /** Greater is placed first. */
  rank: number;
  width: number;
  height: number;
  /** Centres to try, in order of liking. */
  centres: readonly { x: number; y: number }[];
  /** Turned against the horizontal, in radians. */
  angle?: number;
}

export interface Placed<T> {
  what: T;
  x: number;
  y: number;
}

/** Clear space kept around each name, in pixels. */
const MARGIN = 3;

/** Taken boxes by cells, so that a thousand names ask only their neighbours. */
class Taken {
  private readonly cells = new Map<string, Box[]>();
  private static readonly SIZE = 96;

  private *keys(box: Box): Generator<string> {
    const size = Taken.SIZE;
    for (let x = Math.floor(box.left / size); x <= Math.floor(box.right / size); x += 1) {
      for (let y = Math.floor(box.top / size); y <= Math.floor(box.bottom / size); y += 1) yield `${x},${y}`;
    }
  }

  add(box: Box): void {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  free(box: Box): boolean {
    for (const key of this.keys(box)) {
      const hit = this.cells
        .get(key)
        ?.some((b) => b.left < box.right && b.right > box.left && b.top < box.bottom && b.bottom > box.top);
      if (hit) return false;
    }
    return true;
  }
}

function boxAt(wish: Wish<unknown>, { x, y }: { x: number; y: number }): Box {
  const angle = wish.angle ?? 0;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const halfWidth = (wish.width * cos + wish.height * sin) / 2 + MARGIN;
  const halfHeight = (wish.width * sin + wish.height * cos) / 2 + MARGIN;
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

export function place<T>(wishes: readonly Wish<T>[], obstacles: readonly Box[], view: Box): Placed<T>[] {
  const taken = new Taken();
  for (const box of obstacles) taken.add(box);
  const placed: Placed<T>[] = [];
  // Sorting is stable: among equals the order of the data decides, so names do not jump.
  for (const wish of [...wishes].sort((a, b) => b.rank - a.rank)) {
    for (const centre of wish.centres) {
      const box = boxAt(wish, centre);
      const seen = box.left >= view.left && box.right <= view.right && box.top >= view.top && box.bottom <= view.bottom;
      if (!seen || !taken.free(box)) continue;
      taken.add(box);
      placed.push({ what: wish.what, ...centre });
      break;
    }
  }
  return placed;
}

/**
 * Where along a line (in pixels) a name of this width can stand: stretches that are nearly straight, the
 * straightest first. Each has its angle, turned so that the name is never upside down.
 */
export function straightRuns(
  line: readonly { x: number; y: number }[],
  width: number,
  view: Box,
): { x: number; y: number; angle: number; bend: number }[] {
  const runs: { x: number; y: number; angle: number; bend: number }[] = [];
  let next = 0;
  for (let i = 0; i < line.length; i += 1) {
    const start = line[i];
    if (!start || i < next) continue;
    if (start.x < view.left || start.x > view.right || start.y < view.top || start.y > view.bottom) continue;
    let end = i;
    while (end < line.length - 1 && distance(start, line[end] ?? start) < width) end += 1;
    const last = line[end] ?? start;
    const chord = distance(start, last);
    if (chord < width) continue;
    let bend = 0;
    for (let k = i + 1; k < end; k += 1) bend = Math.max(bend, offChord(start, last, line[k] ?? start));
    if (bend <= width * 0.12) {
      const [a, b] = last.x >= start.x ? [start, last] : [last, start];
      const angle = Math.atan2(b.y - a.y, b.x - a.x);
      runs.push({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, angle, bend });
      next = i + Math.max(1, Math.floor((end - i) / 3));
    }
  }
  return runs.sort((a, b) => a.bend - b.bend);
}

const distance = (a: { x: number; y: number }, b: { x: number; y: number }): number =>
  Math.hypot(a.x - b.x, a.y - b.y);

function offChord(a: { x: number; y: number }, b: { x: number; y: number }, p: { x: number; y: number }): number {
  return Math.abs((b.x - a.x) * (a.y - p.y) - (a.x - p.x) * (b.y - a.y)) / distance(a, b);
}
