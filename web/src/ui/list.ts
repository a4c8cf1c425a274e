// The events in view as a list: the map's text twin, and those that are on no map.
//
// In: the store. Out: rows that open an event. It must not know the map.

import { formatCount, formatSpan, messages, reason, type Messages } from '../locale';
import {
  boundsOf,
  FILTER_KEYS,
  inBounds,
  isFiltered,
  resetFilters,
  shown,
  shownUnlocated,
  type AzEvent,
  type State,
  type Store,
} from '../state';
import { icon, kindSymbol } from '../symbols';
import { afterwards, eachFrame, fill, h } from './dom';

const ROWS = 60;

export function createList(root: HTMLElement, store: Store<State>, chooseFile: () => void): void {
  let rows = ROWS;
  let before: readonly unknown[] = [];
  const draw = eachFrame(() => {
    const state = store.get();
    const came = before.length > 0 && (before[0] !== state.events || before[1] !== state.unlocated);
    before = [state.events, state.unlocated];
    const settle = came ? held(root) : () => {};
    const m = messages(state.lang);
    const all = shown(state);
    const { bounds } = state;
    const inView = bounds ? all.filter((event) => inBounds(event, bounds)) : all;
    const off = shownUnlocated(state);
    const elsewhere = all.length - inView.length;
    fill(
      root,
      ...stateOfThings(state, m, all.length + off.length, store, chooseFile),
      (inView.length > 0 || elsewhere > 0) &&
        h(
          'section',
          { class: 'events', 'aria-labelledby': 'in-view' },
          h('div', { class: 'row' }, h('h2', { id: 'in-view', tabindex: -1, key: 'in-view' }, m.inView, ' ', number(m, inView.length))),
          h('ul', {}, ...inView.slice(0, rows).map((event) => h('li', {}, row(event, m, state, store)))),
          inView.length > rows &&
            h('button', { type: 'button', class: 'button text', key: 'more', on: { click: () => { rows += ROWS; draw(); } } }, m.more),
          elsewhere > 0 &&
            h(
              'p',
              { class: 'note' },
              m.onMapElsewhere(formatCount(m, elsewhere)),
              ' · ',
              h('button', { type: 'button', class: 'button text', key: 'show-all', on: { click: () => showAll(store) } }, m.showAll),
            ),
        ),
      off.length > 0 &&
        h(
          'section',
          { class: 'events unlocated', 'aria-labelledby': 'off-map' },
          h('div', { class: 'row' }, h('h2', { id: 'off-map' }, m.notOnMap, ' ', number(m, off.length))),
          h('p', { class: 'note' }, m.notOnMapHint),
          h('ul', {}, ...off.slice(0, rows).map((event) => h('li', {}, row(event, m, state, store)))),
        ),
    );
    settle();
  });
  store.on(FILTER_KEYS, () => (rows = ROWS));
  store.on(['events', 'unlocated', 'phase', 'basemapFailed', 'bounds', 'lang', 'selected'], draw);
  store.on(FILTER_KEYS, afterwards(draw));
  draw();
}

/** Keeps the row that is read where it is when others come above it. */
function held(root: HTMLElement): () => void {
  const box = root.parentElement;
  if (!box || box.scrollTop === 0) return () => {};
  const top = box.getBoundingClientRect().top;
  const first = [...root.querySelectorAll<HTMLElement>('.event-row')].find((one) => one.getBoundingClientRect().bottom > top);
  const key = first?.dataset['key'];
  if (!first || key === undefined) return () => {};
  const at = first.getBoundingClientRect().top;
  return () => {
    const now = root.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (now) box.scrollTop += now.getBoundingClientRect().top - at;
  };
}

const number = (m: Messages, n: number): HTMLElement => h('span', { class: 'number' }, formatCount(m, n));

/** What there is to say when there is nothing, or not all, to list. */
function stateOfThings(
  state: Readonly<State>,
  m: Messages,
  count: number,
  store: Store<State>,
  chooseFile: () => void,
): (HTMLElement | false)[] {
  const { phase, events, unlocated, matched } = state;
  const loaded = events.length + unlocated.length;
  return [
    phase === 'loading' && loaded === 0 && h('p', { class: 'note loading', role: 'status' }, m.loading),
    phase === 'ready' &&
      loaded === 0 &&
      h(
        'div',
        { class: 'empty-state' },
        h('h2', {}, m.empty),
        h('p', {}, m.emptyHint),
        h('button', { type: 'button', class: 'button primary', key: 'choose', on: { click: chooseFile } }, m.importList),
      ),
    phase === 'ready' &&
      loaded > 0 &&
      count === 0 &&
      isFiltered(state) &&
      h(
        'div',
        { class: 'empty-state' },
        h('p', {}, m.noMatch),
        h('button', { type: 'button', class: 'button', key: 'reset-list', on: { click: () => resetFilters(store) } }, m.reset),
      ),
    phase === 'ready' && matched > loaded && h('p', { class: 'note warn' }, m.capped(formatCount(m, loaded), formatCount(m, matched))),
    state.basemapFailed && h('p', { class: 'note warn' }, m.basemapFailed),
  ];
}

export function row(event: AzEvent, m: Messages, state: Readonly<State>, store: Store<State>, note?: string): HTMLElement {
  const doubt = event.status === 'review' || event.status === 'unlocated';
  const where = [event.place ?? event.asked.name, event.region ?? event.asked.region].filter(Boolean);
  const when = event.span ? formatSpan(m, event.span, event.datePrecision) : m.unknownDate;
  const why = reason(event, m);
  return h(
    'button',
    {
      type: 'button',
      class: 'event-row',
      key: `event-${event.id}`,
      'aria-current': event.id === state.selected ? 'true' : null,
      on: {
        click: () => store.set({ selected: event.id, hovered: null }),
        mouseenter: () => store.set({ hovered: event.id }),
        mouseleave: () => store.set({ hovered: null }),
      },
    },
    kindSymbol(event.kind, event.status !== 'located'),
    h(
      'span',
      { class: 'event-text' },
      h('span', { class: 'event-title', dir: 'auto' }, event.title || m.kinds[event.kind]),
      h(
        'span',
        { class: 'event-facts' },
        h('time', {}, when),
        ' ',
        h('span', { dir: 'auto' }, note ?? [...new Set(where)].join(', ')),
      ),
      event.status !== 'located' &&
        h('span', { class: `status status-${event.status}` }, ...(doubt ? [icon('doubt')] : []), m.statuses[event.status]),
      event.position === null && why.text !== '' && h('span', { class: 'event-why', lang: why.lang }, why.text),
    ),
  );
}

function showAll(store: Store<State>): void {
  const bounds = boundsOf(shown(store.get()).flatMap(({ position }) => (position ? [position] : [])));
  if (bounds) store.set({ goTo: { bounds, maxZoom: 9 } });
}
