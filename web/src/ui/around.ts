// What happened near an event, before it and after.
//
// In: an event; the server's neighbours. Out: a section with a choice of distance and days, and rows that open them. It
// must not know the map.

import { formatCount, formatDistance, messages, type Messages } from '../locale';
import { dayOf, nearby, type AzEvent, type Near, type Nearby, type State, type Store } from '../state';
import { asking } from './asking';
import { h } from './dom';
import { facts, row } from './list';

const KILOMETRES = [5, 25, 50, 100, 250] as const;
const DAYS = [7, 30, 90, 365] as const;

/** What was chosen last, for the next event too. */
const chosen: { km: number; days: number } = { km: 25, days: 30 };

/** `alone`: what is found is read where it is, and nothing else is opened. */
export function around(event: AzEvent, m: Messages, store: Store<State>, alone = false): HTMLElement | null {
  const { position, span } = event;
  if (!position) return null;
  const found = asking(
    (signal) => nearby(position, chosen.km, span && { days: chosen.days, date: dayOf(span[0]) }, signal),
    (answer) => lists(answer, event, store, alone),
    m.aroundFailed,
    m,
  );
  const choice = (name: 'km' | 'days', label: string, values: readonly number[], text: (value: number) => string): HTMLElement =>
    h(
      'label',
      {},
      h('span', {}, label),
      h(
        'select',
        {
          key: `around-${name}`,
          on: {
            change: (change) => {
              chosen[name] = Number((change.target as HTMLSelectElement).value);
              found.ask();
            },
          },
        },
        ...values.map((value) => h('option', { value, selected: value === chosen[name] }, text(value))),
      ),
    );
  found.ask();
  return h(
    'section',
    { class: 'around' },
    h('h3', {}, alone ? m.earlierNearby : m.around),
    h(
      'div',
      { class: 'around-choices' },
      choice('km', m.aroundKm, KILOMETRES, (km) => formatDistance(m, km * 1000)),
      span ? choice('days', m.aroundDays, DAYS, (days) => formatCount(m, days)) : h('p', { class: 'quiet' }, m.aroundNoDate),
    ),
    found.element,
  );
}

/** Before from the latest on, after from the earliest on: the nearest in time come first. */
function lists({ events, matched }: Nearby, own: AzEvent, store: Store<State>, alone: boolean): HTMLElement[] {
  const m = messages(store.get().lang);
  const others = events.filter(({ event }) => event.id !== own.id);
  if (others.length === 0) return [h('p', { class: 'quiet', role: 'status' }, m.aroundNone)];
  const parts: [keyof Messages['aroundWhen'], Near[]][] = [
    ['before', others.filter(({ days }) => (days ?? 0) < 0)],
    ['same', others.filter(({ days }) => (days ?? 0) === 0)],
    ['after', others.filter(({ days }) => (days ?? 0) > 0)],
  ];
  const byTime = (a: Near, b: Near): number => Math.abs(a.days ?? 0) - Math.abs(b.days ?? 0) || a.distanceKm - b.distanceKm;
  return [
    ...(matched > events.length ? [h('p', { class: 'quiet' }, m.aroundMore(formatCount(m, events.length), formatCount(m, matched)))] : []),
    ...parts.flatMap(([name, part]) =>
      part.length === 0
        ? []
        : [h('h4', {}, own.span ? m.aroundWhen[name] : '', ' ', h('span', { class: 'number' }, formatCount(m, part.length))), h('ul', {}, ...part.sort(byTime).map((near) => h('li', {}, rowOf(near, m, store, alone))))],
    ),
  ];
}

function rowOf({ event, distanceKm, days }: Near, m: Messages, store: Store<State>, alone: boolean): HTMLElement {
  const note = [distanceKm >= 0.05 ? formatDistance(m, distanceKm * 1000) : '', days ? m.daysAway(days) : '', event.place ?? event.asked.name];
  const said = note.filter(Boolean).join(' · ');
  return alone ? h('div', { class: 'event-row' }, ...facts(event, m, said)) : row(event, m, store.get(), store, said);
}
