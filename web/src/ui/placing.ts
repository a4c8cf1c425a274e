// Where it was: the place that is proposed, the others it could be, or another one on the map.
//
// In: an event in doubt, and what a person chose of it. Out: a list to choose from beside a map. It must not know Leaflet: the
// map comes as an element.

import { formatDistance, formatPosition, formatProbability, reason, type Messages } from '../locale';
import { chooseRival, correct, MOST_RIVALS, type AzEvent, type Correction, type Rival, type State, type Store } from '../state';
import { icon } from '../symbols';
import { button } from './dialog';
import { h } from './dom';
import { disagreements } from './where';

/** `best`: by agreeing it is placed at the first of the others; where that is a guess, at none. */
export function placing(event: AzEvent, correction: Correction, best: 'best' | 'guess' | null, m: Messages, store: Store<State>, map: HTMLElement): HTMLElement {
  const { place } = correction;
  const chosen = place === undefined ? (best === 'best' ? 1 : null) : 'candidate' in place ? place.candidate : null;
  const set = place && 'lon' in place ? place : null;
  const rivals = event.rivals.slice(0, MOST_RIVALS);
  map.setAttribute('aria-label', m.placingMap);
  return h(
    'section',
    { class: 'placing' },
    h('h3', {}, m.where),
    h(
      'div',
      { class: 'placing-choice' },
      h(
        'ol',
        { class: 'candidates', 'aria-label': m.where },
        best === null && event.position !== null && h('li', {}, option('own', '', place === undefined, nameOf(event, m), factsOf(event, m), () => correct(store, { place: undefined, learn: undefined }))),
        ...rivals.map((rival, i) => h('li', {}, option(`rival-${i + 1}`, String(i + 1), chosen === i + 1, [h('bdi', {}, rival.name), unitsOf(rival)], [formatProbability(m, rival.p), away(rival, m)], () => chooseRival(store, i + 1)))),
        (best !== null || event.position === null) && rivals.length === 0 && set === null && h('li', { class: 'quiet' }, m.noCandidates),
        set !== null && h('li', {}, option('set', '', true, [m.placeSet], [formatPosition([set.lon, set.lat])], () => correct(store, { place: undefined, learn: undefined }))),
      ),
      h('figure', { class: 'small-map-figure' }, map, h('figcaption', { class: 'quiet' }, m.placingHint)),
    ),
    set !== null &&
      h(
        'label',
        { class: 'check' },
        h('input', { type: 'checkbox', key: 'learn', checked: correction.learn === true, on: { change: (change) => correct(store, { learn: (change.target as HTMLInputElement).checked || undefined }) } }),
        h('span', {}, m.learnPlace),
      ),
    ...disagreements(event, m).map((text) => h('p', { class: 'disagreement' }, icon('warning'), h('span', {}, text))),
    set === null && why(place === undefined ? event : (rivals[(chosen ?? 0) - 1] ?? event), place === undefined && event.position === null ? m.whyNot : m.why, m),
  );
}

function option(key: string, number: string, on: boolean, name: readonly (HTMLElement | string)[], facts: readonly string[], choose: () => void): HTMLElement {
  const one = button(`place-${key}`, [number !== '' && h('kbd', { 'aria-hidden': 'true' }, number), h('span', { class: 'candidate-name' }, ...name), h('span', { class: 'quiet' }, facts.filter(Boolean).join(' · '))], choose);
  one.classList.add('candidate');
  one.setAttribute('aria-pressed', String(on));
  if (number !== '') one.setAttribute('aria-keyshortcuts', number);
  return one;
}

const unitsOf = ({ cercle, region }: Pick<Rival, 'cercle' | 'region'>): string => [cercle, region].filter(Boolean).map((unit) => `, ${unit}`).join('');
const nameOf = (event: AzEvent, m: Messages): (HTMLElement | string)[] => [h('bdi', {}, event.place ?? (event.asked.name || m.nowhere)), unitsOf(event)];
const factsOf = (event: AzEvent, m: Messages): string[] => [formatProbability(m, event.p), event.precision === null ? '' : (m.precisions[event.precision] ?? ''), event.radiusM > 0 ? m.within(formatDistance(m, event.radiusM)) : ''];
const away = ({ distanceKm }: Rival, m: Messages): string => (distanceKm === null ? '' : m.away(formatDistance(m, distanceKm * 1000)));

function why(of: AzEvent | Rival, title: string, m: Messages): HTMLElement | false {
  const told = reason(of, m);
  return told.text !== '' && h('div', { class: 'why' }, h('h4', {}, title), h('p', { lang: told.lang, dir: 'auto' }, told.text));
}
