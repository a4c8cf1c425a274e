// The bars of the time line.
//
// In: steps with counts, and the dates chosen. Out: an SVG whose bars stay and change: a brush redraws it at every step.
// It must not know the store.

import { formatCount, formatDay, type Messages } from '../locale';
import type { Axis, State } from '../state';
import { svg } from '../symbols';
import { fill, h } from './dom';

const HEIGHT = 44;
const WIDTH = 1000;
const DAY_MS = 86_400_000;

export interface Chart {
  draw(axis: Axis, counts: Uint32Array, state: Pick<State, 'from' | 'to'>, m: Messages): void;
}

export function createChart(root: HTMLElement): Chart {
  const brushed = svg('rect', { class: 'brushed', y: 0, height: HEIGHT });
  const bars = svg('g');
  const handles = { left: h('i', { class: 'handle handle-left' }), right: h('i', { class: 'handle handle-right' }) };
  fill(root, svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, brushed, bars) as unknown as HTMLElement, handles.left, handles.right);
  let drawn: { axis: Axis; counts: Uint32Array; m: Messages } | null = null;

  return {
    draw(axis, counts, state, m) {
      const { bins } = axis;
      const [start, end] = [bins[0]?.start ?? 0, bins.at(-1)?.end ?? 1];
      const x = (time: number): number => ((Math.min(Math.max(time, start), end) - start) / (end - start)) * WIDTH;
      if (drawn?.axis !== axis || drawn.counts !== counts || drawn.m !== m) bars.replaceChildren(...barsOf(axis, counts, x, m));
      drawn = { axis, counts, m };

      const from = state.from ? Date.parse(state.from) : -Infinity;
      const to = state.to ? Date.parse(state.to) + DAY_MS : Infinity;
      const some = state.from !== null || state.to !== null;
      brushed.setAttribute('x', String(x(from)));
      brushed.setAttribute('width', String(some ? Math.max(2, x(to) - x(from)) : 0));
      bins.forEach((bin, i) => bars.children[i]?.classList.toggle('out', some && !(bin.end > from && bin.start < to)));
      for (const [name, time] of [['left', from], ['right', to]] as const) {
        handles[name].hidden = !Number.isFinite(time);
        handles[name].style.left = `${x(time) / (WIDTH / 100)}%`;
      }
    },
  };
}

function barsOf({ bins }: Axis, counts: Uint32Array, x: (time: number) => number, m: Messages): SVGElement[] {
  const most = Math.max(1, ...counts);
  return bins.map((bin, i) => {
    const count = counts[i] ?? 0;
    // The square root keeps single events visible beside a peak.
    const height = count === 0 ? 0 : Math.max(4, Math.sqrt(count / most) * (HEIGHT - 4));
    const [left, right] = [x(bin.start), x(bin.end)];
    const gap = Math.min(2.5, (right - left) * 0.2);
    const bar = svg('rect', { class: 'bar', x: left + gap / 2, y: HEIGHT - height, width: Math.max(1.5, right - left - gap), height });
    const hint = svg('title');
    hint.textContent = `${formatDay(m, bin.start)}: ${m.events(count, formatCount(m, count))}`;
    bar.append(hint);
    return bar;
  });
}
