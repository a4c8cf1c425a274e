// Events that may be one and the same: a queue to decide.
//
// In: the store and what the person decides. Out: the store, changed. It must not know the page.

import * as api from '../api';
import type { Decision, Pair, PairState, Side } from '../api';
import { load } from './actions';
import { said } from './records';
import type { State } from './state';
import type { Store } from './store';

/** The queue while it is open. */
export interface PairReview {
  /** Which pairs are shown: those to decide, or those decided in one way. */
  filter: PairState;
  phase: 'loading' | 'ready' | 'failed';
  pairs: readonly Pair[];
  /** How many there are in all; the server gives a page of them. */
  count: number;
  /** Which of them is looked at. */
  at: number;
  busy: boolean;
  /** The last decision, which can be taken back. */
  last: { pair: string; decision: Decision } | null;
  error: string | null;
}

const patch = (store: Store<State>, change: Partial<PairReview>): void => {
  const { review } = store.get();
  if (review) store.set({ review: { ...review, ...change } });
};

export async function openPairs(store: Store<State>, filter: PairState = 'proposed'): Promise<void> {
  store.set({ review: { filter, phase: 'loading', pairs: [], count: 0, at: 0, busy: false, last: null, error: null } });
  try {
    const { pairs, count } = await api.duplicates(filter);
    if (store.get().review?.filter === filter) patch(store, { pairs, count, phase: 'ready' });
  } catch (error) {
    patch(store, { phase: 'failed', error: said(error) });
  }
}

export const closePairs = (store: Store<State>): void => store.set({ review: null });

/** Goes to the next pair or the one before, and around at the ends. */
export function stepPair(store: Store<State>, by: 1 | -1): void {
  const { review } = store.get();
  if (!review || review.pairs.length === 0) return;
  patch(store, { at: (review.at + by + review.pairs.length) % review.pairs.length, error: null });
}

export const pairAt = ({ review }: Readonly<State>): Pair | null => review?.pairs[review.at] ?? null;

/** Decides the pair that is looked at, which leaves the queue. */
export async function decidePair(store: Store<State>, decision: Decision): Promise<void> {
  const pair = pairAt(store.get());
  if (!pair || store.get().review?.busy) return;
  patch(store, { busy: true, error: null });
  try {
    await api.decide(pair.id, decision);
    const { review } = store.get();
    if (!review) return;
    const pairs = review.pairs.filter(({ id }) => id !== pair.id);
    const last = { pair: pair.id, decision };
    patch(store, { pairs, count: review.count - 1, at: Math.min(review.at, Math.max(0, pairs.length - 1)), busy: false, last });
    // This page is done: there are more.
    if (pairs.length === 0 && review.count > 1) {
      await openPairs(store, review.filter);
      patch(store, { last });
    }
    if (decision === 'merge' || pair.state === 'merged') await load(store);
  } catch (error) {
    patch(store, { busy: false, error: said(error) });
  }
}

/** Takes the last decision back: the pair is to be decided again. */
export async function takeBack(store: Store<State>): Promise<void> {
  const { review } = store.get();
  if (!review?.last || review.busy) return;
  const { pair, decision } = review.last;
  patch(store, { busy: true });
  try {
    await api.decide(pair, 'reopen');
    const merged = decision === 'merge';
    await openPairs(store);
    const at = store.get().review?.pairs.findIndex(({ id }) => id === pair) ?? -1;
    patch(store, { at: Math.max(0, at) });
    if (merged) await load(store);
  } catch (error) {
    patch(store, { busy: false, error: said(error) });
  }
}

export type SideFact = 'title' | 'date' | 'place' | 'source' | 'actors' | 'deaths' | 'notes' | 'kind';

/** What the two sides do not say alike; what only one of them says is no contradiction but is told too. */
export function differences([a, b]: readonly [Side, Side]): ReadonlySet<SideFact> {
  const text = (value: string): string => value.trim().toLocaleLowerCase();
  const facts: Record<SideFact, boolean> = {
    title: text(a.title) === text(b.title),
    kind: a.kind === b.kind,
    date: a.span?.[0] === b.span?.[0] && a.span?.[1] === b.span?.[1],
    place: text(a.place) === text(b.place),
    source: text(a.source ?? '') === text(b.source ?? ''),
    actors: [...a.actors].map(text).sort().join('\n') === [...b.actors].map(text).sort().join('\n'),
    deaths: a.deaths.low === b.deaths.low && a.deaths.best === b.deaths.best && a.deaths.high === b.deaths.high,
    notes: text(a.notes) === text(b.notes),
  };
  return new Set((Object.keys(facts) as SideFact[]).filter((fact) => !facts[fact]));
}
