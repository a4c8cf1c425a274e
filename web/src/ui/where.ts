// Where an event is placed, how sure that is, why, and where else it could be.
//
// In: an event. Out: the section of its panel. It must not know the map.

import { formatDistance, formatProbability, reason, type Messages } from '../locale';
import { anchorsOf, boundsOf, type AzEvent, type Rival, type State, type Store } from '../state';
import { icon } from '../symbols';
import { coordinates } from './coordinates';
import { h } from './dom';

/** Flags by which the row is at odds with itself or with the map: said first, and never softened by what follows. */
const DISAGREEMENTS: ReadonlySet<string> = new Set(['far_from_named_place', 'swapped_coordinates', 'contradicts_region', 'contradicts_unit', 'unknown_unit', 'ambiguous']);

/** Marks and letters of either case are one name. */
const sameName = (name: string): string => name.normalize('NFD').replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** What does not agree, in words; empty when nothing speaks against the place. */
export function disagreements({ flags, rivals, position, place }: AzEvent, m: Messages): string[] {
  const names = [...rivals.map(({ name }) => name), ...(position && place ? [place] : [])].map(sameName);
  const shared = names.length > 1 && new Set(names).size === 1;
  return flags
    .filter((flag) => DISAGREEMENTS.has(flag) && !(flag === 'far_from_named_place' && flags.includes('swapped_coordinates')))
    .map((flag) => (flag === 'ambiguous' && !shared ? m.severalMeant : (m.flags[flag] ?? flag)));
}

export function where(event: AzEvent, m: Messages, store: Store<State>): HTMLElement {
  const placed = event.position !== null;
  const why = reason(event, m);
  return h(
    'section',
    { 'aria-label': m.where },
    h('h3', {}, m.where),
    placed
      ? h('p', { class: 'strong' }, h('bdi', {}, event.place ?? event.asked.name), ...kindOfPlace(event.placeKind, m))
      : h('p', { class: 'strong' }, m.nowhere),
    h('p', { class: 'unit-path' }, [event.commune, event.cercle, event.region].filter((unit) => unit !== null).join(' › ')),
    event.edition !== null && h('p', { class: 'quiet' }, editionText(event.edition, m)),
    asked(event, m),
    ...disagreements(event, m).map((text) => h('p', { class: 'disagreement' }, icon('warning'), h('span', {}, text))),
    placed && certainty(event, m),
    h(
      'div',
      { class: 'why' },
      h('h4', {}, placed ? m.why : m.whyNot),
      h('p', { lang: why.lang, dir: 'auto' }, why.text),
      ...event.flags.filter((flag) => !DISAGREEMENTS.has(flag)).map((flag) => h('p', { class: 'flag' }, icon('warning'), m.flags[flag] ?? flag)),
    ),
    rivals(event, m, store),
  );
}

const kindOfPlace = (kind: string | null, m: Messages): HTMLElement[] =>
  kind ? [h('span', { class: 'quiet' }, ` – ${m.placeKinds[kind] ?? kind}`)] : [];

/** `../2016-01-19` and the like, in words. */
function editionText(edition: string, m: Messages): string {
  const [from = '', to = ''] = edition.split('/').map((end) => (end === '..' ? '' : end));
  const year = (day: string): string => day.slice(0, 4);
  if (!from && !to) return '';
  return from ? m.edition(year(from), year(to)) : m.editionBefore(year(to));
}

function asked({ asked: { name, commune, cercle, region } }: AzEvent, m: Messages): HTMLElement | null {
  const words = [name, commune, cercle, region].filter(Boolean).join(', ');
  return words === '' ? null : h('p', { class: 'quiet', dir: 'auto' }, m.asWritten(words));
}

/** A cercle or region whose shape is not known: only a circle is drawn, and it should not pass for the unit. */
const isCircledUnit = ({ method, precision }: AzEvent): boolean => method === 'area' && (precision === 3 || precision === 4);

function certainty(event: AzEvent, m: Messages): HTMLElement {
  const words = m.certainty[Math.min(4, Math.floor(event.p * 5))] ?? '';
  const meter = h('span', { class: 'meter', 'aria-hidden': 'true' }, h('i'));
  (meter.firstChild as HTMLElement).style.width = `${Math.round(event.p * 100)}%`;
  // "At the place named" is not said of a place that the row itself speaks against.
  const agreed = disagreements(event, m).length === 0;
  const exactness = [
    event.status === 'area' ? m.inArea : agreed && event.precision !== null ? m.precisions[event.precision] : undefined,
    isCircledUnit(event) ? m.circledUnit : undefined,
    event.radiusM > 0 ? m.within(formatDistance(m, event.radiusM)) : undefined,
    m.methods[event.method],
  ].filter((part) => part !== undefined);
  return h(
    'div',
    { class: 'certainty' },
    h('p', {}, meter, h('span', {}, m.sure(formatProbability(m, event.p), words))),
    h('p', { class: 'quiet' }, exactness.join(' · ')),
    event.position && coordinates(event.position, m),
  );
}

function rivals(event: AzEvent, m: Messages, store: Store<State>): HTMLElement | null {
  if (event.rivals.length === 0) {
    return event.position === null && m.nothingLike !== '' ? h('p', { class: 'quiet' }, m.nothingLike) : null;
  }
  const all = boundsOf([...event.rivals.map(({ position }) => position), ...(event.position ? [event.position] : [])]);
  // A computed place has anchors, not alternatives; nor do their names' other bearers say how sure it is.
  const computed = event.position !== null && (event.method === 'offset' || event.method === 'between');
  const anchors = computed ? anchorsOf(event) : [];
  const others = event.rivals.filter((rival) => !anchors.includes(rival));
  const list = (title: string, places: readonly Rival[]): HTMLElement[] =>
    places.length > 0 ? [h('h4', {}, title), h('ol', {}, ...places.map((rival) => rivalRow(rival, m, !computed)))] : [];
  return h(
    'div',
    { class: 'rivals' },
    ...list(m.anchors, anchors),
    ...list(computed ? m.namesakes : event.position ? m.rivals : m.candidates, others),
    h(
      'button',
      { type: 'button', class: 'button text', key: 'rivals', on: { click: () => all && store.set({ goTo: { bounds: all, maxZoom: 10 } }) } },
      m.showRivals,
    ),
  );
}

function rivalRow(rival: Rival, m: Messages, alternative: boolean): HTMLElement {
  const units = [rival.cercle, rival.region].filter((unit) => unit !== null).join(', ');
  const facts = [rival.kind && (m.placeKinds[rival.kind] ?? rival.kind), rival.distanceKm !== null && m.away(formatDistance(m, rival.distanceKm * 1000))];
  return h(
    'li',
    { title: reason(rival, m).text },
    alternative && h('span', { class: 'p' }, formatProbability(m, rival.p)),
    h(
      'span',
      {},
      h('bdi', {}, rival.name),
      units && `, ${units}`,
      h('span', { class: 'quiet' }, facts.filter(Boolean).join(' · ')),
    ),
  );
}
