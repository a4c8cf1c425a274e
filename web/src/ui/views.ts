// How events are drawn: symbols, counts by region or cercle, heat; and the legend of the latter.
//
// In: the store. Out: a switch over the map with a legend that states its classes and doubts. It must not know Leaflet.

import { formatCount, messages, type Messages } from '../locale';
import { afterwards, DISPLAYS, FILTER_KEYS, type State, type Store } from '../state';
import { fill, h } from './dom';
import { legendOf, type Legend } from './legend';
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
    const words = legendOf(state, m);
    legend.hidden = words === null;
    if (words) fill(legend, ...drawn(words, m), state.display !== 'heat' && said);
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

function drawn({ title, classes, ramp, warnings, notes }: Legend, m: Messages): (HTMLElement | false)[] {
  return [
    title !== '' && h('p', { class: 'views-title' }, title),
    ramp !== null && h('p', { class: 'ramp' }, h('span', {}, ramp[0]), h('i', {}), h('span', {}, ramp[1])),
    classes.length > 0 && h('ul', { class: 'classes' }, ...classes.map((text, i) => h('li', {}, h('i', { class: `unit-${i}` }), text))),
    ...warnings.map((text) => h('p', { class: 'warn' }, text)),
    // What has to be known to read the map right; folded where it would hide the map.
    notes.length > 0 && h('details', { key: 'notes', open: !matchMedia(NARROW).matches }, h('summary', {}, m.legendNotes), ...notes.map((text) => h('p', {}, text))),
  ];
}
