// A cluster as a small pie of kinds around its count.
//
// In: counts by kind. Out: the arcs it is made of, and a picture of them. It must not know where it is put.

import { KINDS, type Kind } from '../kinds';
import { ink, perTheme } from './ink';

export interface Slice {
  kind: Kind;
  /** Turns from twelve o'clock, 0..=1. */
  from: number;
  to: number;
}

/** A slice thinner than this is invisible at 28 px: it is widened, the others give way. */
const THINNEST = 0.05;

/** `counts` has the number of each kind, in their order. */
export function slices(counts: ArrayLike<number>): Slice[] {
  const present = KINDS.flatMap((kind, i) => {
    const count = counts[i] ?? 0;
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

/** Left free on each side of a slice, in pixels, so that two of like colour are two. */
const GAP_PX = 0.75;
const WHOLE = 2 * Math.PI;

/**
 * `counts` has the number of each kind, in their order; `area` is for events that share an area, not a place: the ring is
 * dashed. A brush paints a hundred pies at every step: what is the same for all is set as seldom as can be.
 */
export function paintPie(context: CanvasRenderingContext2D, x: number, y: number, counts: ArrayLike<number>, count: number, area: boolean): void {
  const half = pieSize(count) / 2;
  const ring = half - 3;
  const { paper, line, text, font, kinds } = inks();
  context.lineCap = 'butt';
  context.beginPath();
  context.arc(x, y, half - 0.5, 0, WHOLE);
  context.fillStyle = paper;
  context.fill();
  context.strokeStyle = line;
  context.lineWidth = 0.6;
  context.stroke();
  context.lineWidth = area ? 3 : 4.5;
  const parts = slices(counts);
  const gap = parts.length > 1 ? GAP_PX / ring : 0;
  for (const { kind, from, to } of parts) {
    context.strokeStyle = kinds[kind];
    context.beginPath();
    context.arc(x, y, ring, (from - 0.25) * WHOLE + gap, (to - 0.25) * WHOLE - gap);
    context.stroke();
  }
  if (area) {
    // One dashed ring over all is quicker than a dashed slice of each kind.
    context.strokeStyle = paper;
    context.setLineDash([2, 3]);
    context.lineWidth = 3.4;
    context.beginPath();
    context.arc(x, y, ring, 0, WHOLE);
    context.stroke();
    context.setLineDash([]);
  }
  const label = count > 9999 ? `${Math.round(count / 1000)}k` : String(count);
  context.font = font[label.length > 3 ? 0 : 1];
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = text;
  context.fillText(label, x, y + 0.5);
}

interface Inks {
  paper: string;
  line: string;
  text: string;
  font: [small: string, usual: string];
  kinds: Record<Kind, string>;
}

/** What pies are painted with, found once a theme. */
const inks = perTheme((): Inks => {
  const font = (px: number): string => `650 ${px}px ${ink('--font')}`;
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, ink(`--k-${kind}`)])) as Record<Kind, string>;
  return { paper: ink('--paper'), line: ink('--line-strong'), text: ink('--ink'), font: [font(10), font(12)], kinds };
});
