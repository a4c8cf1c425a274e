// Two events that may be one and the same, side by side.
//
// In: a pair. Out: how near they are, and a table of what each says with what differs marked. It must not know Leaflet: the
// small map comes as an element.

import { formatCount, formatDay, formatKilometres, titleIn, type Messages } from '../locale';
import { differences, type Pair, type Side, type SideFact } from '../state';
import { kindSymbol } from '../symbols';
import { because } from './because';
import { figureText, unknown } from './claims';
import { h } from './dom';

const FACTS: readonly SideFact[] = ['kind', 'date', 'place', 'deaths', 'actors', 'source', 'notes'];

export function pairView(pair: Pair, m: Messages, map: HTMLElement): HTMLElement {
  const differ = differences(pair.sides);
  const [first, second] = pair.sides;
  map.setAttribute('aria-label', m.pairMap);
  return h(
    'div',
    { class: 'pair' },
    h(
      'div',
      { class: 'pair-nearness' },
      h('div', {}, h('p', { class: 'strong' }, where(pair, m)), h('p', { class: 'strong' }, when(pair, m)), because(pair, m)),
      (first.position !== null || second.position !== null) && map,
    ),
    h(
      'table',
      { class: 'sides' },
      h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, ...head(first, m, differ)), h('th', { scope: 'col' }, ...head(second, m, differ)))),
      h(
        'tbody',
        {},
        ...FACTS.filter((fact) => said(first, fact, m) !== '' || said(second, fact, m) !== '').map((fact) =>
          h(
            'tr',
            { class: differ.has(fact) ? 'differs' : '' },
            h('th', { scope: 'row' }, m.sideFacts[fact], differ.has(fact) && h('span', { class: 'tag' }, m.differs)),
            h('td', { dir: 'auto', 'data-side': m.firstOf }, said(first, fact, m) || h('span', { class: 'quiet' }, m.unknown)),
            h('td', { dir: 'auto', 'data-side': m.secondOf }, said(second, fact, m) || h('span', { class: 'quiet' }, m.unknown)),
          ),
        ),
      ),
    ),
  );
}

function head(side: Side, m: Messages, differ: ReadonlySet<SideFact>): HTMLElement[] {
  const line = side.line === null ? '' : `, ${m.line(formatCount(m, side.line))}`;
  return [
    h('div', { class: 'side-title' }, kindSymbol(side.kind, side.position === null), h('bdi', { class: differ.has('title') ? 'other' : '' }, titleIn(m, side.title) || m.kinds[side.kind])),
    h('p', { class: 'quiet', dir: 'auto' }, `${side.list}${line}`),
  ];
}

function said(side: Side, fact: SideFact, m: Messages): string {
  switch (fact) {
    case 'title':
      return titleIn(m, side.title);
    case 'kind':
      return m.kinds[side.kind];
    case 'date': {
      if (side.span === null) return '';
      const [start, end] = side.span.map((time) => formatDay(m, time));
      return start === end ? (start ?? '') : `${start} – ${end}`;
    }
    case 'place':
      return side.place;
    case 'deaths':
      return unknown(side.deaths) ? '' : figureText(side.deaths, m);
    case 'actors':
      return side.actors.join(', ');
    case 'source':
      return side.source ?? '';
    case 'notes':
      return side.notes;
  }
}

function where({ distanceKm, windowKm }: Pair, m: Messages): string {
  if (distanceKm === null) return m.noDistance;
  if (distanceKm < 0.05) return m.sameSpot;
  return m.apart(formatKilometres(m, distanceKm), windowKm === null ? '' : formatKilometres(m, windowKm));
}

function when({ daysApart, windowDays }: Pair, m: Messages): string {
  if (daysApart === null) return m.unknownDate;
  if (daysApart === 0) return m.sameDay;
  return m.daysApart(daysApart, formatCount(m, daysApart), windowDays ?? 0, formatCount(m, windowDays ?? 0));
}
