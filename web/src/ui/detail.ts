// One event: when, where, why here, who says what.
//
// In: the event selected. Out: its panel; it closes, copies, and opens others. It must not know the map.

import { formatCount, formatDistance, formatSpan, messages, type Messages } from '../locale';
import { samePlace, sameTime, selectedEvent, type AzEvent, type Neighbour, type State, type Store } from '../state';
import { icon, kindSymbol } from '../symbols';
import { around } from './around';
import { claims, figureText } from './claims';
import { copyButton } from './copying';
import { fill, h, linked } from './dom';
import { changes } from './history';
import { row } from './list';
import { where } from './where';

/** Others at the same place that are listed at first. */
const MOST_NEIGHBOURS = 12;

export function createDetail(root: HTMLElement, store: Store<State>): void {
  let drawn: unknown[] = [];
  const draw = (): void => {
    const state = store.get();
    root.hidden = state.selected === null;
    if (state.selected === null) {
      drawn = [];
      fill(root);
      return;
    }
    const m = messages(state.lang);
    const event = selectedEvent(state);
    // Changes elsewhere must not disturb who is reading, or copying a line.
    const now = [state.selected, state.lang, event, event ? null : state.phase, ...(event ? samePlace(event, state.events) : []).map((near) => near.event)];
    if (now.length === drawn.length && now.every((one, i) => one === drawn[i])) return;
    drawn = now;
    fill(
      root,
      h(
        'div',
        { class: 'detail-bar' },
        h('button', { type: 'button', class: 'button text', key: 'back', on: { click: () => store.set({ selected: null }) } }, icon('back'), m.back),
        h('button', { type: 'button', class: 'button plain', key: 'close', 'aria-label': m.close, on: { click: () => store.set({ selected: null }) } }, icon('close')),
      ),
      ...(event ? sections(event, m, state, store) : [h('p', { class: 'note' }, state.phase === 'loading' ? m.loading : m.gone)]),
    );
  };
  store.on(['selected', 'lang', 'events', 'unlocated', 'phase'], (state, before) => {
    draw();
    if (state.selected !== null && state.selected !== before.selected) {
      root.scrollTop = 0;
      const heading = root.querySelector('h2');
      if (heading) heading.focus({ preventScroll: true });
    }
  });
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') store.set({ selected: null });
  });
  draw();
}

function sections(event: AzEvent, m: Messages, state: Readonly<State>, store: Store<State>): HTMLElement[] {
  const near = samePlace(event, state.events);
  const isAccount = ({ event: other }: Neighbour): boolean => other.claims.length > 0 && sameTime(event, other);
  const accounts = near.filter(isAccount).slice(0, MOST_NEIGHBOURS).map((neighbour) => neighbour.event);
  const rest = near.filter((neighbour) => !accounts.includes(neighbour.event));
  const sections = [
    head(event, m),
    h(
      'section',
      { 'aria-label': m.when },
      h('h3', {}, m.when),
      h('p', { class: 'strong' }, event.span ? sentence(formatSpan(m, event.span, event.datePrecision, true)) : m.unknownDate),
      event.span && event.datePrecision && h('p', { class: 'quiet' }, m.datePrecisions[event.datePrecision]),
      event.dateText !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(event.dateText) && h('p', { class: 'quiet', dir: 'auto' }, m.asWritten(event.dateText)),
    ),
    where(event, m, store),
    ...people(event, m),
    claims(event, accounts, m, store),
    ...neighbours(rest, m, state, store),
    origin(event, m),
    around(event, m, store),
    changes(event, m, store),
    actions(m),
  ];
  return sections.filter((section) => section !== null);
}

const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

function head(event: AzEvent, m: Messages): HTMLElement {
  return h(
    'div',
    { class: 'detail-head' },
    kindSymbol(event.kind, event.status !== 'located'),
    h(
      'div',
      {},
      h('h2', { tabindex: -1, key: 'title', dir: 'auto' }, event.title || m.kinds[event.kind]),
      h(
        'p',
        { class: 'quiet' },
        m.kinds[event.kind],
        event.status !== 'located' && ' · ',
        event.status !== 'located' && h('span', { class: `status status-${event.status}` }, m.statuses[event.status]),
      ),
    ),
  );
}

function people(event: AzEvent, m: Messages): HTMLElement[] {
  return [
    ...(event.actors.length > 0
      ? [h('section', {}, h('h3', {}, m.actors), h('ul', { class: 'actors' }, ...event.actors.map((actor) => h('li', { dir: 'auto' }, actor))))]
      : []),
    h('section', {}, h('h3', {}, m.deaths), h('p', { class: 'strong' }, figureText(event.deaths, m))),
  ];
}

function neighbours(near: readonly Neighbour[], m: Messages, state: Readonly<State>, store: Store<State>): HTMLElement[] {
  if (near.length === 0) return [];
  return [
    h(
      'section',
      { class: 'same-place' },
      h('h3', {}, m.samePlace, ' ', h('span', { class: 'number' }, formatCount(m, near.length))),
      h('p', { class: 'quiet' }, m.samePlaceHint),
      h(
        'ul',
        {},
        ...near.slice(0, MOST_NEIGHBOURS).map(({ event: other, distanceM }) => {
          // Their sources tell accounts of one attack apart better than the place, which is the same.
          const sources = other.claims.map(({ source }) => source).filter(Boolean).join(', ');
          const far = distanceM >= 100 ? m.away(formatDistance(m, distanceM)) : '';
          return h('li', {}, row(other, m, state, store, [sources, far].filter(Boolean).join(' · ')));
        }),
      ),
    ),
  ];
}

function origin(event: AzEvent, m: Messages): HTMLElement {
  const known = (text: string | null): text is string => text !== null && text !== '';
  return h(
    'section',
    {},
    h('h3', {}, m.origin),
    h('p', { dir: 'auto' }, event.list, event.line !== null && `, ${m.line(formatCount(m, event.line))}`),
    h(
      'dl',
      { class: 'facts' },
      ...(known(event.sourceId) ? [h('dt', {}, m.sourceId), h('dd', { dir: 'auto' }, event.sourceId)] : []),
      h('dt', {}, m.licence),
      h('dd', { dir: 'auto' }, event.licence ?? m.noLicence),
    ),
    event.attributes.length > 0 &&
      h(
        'details',
        {},
        h('summary', {}, m.attributes),
        h('dl', { class: 'facts' }, ...event.attributes.flatMap(([name, value]) => [h('dt', { dir: 'auto' }, name), h('dd', { dir: 'auto' }, ...linked(value))])),
      ),
  );
}

function actions(m: Messages): HTMLElement {
  return h(
    'div',
    { class: 'actions' },
    copyButton('copy-link', m.copyLink, () => location.href, m, { sign: 'link' }),
  );
}
