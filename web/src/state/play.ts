// Time that goes on by itself, or by single steps.
//
// In: the store. Out: the dates chosen, a step further each time, until the last event. It must not know how time is drawn.

import { dayOf, extentOf, spanAt, spanShifted, type Span, type Step } from './bins';
import { columns } from './columns';
import { memo } from './store';
import type { State } from './state';
import type { Store } from './store';

export const PLAY_STEPS: readonly Step[] = ['day', 'week', 'month'];
export const SPEEDS: readonly number[] = [1, 2, 4, 8];
/** A step at speed 1. */
export const STEP_MS = 1000;

const extent = memo(extentOf);

/** When the first and the last event began; null without a date. */
export const timeEnds = (state: Pick<State, 'events' | 'unlocated'>): [number, number] | null => extent(columns(state.events, state.unlocated));

/** The span that is chosen moved by steps; from nothing chosen, the first step, or the last when going back. Null beyond the ends. */
export function stepped(state: Pick<State, 'events' | 'unlocated' | 'from' | 'to' | 'step'>, by: number): Span | null {
  const time = timeEnds(state);
  if (!time) return null;
  const { from, to, step } = state;
  if (from === null && to === null) return spanAt(time[by > 0 ? 0 : 1], step);
  const next = spanShifted({ from: from ?? dayOf(time[0]), to: to ?? dayOf(time[1]) }, step, by);
  return next.from > dayOf(time[1]) || next.to < dayOf(time[0]) ? null : next;
}

/** One step; says whether there was one. */
export function stepBy(store: Store<State>, by: number): boolean {
  const next = stepped(store.get(), by);
  if (next) store.set({ ...next });
  return next !== null;
}

/** Plays while the state says so. `calm`: never faster than a step in a second. */
export function bindPlayer(store: Store<State>, calm: () => boolean): void {
  let timer = 0;
  /** What the player itself chose: when the dates are others, somebody took them in hand. */
  let mine: Span | null = null;
  const go = (): void => {
    const state = store.get();
    if (!state.playing) return;
    const next = stepped(state, 1);
    if (!next) {
      store.set({ playing: false });
      return;
    }
    mine = next;
    store.set({ ...next });
    timer = window.setTimeout(() => requestAnimationFrame(go), STEP_MS / (calm() ? 1 : state.speed));
  };
  store.on(['playing'], ({ playing, from }) => {
    clearTimeout(timer);
    mine = null;
    if (!playing) return;
    const time = timeEnds(store.get());
    // At the end it begins again.
    if (time && stepped(store.get(), 1) === null && from !== null) store.set({ from: null, to: null });
    go();
  });
  store.on(['from', 'to'], ({ playing, from, to }) => {
    if (playing && mine !== null && (from !== mine.from || to !== mine.to)) store.set({ playing: false });
  });
}
