// The events in view as a list: the map's text twin, and those that are on no map.
//
// In: the store. Out: rows that open an event. It must not know the map.

import { formatCount, formatSpan, messages, reason, type Messages } from '../locale';
import {
  afterwards,
  boundsOf,
  FILTER_KEYS,
  FIRST_DOWN,
  inBounds,
  isFiltered,
  memo,
  resetFilters,
  shown,
  shownUnlocated,
  sorted,
  SORTS,
  type AzEvent,
  type Bounds,
  type SortKey,
  type State,
  type Store,
} from '../state';
import { icon, kindSymbol } from '../symbols';
import { eachFrame, fill, h } from './dom';

/** Rows of a page: as many as are read before one would rather filter. */
const ROWS = 60;

export function createList(root: HTMLElement, store: Store<State>, chooseFile: () => void): void {
  let page = 0;
  const inOrder = memo(sorted);
  const seen = memo((all: readonly AzEvent[], bounds: Bounds | null) => (bounds ? all.filter((event) => inBounds(event, bounds)) : all));
  let before: readonly unknown[] = [];
  let offRows = ROWS;
  const redraw = (): void => {
    const state = store.get();
    const came = before.length > 0 && (before[0] !== state.events || before[1] !== state.unlocated);
    before = [state.events, state.unlocated];
    const settle = came ? held(root) : () => {};
    const m = messages(state.lang);
    const all = shown(state);
    const { bounds } = state;
    const inView = seen(all, bounds);
    const list = inOrder(inView, state.sorting, state.sorting.by === 'kind' ? kindIn(m) : placeOf, m.code);
    page = Math.min(page, Math.max(0, Math.ceil(list.length / ROWS) - 1));
    const turn = (by: number): void => {
      page += by;
      redraw();
      root.querySelector<HTMLElement>('#in-view')?.focus();
      root.parentElement?.scrollTo({ top: 0 });
    };
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
          inView.length > 1 && sortingBar(state, m, store),
          h('ul', {}, ...list.slice(page * ROWS, (page + 1) * ROWS).map((event) => h('li', {}, row(event, m, state, store)))),
          list.length > ROWS && pager(page, list.length, m, turn),
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
          h('ul', {}, ...off.slice(0, offRows).map((event) => h('li', {}, row(event, m, state, store)))),
          off.length > offRows && h('button', { type: 'button', class: 'button text', key: 'more', on: { click: () => { offRows += ROWS; draw(); } } }, m.more),
        ),
    );
    settle();
  };
  const draw = eachFrame(redraw);
  store.on(FILTER_KEYS, () => ((page = 0), (offRows = ROWS)));
  store.on(['events', 'unlocated', 'phase', 'basemapFailed', 'bounds', 'lang', 'selected', 'sorting'], draw);
  store.on(FILTER_KEYS, afterwards(draw));
  store.on(['sorting'], () => (page = 0));
  store.on(['hovered'], ({ hovered }) => {
    root.querySelector('.event-row.hovered')?.classList.remove('hovered');
    if (hovered !== null) root.querySelector(`[data-key="${CSS.escape(`event-${hovered}`)}"]`)?.classList.add('hovered');
  });
  root.addEventListener('keydown', walk);
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

const placeOf = (event: AzEvent): string => event.place ?? event.asked.name;
const kindIn = memo((m: Messages) => ({ kind }: AzEvent): string => m.kinds[kind]);

function sortingBar({ sorting: { by, down } }: Readonly<State>, m: Messages, store: Store<State>): HTMLElement {
  const choose = (change: Event): void => {
    const key = (change.target as HTMLSelectElement).value as SortKey;
    store.set({ sorting: { by: key, down: FIRST_DOWN[key] } });
  };
  return h(
    'div',
    { class: 'sorting' },
    h('label', {}, h('span', { class: 'quiet' }, m.sortBy), h('select', { key: 'sort', on: { change: choose } }, ...SORTS.map((key) => h('option', { value: key, selected: key === by }, m.sorts[key])))),
    h(
      'button',
      { type: 'button', class: `button plain${down ? ' down' : ''}`, key: 'turn', title: down ? m.descending : m.ascending, 'aria-label': down ? m.descending : m.ascending, on: { click: () => store.set({ sorting: { by, down: !down } }) } },
      icon('up'),
    ),
  );
}

function pager(page: number, all: number, m: Messages, turn: (by: number) => void): HTMLElement {
  const f = (n: number): string => formatCount(m, n);
  const step = (key: string, text: string, by: number, disabled: boolean): HTMLElement =>
    h('button', { type: 'button', class: 'button', key, disabled, on: { click: () => turn(by) } }, text);
  return h(
    'nav',
    { class: 'pager', 'aria-label': m.pages },
    step('previous', m.previous, -1, page === 0),
    h('span', { role: 'status' }, m.pageOf(f(page * ROWS + 1), f(Math.min(all, (page + 1) * ROWS)), f(all))),
    step('next', m.next, 1, (page + 1) * ROWS >= all),
  );
}

/** Arrows go from row to row, as in any list. */
function walk(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = event.target;
  if (by === undefined || !(here instanceof HTMLElement) || !here.classList.contains('event-row')) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.event-row')];
  event.preventDefault();
  rows[rows.indexOf(here) + by]?.focus();
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

/** An event in a few words; `note` instead of where it was. */
export function facts(event: AzEvent, m: Messages, note?: string): HTMLElement[] {
  const doubt = event.status === 'review' || event.status === 'unlocated';
  const where = [event.place ?? event.asked.name, event.region ?? event.asked.region].filter(Boolean);
  const when = event.span ? formatSpan(m, event.span, event.datePrecision) : m.unknownDate;
  const why = reason(event, m);
  return [
    kindSymbol(event.kind, event.status !== 'located') as unknown as HTMLElement,
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
  ];
}

export function row(event: AzEvent, m: Messages, state: Readonly<State>, store: Store<State>, note?: string): HTMLElement {
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
        focus: () => store.set({ hovered: event.id }),
        blur: () => store.set({ hovered: null }),
      },
    },
    ...facts(event, m, note),
  );
}

function showAll(store: Store<State>): void {
  const bounds = boundsOf(shown(store.get()).flatMap(({ position }) => (position ? [position] : [])));
  if (bounds) store.set({ goTo: { bounds, maxZoom: 9 } });
}
