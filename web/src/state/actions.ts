// What can be done: load, reload, choose.
//
// In: the store. Out: the store, changed. It must not know the page or the map.

import * as api from '../api';
import type { AzEvent, BasemapName, Shapes } from '../api';
import { NO_FILTER } from './chosen';
import { byDate } from './filter';
import type { State } from './state';
import type { Store } from './store';

/** More events than this are not drawn by this page; it says so. */
export const MAX_EVENTS = 100_000;

let loading: AbortController | null = null;

async function loadAll(
  collection: 'events' | 'unlocated',
  signal: AbortSignal,
  progress: (events: AzEvent[], matched: number) => void,
): Promise<void> {
  let all: AzEvent[] = [];
  for await (const page of api.eventPages(collection, signal)) {
    // Sorted once here: everything that lists events, at every step of a brush, takes them in this order.
    all = all.concat(page.items).slice(0, MAX_EVENTS).sort(byDate);
    progress(all, page.matched);
    if (all.length >= MAX_EVENTS) return;
  }
}

/** Loads both collections, a page at a time on the first load; a reload swaps everything at its end. */
export async function load(store: Store<State>): Promise<void> {
  loading?.abort();
  const mine = (loading = new AbortController());
  const first = store.get().events.length === 0;
  let events: AzEvent[] = [];
  let unlocated: AzEvent[] = [];
  let matched = { events: 0, unlocated: 0 };
  const total = (): number => matched.events + matched.unlocated;
  store.set({ phase: 'loading' });
  try {
    await Promise.all([
      loadAll('events', mine.signal, (all, count) => {
        events = all;
        matched = { ...matched, events: count };
        if (first) store.set({ events, matched: total() });
      }),
      loadAll('unlocated', mine.signal, (all, count) => {
        unlocated = all;
        matched = { ...matched, unlocated: count };
      }),
    ]);
    store.set({ events, unlocated, matched: total(), phase: 'ready' });
  } catch {
    if (!mine.signal.aborted) store.set({ phase: 'failed' });
    mine.abort();
  }
}

const shapes = new Map<BasemapName, Promise<Shapes>>();

/** A layer of the background; asked for once, however many maps draw it. */
export function basemap(name: BasemapName): Promise<Shapes> {
  let asked = shapes.get(name);
  if (!asked) {
    asked = api.basemap(name);
    shapes.set(name, asked);
    asked.catch(() => shapes.delete(name));
  }
  return asked;
}

export const places = api.places;

/** Changes nothing else when an event is opened or closed. */
export const select = (store: Store<State>, id: string | null): void => store.set({ selected: id });

export const resetFilters = (store: Store<State>): void => store.set(NO_FILTER);
