// A cluster as a small pie of kinds around its count.
//
// In: counts by kind. Out: an SVG, and the arcs it is made of. It must not know where it is put.

import { KINDS, type Kind } from '../kinds';
import { svg } from './svg';

export interface Slice {
  kind: Kind;
  /** Turns from twelve o'clock, 0..=1. */
  from: number;
  to: number;
}

/** A slice thinner than this is invisible at 28 px: it is widened, the others give way. */
const THINNEST = 0.05;

export function slices(counts: ReadonlyMap<Kind, number>): Slice[] {
  const present = KINDS.flatMap((kind) => {
    const count = counts.get(kind) ?? 0;
    return count > 0 ? [{ kind, count }] : [];
  });
  const total = present.reduce((sum, { count }) => sum + count, 0);
  const widths = present.map(({ count }) => Math.max(THINNEST, count / total));
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let at = 0;
  return present.map(({ kind }, i) => {
    const from = at;
    at = i === present.length - 1 ? 1 : at + (widths[i] ?? 0) / whole;
    return { kind, from, to: at };
  });
}

/** 30 px for two events, 50 px from a thousand on. */
export const pieSize = (count: number): number => Math.round(Math.min(50, 28 + 7.3 * Math.log10(count)));

function arc(from: number, to: number, radius: number): string {
  const point = (turn: number): string => {
    const angle = turn * 2 * Math.PI;
    return `${(Math.sin(angle) * radius).toFixed(2)} ${(-Math.cos(angle) * radius).toFixed(2)}`;
  };
  // A whole turn has no end to draw to: two halves.
  if (to - from > 0.999) return `${arc(0, 0.5, radius)}${arc(0.5, 1, radius)}`;
  return `M${point(from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}`;
}

/** `area` is for events that share an area, not a place: the ring is dashed. */
export function pie(counts: ReadonlyMap<Kind, number>, count: number, label: string, area: boolean): SVGSVGElement {
  const size = pieSize(count);
  const ring = size / 2 - 3;
  const parts = slices(counts);
  const half = size / 2;
  const text = svg('text', { class: 'count', y: 0.5, 'font-size': label.length > 3 ? 10 : 12 });
  text.textContent = label;
  return svg(
    'svg',
    { viewBox: `${-half} ${-half} ${size} ${size}`, width: size, height: size, class: `pie${area ? ' area' : ''}`, 'aria-hidden': 'true' },
    svg('circle', { class: 'back', r: half - 0.5 }),
    ...parts.map(({ kind, from, to }) => svg('path', { class: `slice k-${kind}`, d: arc(from, to, ring) })),
    ...(parts.length > 1
      ? parts.map(({ from }) => {
          const angle = from * 2 * Math.PI;
          const [x, y] = [Math.sin(angle), -Math.cos(angle)];
          return svg('line', { class: 'gap', x1: x * (ring - 3), y1: y * (ring - 3), x2: x * (ring + 3), y2: y * (ring + 3) });
        })
      : []),
    text,
  );
}
