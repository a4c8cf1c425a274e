// Which kinds are shown: chips that are the legend too.
//
// In: the store. Out: chips with counts; clicks become patches. It must not know the map.

import { KINDS, type Kind } from '../kinds';
import { formatCount, messages } from '../locale';
import { isFiltered, kindCounts, resetFilters, type State, type Store } from '../state';
import { kindSymbol } from '../symbols';
import { fill, h } from './dom';

/** The first click shows one kind alone, further clicks add or take away; none chosen means all. */
export function toggleKind(kinds: ReadonlySet<Kind>, kind: Kind): ReadonlySet<Kind> {
  const next = new Set(kinds);
  if (!next.delete(kind)) next.add(kind);
  return next;
}

export function createFilters(root: HTMLElement, store: Store<State>): void {
  const draw = (): void => {
    const state = store.get();
    const m = messages(state.lang);
    const counts = kindCounts(state);
    // A kind that no event has would be a legend of nothing, unless the link chose it.
    const present = KINDS.filter((kind) => (counts.get(kind)?.total ?? 0) > 0 || state.kinds.has(kind));
    fill(
      root,
      h(
        'div',
        { class: 'row' },
        h('h2', { id: 'kinds-title' }, m.kind),
        isFiltered(state) &&
          h('button', { type: 'button', class: 'button text', key: 'reset', on: { click: () => resetFilters(store) } }, m.reset),
      ),
      h(
        'div',
        { class: `chips${state.kinds.size > 0 ? ' some' : ''}`, role: 'group', 'aria-labelledby': 'kinds-title' },
        ...present.map((kind) =>
          h(
            'button',
            {
              type: 'button',
              class: 'chip',
              key: `kind-${kind}`,
              'data-kind': kind,
              'aria-pressed': String(state.kinds.has(kind)),
              on: { click: () => store.set({ kinds: toggleKind(store.get().kinds, kind) }) },
            },
            kindSymbol(kind),
            h('span', {}, m.kinds[kind]),
            h('span', { class: 'number' }, formatCount(m, counts.get(kind)?.inTime ?? 0)),
          ),
        ),
      ),
    );
    root.hidden = present.length === 0;
  };
  store.on(['events', 'unlocated', 'kinds', 'from', 'to', 'lang'], draw);
  draw();
}
