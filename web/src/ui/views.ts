// How events are drawn: symbols, counts by region or cercle, heat; and the legend of the latter.
//
// In: the store. Out: a switch over the map with a legend that states its classes and doubts. It must not know Leaflet.

import { formatCount, formatDay, messages, type Messages } from '../locale';
import { classBounds, DISPLAYS, FILTER_KEYS, levelOf, shownRows, type Counted, type State, type Store } from '../state';
import { afterwards, fill, h } from './dom';
import { NARROW } from './sheet';

export function createViews(store: Store<State>): HTMLElement {
  const choices = h('div', { class: 'views-choice', role: 'group' });
  const legend = h('div', { class: 'views-legend', hidden: true });
  const said = h('p', { class: 'unit-said', role: 'status' });
  const root = h('div', { class: 'views' }, choices, legend);

  const choose = (): void => {
    const { lang, display } = store.get();
    const m = messages(lang);
    choices.setAttribute('aria-label', m.views);
    fill(
      choices,
      ...DISPLAYS.map((one) =>
        h('button', { type: 'button', key: `as-${one}`, 'aria-pressed': String(one === display), on: { click: () => store.set({ display: one }) } }, m.viewNames[one]),
      ),
    );
  };
  const explain = (): void => {
    const state = store.get();
    const m = messages(state.lang);
    const { display, counted } = state;
    legend.hidden = display === 'symbols' || (levelOf(display) !== null && counted === null);
    if (display === 'heat') fill(legend, ...heatLegend(state, m));
    else if (counted) fill(legend, ...unitLegend(counted, state, m), said);
  };
  const read = (): void => {
    const { unitRead, lang } = store.get();
    const m = messages(lang);
    said.textContent = unitRead ? `${unitRead.name}: ${m.unitEvents(unitRead.events, formatCount(m, unitRead.events))}` : m.unitHint;
  };
  store.on(['lang', 'display'], choose);
  store.on(['lang', 'display', 'counted'], explain);
  store.on(['events', ...FILTER_KEYS], afterwards(explain));
  store.on(['lang', 'unitRead'], read);
  choose();
  explain();
  read();
  return root;
}

function unitLegend({ units, at, dropped, failed }: Counted, { from, lang }: Readonly<State>, m: Messages): (HTMLElement | false)[] {
  const day = (text: string): string => (text === '' ? '' : formatDay(m, Date.parse(text)));
  const most = Math.max(0, ...units.map(({ events }) => events));
  const bounds = classBounds(most);
  // Those of one division that were not changed since begin and end with others: the last to begin tells of it.
  const start = units.reduce((last, { validFrom }) => (validFrom > last ? validFrom : last), '');
  const end = units.reduce((first, { validTo }) => (validTo !== '' && (first === '' || validTo < first) ? validTo : first), '');
  const nowhere = units.filter(({ shape, seat }) => !shape && !seat).length;
  const seats = units.some(({ shape, seat }) => !shape && seat);
  const without = dropped.map((name) => (name === 'q' ? m.wordsFilter : m.facets[name])).join(', ');
  const label = (i: number): string => {
    const [low, next] = [bounds[i] ?? 0, bounds[i + 1]];
    const high = next === undefined ? most : next - 1;
    return low === high ? formatCount(m, low) : `${formatCount(m, low)}–${formatCount(m, high)}`;
  };
  return [
    h('p', { class: 'views-title', lang }, m.unitsOf(day(start), day(end))),
    failed && h('p', { class: 'warn' }, m.unitsFailed),
    !failed &&
      h(
        'ul',
        { class: 'classes' },
        h('li', {}, h('i', { class: 'unit-0' }), m.noUnitData),
        ...bounds.map((_, i) => h('li', {}, h('i', { class: `unit-${i + 1}` }), label(i))),
      ),
    without !== '' && h('p', { class: 'warn' }, m.unitsWithout(without)),
    from !== null && start !== '' && from < start && at >= start && h('p', {}, m.earlierDivision),
    ...notes(m, seats && m.seats, nowhere > 0 && m.noSeat(formatCount(m, nowhere))),
  ];
}

function heatLegend(state: Readonly<State>, m: Messages): (HTMLElement | false)[] {
  const vague = shownRows(state).reduce((sum, row) => sum + (state.events[row]?.status === 'area' ? 1 : 0), 0);
  return [
    h('p', { class: 'ramp' }, h('span', {}, m.heatLess), h('i', {}), h('span', {}, m.heatMore)),
    ...notes(m, `${m.heatWeight} ${m.heatRelative}`, vague > 0 && m.heatVague(vague, m.events(vague, formatCount(m, vague)))),
  ];
}

/** What has to be known to read the map right; folded where it would hide the map. */
function notes(m: Messages, ...texts: (string | false)[]): HTMLElement[] {
  const said = texts.filter((text) => text !== false);
  return said.length === 0 ? [] : [h('details', { key: 'notes', open: !matchMedia(NARROW).matches }, h('summary', {}, m.legendNotes), ...said.map((text) => h('p', {}, text)))];
}
