// Follows the server: what others add, change and remove is shown without a reload.
//
// In: the store. Out: the store with events exchanged one by one; nothing else of it is touched. It must not know the page.

import * as api from '../api';
import type { AzEvent, Change } from '../api';
import { load, MAX_EVENTS } from './actions';
import { byDate } from './filter';
import type { State } from './state';
import type { Store } from './store';

/** More changes than this are fetched with everything else: as when a whole list came in. */
const MOST_SINGLE = 100;
/** Events asked for at the same time. */
const AT_ONCE = 6;
/** A page that nobody looks at stops listening after this; a browser has few connections for all pages of one server. */
const HIDDEN_MS = 10_000;
/** Another try when events could not be fetched. */
const AGAIN_MS = 2_000;

/** The lists with some events exchanged; a list in which nothing changed stays the very same. */
export function exchanged(
  state: Pick<State, 'events' | 'unlocated' | 'matched'>,
  fetched: ReadonlyMap<string, AzEvent | null>,
): Pick<State, 'events' | 'unlocated' | 'matched'> {
  const had = state.events.length + state.unlocated.length;
  const take = (before: readonly AzEvent[], belongs: (event: AzEvent) => boolean): readonly AzEvent[] => {
    const old = new Map(before.map((event) => [event.id, event]));
    const come = [...fetched.values()].filter((event) => event !== null && belongs(event)) as AzEvent[];
    const stay = before.filter(({ id }) => !fetched.has(id));
    const same = (event: AzEvent): AzEvent => {
      const known = old.get(event.id);
      return known && JSON.stringify(known) === JSON.stringify(event) ? known : event;
    };
    const after = [...stay, ...come.map(same)].sort(byDate).slice(0, MAX_EVENTS);
    return after.length === before.length && after.every((event, i) => event === before[i]) ? before : after;
  };
  const events = take(state.events, ({ position }) => position !== null);
  const unlocated = take(state.unlocated, ({ position }) => position === null);
  return { events, unlocated, matched: state.matched + events.length + unlocated.length - had };
}

const askOne = async ({ id, collection }: Change): Promise<AzEvent | null> => {
  if (collection === null) return null;
  const event = await api.event(collection, id);
  // It may have moved since it was told of.
  return event ?? api.event(collection === 'events' ? 'unlocated' : 'events', id);
};

/** Fetches what changed, a few at a time. */
async function askAll(changes: readonly Change[]): Promise<Map<string, AzEvent | null>> {
  const fetched = new Map<string, AzEvent | null>();
  const left = [...changes];
  const work = async (): Promise<void> => {
    for (let change = left.pop(); change; change = left.pop()) fetched.set(change.id, await askOne(change));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return fetched;
}

export function follow(store: Store<State>): void {
  /** What changed and is not shown yet, with the change that told of it. */
  const pending = new Map<string, { change: Change; sequence: number }>();
  let known: number | null = null;
  let stop: (() => void) | null = null;
  let working = false;

  const show = async (): Promise<void> => {
    if (working || pending.size === 0 || store.get().phase !== 'ready') return;
    if (pending.size > MOST_SINGLE) {
      void load(store);
      return;
    }
    working = true;
    const taken = [...pending.values()].map(({ change }) => change);
    pending.clear();
    try {
      const fetched = await askAll(taken);
      store.set(exchanged(store.get(), fetched));
    } catch {
      for (const change of taken) if (!pending.has(change.id)) pending.set(change.id, { change, sequence: known ?? 0 });
      working = false;
      setTimeout(() => void show(), AGAIN_MS);
      return;
    }
    working = false;
    void show();
  };

  const listen = (): void => {
    stop?.();
    stop = api.listen(known, {
      ready: (sequence) => {
        known = sequence;
        store.set({ live: 'on' });
      },
      changes: (changes, sequence) => {
        known = sequence;
        store.set({ live: 'on' });
        for (const change of changes) pending.set(change.id, { change, sequence });
        void show();
      },
      reset: (sequence) => {
        known = sequence;
        pending.clear();
        store.set({ live: 'on' });
        void load(store);
      },
      lost: () => store.set({ live: 'lost' }),
    });
  };

  let loadedFrom = 0;
  store.on(['phase'], ({ phase }) => {
    if (phase === 'loading') loadedFrom = known ?? 0;
    if (phase !== 'ready') return;
    // What was told before everything was asked for is among it.
    for (const [id, { sequence }] of pending) if (sequence <= loadedFrom) pending.delete(id);
    void show();
  });

  let hiding = 0;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.visibilityState === 'visible') {
      if (!stop) listen();
      return;
    }
    hiding = window.setTimeout(() => {
      stop?.();
      stop = null;
    }, HIDDEN_MS);
  });
  listen();
}
