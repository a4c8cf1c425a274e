// Facets beside the kinds: who, where, by whom, how sure. One is open at a time, under a row of their names.
//
// In: the store. Out: lists of values with counts that follow all other filters, long ones with a field to search them.
// It must not know the map.

import { formatCount, formatProbability, messages, type Messages } from '../locale';
import { afterwards, chosenOf, fold, sureCounts, toggleValue, valueCounts, type FacetName, type State, type Store } from '../state';
import type { Kind } from '../kinds';
import { eachFrame, fill, h } from './dom';

/** Longer lists have a field to search them, and a button for the rest. */
const SHORT = 8;
const SURE = [0.5, 0.8, 0.95] as const;

type Group = 'actor' | 'region' | 'cercle' | 'source' | 'certainty';
const GROUPS: readonly Group[] = ['actor', 'region', 'cercle', 'source', 'certainty'];
const CERTAINTY: readonly FacetName[] = ['status', 'precision', 'accounts'];

/** A value as a person of the language reads it; names from lists stay as they are. */
export function valueName(m: Messages, name: FacetName, value: string): string {
  const words: Partial<Record<FacetName, Record<string, string>>> = { kind: m.kinds, status: m.statuses, precision: m.precisions, accounts: m.accountWords };
  return words[name]?.[value as Kind] ?? value;
}

export function createFacets(root: HTMLElement, store: Store<State>): void {
  let open: Group | null = null;
  let all = false;
  const tabs = h('div', { class: 'facet-tabs' });
  const find = h('input', { type: 'search', class: 'words', autocomplete: 'off', spellcheck: 'false', maxlength: 100 });
  const body = h('div', { class: 'facet-body' });
  const panel = h('div', { class: 'facet', id: 'facet', role: 'group', hidden: true }, find, body);
  root.append(tabs, panel);

  const values = (name: FacetName, m: Messages, state: Readonly<State>, searched: string): { rows: HTMLElement[]; count: number } => {
    const sought = fold(searched);
    const found = valueCounts(state, name).filter(({ value, count, chosen }) => (count > 0 || chosen) && (sought === '' || ` ${fold(value)}`.includes(` ${sought}`)));
    const most = Math.max(1, ...found.map(({ count }) => count));
    // Those chosen stay in sight however few they are.
    const ordered = [...found.filter(({ chosen }) => chosen), ...found.filter(({ chosen }) => !chosen)];
    const rows = ordered.slice(0, all ? ordered.length : SHORT).map(({ value, count, chosen }) => {
      const button = h(
        'button',
        { type: 'button', class: 'value', key: `${name}-${value}`, 'aria-pressed': String(chosen), on: { click: () => store.set(toggleValue(store.get(), name, value)) } },
        h('span', { class: 'value-name', dir: 'auto' }, valueName(m, name, value)),
        h('span', { class: 'number' }, formatCount(m, count)),
      );
      button.style.setProperty('--part', `${((count / most) * 100).toFixed(1)}%`);
      return button;
    });
    return { rows, count: found.length };
  };

  const certainty = (m: Messages, state: Readonly<State>): HTMLElement[] => {
    const count = sureCounts(state);
    return [
      h('h3', {}, m.placeIsRight),
      h(
        'div',
        { class: 'chips' },
        ...[null, ...SURE].map((least) =>
          h(
            'button',
            { type: 'button', class: 'chip', key: `p-${least}`, 'aria-pressed': String(state.pMin === least), on: { click: () => store.set({ pMin: least }) } },
            least === null ? m.anyP : m.atLeastP(formatProbability(m, least)),
            h('span', { class: 'number' }, formatCount(m, count(least ?? 0))),
          ),
        ),
      ),
      ...CERTAINTY.flatMap((name) => {
        const { rows } = values(name, m, state, '');
        return rows.length > 0 ? [h('h3', {}, m.facets[name]), ...rows] : [];
      }),
    ];
  };

  const drawBody = (): void => {
    const state = store.get();
    const m = messages(state.lang);
    if (open === null) return;
    if (open === 'certainty') {
      find.hidden = true;
      fill(body, ...certainty(m, state));
      return;
    }
    const { rows, count } = values(open, m, state, find.value);
    find.hidden = count <= SHORT && find.value === '';
    find.placeholder = m.findValue(m.facets[open]);
    find.setAttribute('aria-label', find.placeholder);
    fill(
      body,
      ...rows,
      rows.length === 0 && h('p', { class: 'note' }, m.noValue),
      count > rows.length && h('button', { type: 'button', class: 'button text', key: 'more-values', on: { click: () => { all = true; drawBody(); } } }, m.moreValues(formatCount(m, count - rows.length))),
    );
  };
  const nameOf = (group: Group, m: Messages): string => (group === 'certainty' ? m.certaintyFilter : m.facets[group]);
  const draw = eachFrame(() => {
    const state = store.get();
    const m = messages(state.lang);
    fill(
      tabs,
      ...GROUPS.map((group) => {
        const chosen = group === 'certainty' ? CERTAINTY.reduce((sum, name) => sum + chosenOf(state, name).size, state.pMin === null ? 0 : 1) : chosenOf(state, group).size;
        return h(
          'button',
          { type: 'button', class: 'facet-tab', key: `facet-${group}`, 'aria-expanded': String(open === group), 'aria-controls': 'facet', on: { click: () => choose(group) } },
          nameOf(group, m),
          chosen > 0 && h('span', { class: 'number' }, String(chosen)),
        );
      }),
    );
    panel.hidden = open === null;
    if (open !== null) panel.setAttribute('aria-label', nameOf(open, m));
    drawBody();
  });
  const choose = (group: Group): void => {
    open = open === group ? null : group;
    all = false;
    find.value = '';
    draw();
  };
  find.addEventListener('input', drawBody);
  store.on(['events', 'unlocated', 'kinds', 'chosen', 'pMin', 'q', 'lang'], draw);
  store.on(['from', 'to'], afterwards(draw));
  draw();
}
