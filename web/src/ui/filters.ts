// What is shown: words, kinds (the legend too), further facets, and a row of all that is active.
//
// In: the store. Out: controls with counts; clicks become patches. It must not know the map.

import { formatCount, formatDay, formatProbability, messages, type Messages } from '../locale';
import { afterwards, chosenOf, FACETS, isFiltered, presentKinds, resetFilters, toggleValue, valueCounts, type State, type Store } from '../state';
import { icon, kindSymbol } from '../symbols';
import { eachFrame, fill, h } from './dom';
import { createFacets, valueName } from './facets';

/** So long after the last letter the words are looked for. */
const PAUSE_MS = 150;

export function createFilters(root: HTMLElement, store: Store<State>): void {
  const words = h('input', { type: 'search', class: 'words', name: 'q', maxlength: 200, autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search' });
  words.addEventListener('input', afterwards(() => store.set({ q: words.value }), PAUSE_MS));
  const [head, active, chips, facets] = [h('div', { class: 'row' }), h('ul', { class: 'active' }), h('div', { class: 'chips', role: 'group', 'aria-labelledby': 'kinds-title' }), h('div', { class: 'facets' })];
  root.append(words, active, head, chips, facets);
  createFacets(facets, store);

  const draw = eachFrame(() => {
    const state = store.get();
    const m = messages(state.lang);
    const counts = new Map(valueCounts(state, 'kind').map(({ value, count }) => [value, count]));
    const present = presentKinds(state);
    words.placeholder = m.words;
    words.setAttribute('aria-label', m.words);
    // Not while it is typed in: what came last is still on its way to the state.
    if (document.activeElement !== words) words.value = state.q;
    fill(active, ...activeFilters(state, m).map((filter) => chip(filter, m, store)));
    active.hidden = active.childElementCount === 0;
    active.setAttribute('aria-label', m.active);
    fill(
      head,
      h('h2', { id: 'kinds-title' }, m.kind),
      isFiltered(state) &&
        h('button', { type: 'button', class: 'button text', key: 'reset', title: m.resetKey, 'aria-keyshortcuts': 'R', on: { click: () => resetFilters(store) } }, m.reset),
    );
    chips.classList.toggle('some', state.kinds.size > 0);
    fill(
      chips,
      ...present.map((kind) =>
        h(
          'button',
          {
            type: 'button',
            class: 'chip',
            key: `kind-${kind}`,
            'data-kind': kind,
            'aria-pressed': String(state.kinds.has(kind)),
            on: { click: () => store.set(toggleValue(store.get(), 'kind', kind)) },
          },
          kindSymbol(kind),
          h('span', {}, m.kinds[kind]),
          h('span', { class: 'number' }, formatCount(m, counts.get(kind) ?? 0)),
        ),
      ),
    );
    root.hidden = present.length === 0;
  });
  store.on(['events', 'unlocated', 'kinds', 'chosen', 'pMin', 'q', 'lang'], draw);
  store.on(['from', 'to'], afterwards(draw));
  draw();
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'r' || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (isFiltered(store.get())) resetFilters(store);
  });
}

/** Letters belong to a field that takes them, and to an open dialog. */
export const typing = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, select, textarea, [contenteditable], dialog[open]') !== null;

/** An active condition in words, and the patch that takes it away. */
export interface ActiveFilter {
  key: string;
  label: string;
  off: Partial<State>;
}

export function activeFilters(state: Readonly<State>, m: Messages): ActiveFilter[] {
  const { q, pMin, from, to } = state;
  const day = (date: string): string => formatDay(m, Date.parse(date));
  return [
    ...(q.trim() ? [{ key: 'q', label: m.wordsActive(q.trim()), off: { q: '' } }] : []),
    ...(from ? [{ key: 'from', label: m.since(day(from)), off: { from: null } }] : []),
    ...(to ? [{ key: 'to', label: m.until(day(to)), off: { to: null } }] : []),
    ...FACETS.flatMap((name) => [...chosenOf(state, name)].map((value) => ({ key: `${name}-${value}`, label: valueName(m, name, value), off: toggleValue(state, name, value) }))),
    ...(pMin === null ? [] : [{ key: 'p', label: `p ${m.atLeastP(formatProbability(m, pMin))}`, off: { pMin: null } }]),
  ];
}

const chip = ({ key, label, off }: ActiveFilter, m: Messages, store: Store<State>): HTMLElement =>
  h(
    'li',
    {},
    h(
      'button',
      { type: 'button', class: 'chip on', key: `off-${key}`, 'aria-label': m.without(label), title: m.without(label), on: { click: () => store.set(off) } },
      h('span', { dir: 'auto' }, label),
      icon('close'),
    ),
  );
