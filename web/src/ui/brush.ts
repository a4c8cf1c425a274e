// Choosing dates on the time line, by pointer and by keys.
//
// In: the steps that are drawn, and what is done to them. Out: the dates chosen. It must not know how they are drawn.

import { dayOf, shifted, stepBy, type Bin, type State, type Store } from '../state';

const DAY_MS = 86_400_000;
/** How near to an edge a drag takes hold of it. */
const REACH_PX = 9;

type Dates = Pick<State, 'from' | 'to'>;
const ALL: Dates = { from: null, to: null };

/** The whole steps between two moments. */
export function snapped(bins: readonly Bin[], a: number, b: number): Dates {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const first = bins.findLast(({ start }) => start <= low) ?? bins[0];
  const last = bins.findLast(({ start }) => start <= Math.max(low, high - 1)) ?? bins[0];
  return first && last ? { from: dayOf(first.start), to: dayOf(last.end - DAY_MS) } : ALL;
}

export function bindBrush(chart: HTMLElement, bins: () => readonly Bin[], store: Store<State>): void {
  byPointer(chart, bins, store);
  byKeys(chart, bins, store);
}

/** Drag anywhere to choose, at an edge to move it; a click without a drag clears. */
function byPointer(chart: HTMLElement, bins: () => readonly Bin[], store: Store<State>): void {
  let anchor: number | null = null;
  let moved = false;
  // Measured when a drag begins: at every step of it the page would have to be laid out first.
  let box = chart.getBoundingClientRect();
  const timeAt = (event: PointerEvent): number => {
    const [start, end] = [bins()[0]?.start ?? 0, bins().at(-1)?.end ?? 0];
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return start + part * (end - start);
  };
  chart.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || bins().length === 0) return;
    box = chart.getBoundingClientRect();
    const state = store.get();
    const near = (name: string): boolean => {
      const handle = chart.querySelector(`.handle-${name}:not([hidden])`)?.getBoundingClientRect();
      return handle !== undefined && Math.abs(handle.left + handle.width / 2 - event.clientX) <= REACH_PX;
    };
    if (near('left') && state.to) anchor = Date.parse(state.to) + DAY_MS - 1;
    else if (near('right') && state.from) anchor = Date.parse(state.from);
    else anchor = timeAt(event);
    moved = false;
    chart.setPointerCapture(event.pointerId);
    chart.focus({ preventScroll: true });
    event.preventDefault();
  });
  chart.addEventListener('pointermove', (event) => {
    if (anchor === null) return;
    moved = true;
    const { from, to } = snapped(bins(), anchor, timeAt(event));
    const now = store.get();
    if (from !== now.from || to !== now.to) store.set({ from, to });
  });
  const end = (event: PointerEvent): void => {
    if (anchor === null) return;
    if (!moved && event.type === 'pointerup') {
      // A click chooses the bar under it, or, when something was chosen, all again.
      const { from, to } = store.get();
      store.set(from || to ? ALL : snapped(bins(), anchor, anchor));
    }
    anchor = null;
  };
  chart.addEventListener('pointerup', end);
  chart.addEventListener('pointercancel', end);
}

function byKeys(chart: HTMLElement, bins: () => readonly Bin[], store: Store<State>): void {
  chart.addEventListener('keydown', (event) => {
    const { from, to, step, playing } = store.get();
    const [first, last] = [bins()[0], bins().at(-1)];
    if (!first || !last || event.ctrlKey || event.metaKey || event.altKey) return;
    const end = dayOf(last.end - DAY_MS);
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (by !== undefined && event.shiftKey && to !== null) {
      const wider = shifted(shifted(shifted(to, 'day', 1), step, by), 'day', -1);
      if (from === null || wider >= from) store.set({ to: wider });
    } else if (by !== undefined) stepBy(store, by);
    else if (event.key === 'Home') store.set(snapped(bins(), first.start, first.start));
    else if (event.key === 'End') store.set({ ...snapped(bins(), last.start, last.start), to: end });
    else if (event.key === ' ') store.set({ playing: !playing });
    else if (event.key === 'Escape' && (from !== null || to !== null)) store.set({ ...ALL, playing: false });
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
