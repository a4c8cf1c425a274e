// What is shown: words, kinds (the legend too), further facets, and a row of all that is active.
//
// In: the store. Out: controls with counts; clicks become patches. It must not know the map.

import { formatCount, formatDay, formatProbability, messages, type Messages } from '../locale';
import { chosenOf, FACETS, isFiltered, presentKinds, resetFilters, toggleValue, valueCounts, type State, type Store } from '../state';
import { icon, kindSymbol } from '../symbols';
import { afterwards, eachFrame, fill, h } from './dom';
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
    fill(active, ...activeFilters(state, m, store));
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

/** Each active condition as a chip that takes it away. */
function activeFilters(state: Readonly<State>, m: Messages, store: Store<State>): HTMLElement[] {
  const chip = (key: string, label: string, off: Partial<State>): HTMLElement =>
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
  const { q, pMin, from, to } = state;
  const day = (date: string): string => formatDay(m, Date.parse(date));
  return [
    ...(q.trim() ? [chip('q', m.wordsActive(q.trim()), { q: '' })] : []),
    ...(from ? [chip('from', m.since(day(from)), { from: null })] : []),
    ...(to ? [chip('to', m.until(day(to)), { to: null })] : []),
    ...FACETS.flatMap((name) => [...chosenOf(state, name)].map((value) => chip(`${name}-${value}`, valueName(m, name, value), toggleValue(state, name, value)))),
    ...(pMin === null ? [] : [chip('p', `p ${m.atLeastP(formatProbability(m, pMin))}`, { pMin: null })]),
  ];
}
