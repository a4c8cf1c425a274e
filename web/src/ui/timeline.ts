// When: bars over time to brush, and two date fields that do the same by keyboard.
//
// In: the store. Out: the dates chosen. It must not know the map.

import { formatCount, formatDay, formatMonth, messages, type Messages } from '../locale';
import { allEvents, anyTime, binEvents, dayOf, isDay, memo, type Bins, type State, type Store } from '../state';
import { svg } from '../symbols';
import { eachFrame, fill, h } from './dom';

const MOST_BINS = 90;
const HEIGHT = 44;
const DAY_MS = 86_400_000;

export function createTimeline(root: HTMLElement, store: Store<State>): void {
  const title = h('h2', { id: 'time-title' });
  const note = h('span', { class: 'note' });
  const field = (name: 'from' | 'to'): { label: HTMLElement; input: HTMLInputElement } => {
    const input = h('input', { type: 'date', name, on: {
      change: () => store.set({ [name]: isDay(input.value) ? input.value : null }),
    } });
    return { input, label: h('span') };
  };
  const [from, to] = [field('from'), field('to')];
  const all = h('button', { type: 'button', class: 'button text', on: { click: () => store.set({ from: null, to: null }) } });
  const chart = h('div', { class: 'chart' });
  const foot = h('div', { class: 'chart-foot' });
  root.append(
    h('div', { class: 'row' }, title, note, h('div', { class: 'dates' }, h('label', {}, from.label, from.input), h('label', {}, to.label, to.input), all)),
    chart,
    foot,
  );

  // Brushing changes what is chosen, not what there is.
  const binned = memo(binEvents);
  let bins: Bins = { step: 'day', bins: [] };
  const draw = eachFrame(() => {
    const state = store.get();
    const m = messages(state.lang);
    bins = binned(anyTime(state), allEvents(state), MOST_BINS);
    title.textContent = m.time;
    from.label.textContent = m.from;
    to.label.textContent = m.to;
    all.textContent = m.allDates;
    all.hidden = !state.from && !state.to;
    if (document.activeElement !== from.input) from.input.value = state.from ?? '';
    if (document.activeElement !== to.input) to.input.value = state.to ?? '';
    const first = bins.bins[0];
    const last = bins.bins.at(-1);
    root.classList.toggle('empty', !first);
    if (!first || !last) return;
    note.textContent = noteOf(state, m, bins);
    drawChart(chart, bins, state, m);
    fill(foot, h('span', {}, formatMonth(m, first.start)), h('span', {}, formatMonth(m, last.end - DAY_MS)));
  });
  store.on(['events', 'unlocated', 'kinds', 'from', 'to', 'lang'], draw);
  brush(chart, () => bins, store);
  draw();
}

function noteOf(state: Readonly<State>, m: Messages, { step }: Bins): string {
  const undated = anyTime(state).filter(({ span }) => span === null).length;
  const filtered = state.from !== null || state.to !== null;
  return filtered && undated > 0 ? m.undated(formatCount(m, undated)) : m.per[step];
}

function drawChart(chart: HTMLElement, { bins }: Bins, state: Readonly<State>, m: Messages): void {
  const [start, end] = [bins[0]?.start ?? 0, bins.at(-1)?.end ?? 1];
  const from = state.from ? Date.parse(state.from) : -Infinity;
  const to = state.to ? Date.parse(state.to) + DAY_MS : Infinity;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const x = (time: number): number => ((Math.min(Math.max(time, start), end) - start) / (end - start)) * 1000;
  const picture = svg('svg', {
    viewBox: `0 0 1000 ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': m.timeline(formatDay(m, start), formatDay(m, end - DAY_MS), m.events(2, formatCount(m, bins.reduce((sum, { count }) => sum + count, 0)))),
  });
  const brushed = state.from !== null || state.to !== null;
  if (brushed) {
    const [left, right] = [x(from), x(to)];
    picture.append(svg('rect', { class: 'brushed', x: left, y: 0, width: Math.max(2, right - left), height: HEIGHT }));
  }
  for (const bin of bins) {
    if (bin.count === 0) continue;
    // The square root keeps single events visible beside a peak.
    const height = Math.max(4, Math.sqrt(bin.count / most) * (HEIGHT - 4));
    const [left, right] = [x(bin.start), x(bin.end)];
    const gap = Math.min(2.5, (right - left) * 0.2);
    const within = bin.end > from && bin.start < to;
    const bar = svg('rect', {
      class: `bar${brushed && !within ? ' out' : ''}`,
      x: left + gap / 2,
      y: HEIGHT - height,
      width: Math.max(1.5, right - left - gap),
      height,
    });
    const hint = svg('title');
    hint.textContent = `${formatDay(m, bin.start)}: ${m.events(bin.count, formatCount(m, bin.count))}`;
    bar.append(hint);
    picture.append(bar);
  }
  fill(chart, picture as unknown as HTMLElement);
  if (brushed) {
    for (const [name, time] of [['left', from], ['right', to]] as const) {
      if (!Number.isFinite(time)) continue;
      const handle = h('i', { class: `handle handle-${name}` });
      handle.style.left = `${x(time) / 10}%`;
      chart.append(handle);
    }
  }
}

/** Drag anywhere to choose, at an edge to move it; a click without a drag clears. */
function brush(chart: HTMLElement, bins: () => Bins, store: Store<State>): void {
  /** How near to an edge a drag takes hold of it. */
  const REACH_PX = 9;
  let anchor: number | null = null;
  let moved = false;
  const timeAt = (event: PointerEvent): number => {
    const box = chart.getBoundingClientRect();
    const { bins: all } = bins();
    const [start, end] = [all[0]?.start ?? 0, all.at(-1)?.end ?? 0];
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return start + part * (end - start);
  };
  const snap = (a: number, b: number): { from: string | null; to: string | null } => {
    const { bins: all } = bins();
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const first = all.findLast(({ start }) => start <= low) ?? all[0];
    const last = all.findLast(({ start }) => start <= Math.max(low, high - 1)) ?? all[0];
    return first && last ? { from: dayOf(first.start), to: dayOf(last.end - DAY_MS) } : { from: null, to: null };
  };
  chart.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || bins().bins.length === 0) return;
    const state = store.get();
    const near = (name: string): boolean => {
      const handle = chart.querySelector(`.handle-${name}`)?.getBoundingClientRect();
      return handle !== undefined && Math.abs(handle.left + handle.width / 2 - event.clientX) <= REACH_PX;
    };
    if (near('left') && state.to) anchor = Date.parse(state.to) + DAY_MS - 1;
    else if (near('right') && state.from) anchor = Date.parse(state.from);
    else anchor = timeAt(event);
    moved = false;
    chart.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  chart.addEventListener('pointermove', (event) => {
    if (anchor === null) return;
    moved = true;
    store.set(snap(anchor, timeAt(event)));
  });
  const end = (event: PointerEvent): void => {
    if (anchor === null) return;
    if (!moved && event.type === 'pointerup') {
      // A click chooses the bar under it, or, when something was chosen, all again.
      const { from, to } = store.get();
      store.set(from || to ? { from: null, to: null } : snap(anchor, anchor));
    }
    anchor = null;
  };
  chart.addEventListener('pointerup', end);
  chart.addEventListener('pointercancel', end);
}
