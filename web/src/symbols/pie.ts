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

function arc(from: number, to: number, radius: number): string {
  const point = (turn: number): string => {
    const angle = turn * 2 * Math.PI;
    return `${(Math.sin(angle) * radius).toFixed(1)} ${(-Math.cos(angle) * radius).toFixed(1)}`;
  };
  // A whole turn has no end to draw to: two halves.
  if (to - from > 0.999) return `${arc(0, 0.5, radius)}${arc(0.5, 1, radius)}`;
  return `M${point(from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}`;
}

/** Left free on each side of a slice, in pixels, so that two of like colour are two. */
const GAP_PX = 0.75;

/** Sets an attribute only where it changes: a brush changes a hundred pies at every step, each a little. */
function put(element: SVGElement, name: string, value: string | number): void {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/**
 * A pie, or the one given with what changed in it. `counts` has the number of each kind, in their order; `area` is for
 * events that share an area, not a place: the ring is dashed.
 */
export function pie(counts: ArrayLike<number>, count: number, label: string, area: boolean, known?: SVGSVGElement): SVGSVGElement {
  const size = pieSize(count);
  const [half, ring] = [size / 2, size / 2 - 3];
  const root = known ?? svg('svg', { 'aria-hidden': 'true' }, svg('circle'), svg('g'), svg('text', { class: 'count', y: 0.5 }));
  const [back, arcs, text] = root.children as unknown as [SVGElement, SVGElement, SVGElement];
  put(root, 'viewBox', `${-half} ${-half} ${size} ${size}`);
  put(root, 'width', size);
  put(root, 'height', size);
  put(root, 'class', `pie${area ? ' area' : ''}`);
  put(back, 'class', 'back');
  put(back, 'r', half - 0.5);
  put(text, 'font-size', label.length > 3 ? 10 : 12);
  if (text.textContent !== label) text.textContent = label;
  const parts = slices(counts);
  const gap = parts.length > 1 ? GAP_PX / (2 * Math.PI * ring) : 0;
  parts.forEach(({ kind, from, to }, i) => {
    const slice = (arcs.children[i] as SVGElement | undefined) ?? arcs.appendChild(svg('path'));
    put(slice, 'class', `slice k-${kind}`);
    put(slice, 'd', arc(from + gap, to - gap, ring));
  });
  while (arcs.children.length > parts.length) arcs.lastChild?.remove();
  return root;
}
