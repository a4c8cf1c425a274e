// One store for all that the page shows.
//
// In: patches. Out: the new state to whoever listens to what changed. It must not know the page or the server.

export type Listener<S> = (state: Readonly<S>, before: Readonly<S>) => void;

export interface Store<S> {
  get(): Readonly<S>;
  /** Changes some fields, then tells the listeners of those that really changed. */
  set(patch: Partial<S>): void;
  /** Calls back when one of the fields changes; returns how to stop. */
  on(keys: readonly (keyof S)[], listener: Listener<S>): () => void;
}

export function createStore<S extends object>(initial: S): Store<S> {
  let state: S = initial;
  const listeners = new Set<{ keys: readonly (keyof S)[]; listener: Listener<S> }>();
  return {
    get: () => state,
    set(patch) {
      const before = state;
      state = { ...state, ...patch };
      for (const { keys, listener } of [...listeners]) {
        if (keys.some((key) => key in patch && before[key] !== patch[key])) listener(state, before);
      }
    },
    on(keys, listener) {
      const entry = { keys, listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
}

/** Remembers the last answer of a pure function: its arguments are compared by identity. */
export function memo<A extends unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { args: A; result: R } | null = null;
  return (...args) => {
    if (!last || last.args.length !== args.length || args.some((arg, i) => arg !== last?.args[i])) {
      last = { args, result: compute(...args) };
    }
    return last.result;
  };
}
