// A draft beside the text that it was read from: where, when, what, who says what, how sure each part is, what was near.
//
// In: a draft, its article, what a person corrected. Out: elements; corrections go to the state. It must not know Leaflet.

import { KINDS } from '../kinds';
import { formatProbability, formatSpan, type Messages } from '../locale';
import { correct, HARMS, endOf, isDay, memo, positionOf, slot, typed, type Article, type AzEvent, type ConfidencePart, type Correction, type Draft, type Item, type State, type Store } from '../state';
import { around } from './around';
import { because } from './because';
import { card, figureText } from './claims';
import { h, linked } from './dom';
import { highlighted } from './highlight';
import { placing } from './placing';

/** Neither is made anew, nor asked for again, when something else of the draft is corrected. */
const text = memo(highlighted);
export const near = memo((event: AzEvent, place: Correction['place'], m: Messages, store: Store<State>) => around({ ...event, position: positionOf(event, place) }, m, store, true));

export function draftView(item: Item, draft: Draft, article: Article | null | undefined, correction: Correction, m: Messages, store: Store<State>, map: HTMLElement): HTMLElement {
  const number = article?.drafts.findIndex(({ key }) => key === draft.key) ?? -1;
  return h(
    'div',
    { class: 'draft' },
    h(
      'div',
      { class: 'draft-text' },
      item.article && origin(item.article, m),
      article ? text(article, draft, number, m) : h('p', { class: 'note', role: 'status' }, m.waiting),
      ...(article?.notes ?? []).map((note) => because(note, m)),
    ),
    h(
      'div',
      { class: 'draft-facts' },
      because(draft, m),
      fieldsOf(draft, correction, m, store),
      placing(draft.event, correction, null, m, store, map),
      account(draft, correction, m, store),
      confidence(draft, correction.place !== undefined, m),
      near(draft.event, correction.place, m, store),
    ),
  );
}

/** Where a text comes from; each part keeps its own direction of writing. */
export function origin(article: NonNullable<Item['article']>, m: Messages, more: readonly string[] = []): HTMLElement {
  const said = [article.title, article.source, article.published === null ? '' : m.publishedOn(formatSpan(m, [Date.parse(article.published), Date.parse(article.published)], 'day')), ...more].filter(Boolean);
  return h('p', { class: 'quiet' }, ...said.flatMap((one, i) => [i > 0 && ' · ', h('bdi', {}, one)]), ...(article.link ? [' · ', ...linked(article.link)] : []));
}

function fieldsOf({ key, event }: Draft, correction: Correction, m: Messages, store: Store<State>): HTMLElement {
  const own = { start: dayOf(event.span?.[0]), end: dayOf(event.span?.[1]) };
  const date = correction.date ?? own;
  const title = h('input', { type: 'text', key: 'draft-title', maxlength: 200, value: correction.words ?? event.kindText, placeholder: m.kinds[event.kind], on: { input: () => typed(store, key, { words: differing(title.value.trim(), event.kindText) }) } });
  const kind = h('select', { key: 'draft-kind', on: { change: () => correct(store, { kind: kind.value === event.kind ? undefined : kind.value }) } }, ...KINDS.map((one) => h('option', { value: one, selected: one === (correction.kind ?? event.kind) }, m.kinds[one])));
  const day = (end: 'start' | 'end', label: string): HTMLElement => {
    const input = h('input', {
      type: 'date',
      key: `draft-${end}`,
      value: date[end],
      on: {
        change: () => {
          if (!isDay(input.value)) return;
          // The other end gives way: an event does not end before it begins.
          const next = { ...date, [end]: input.value };
          if (end === 'start' && (next.end === '' || next.end < next.start)) next.end = next.start;
          if (end === 'end' && (next.start === '' || next.start > next.end)) next.start = next.end;
          correct(store, { date: next.start === own.start && next.end === own.end ? undefined : next });
        },
      },
    });
    return h('label', {}, h('span', {}, label), input);
  };
  const precision = [event.datePrecision && m.datePrecisions[event.datePrecision], event.dateText && m.textSays(event.dateText)].filter(Boolean);
  return h(
    'div',
    { class: 'draft-fields' },
    h('label', { class: 'wide-field' }, h('span', {}, m.whatHappened), title),
    h('label', {}, h('span', {}, m.kind), kind),
    day('start', m.firstDay),
    day('end', m.lastDay),
    h('p', { class: 'quiet' }, event.span ? precision.join(' · ') : m.unknownDate),
  );
}

/** Undefined where a person made it what it was. */
const differing = (now: string, was: string): string | undefined => (now === was ? undefined : now);

const dayOf = (time: number | undefined): string => (time === undefined ? '' : new Date(time).toISOString().slice(0, 10));

export function people({ event }: Pick<Draft, 'event'>, m: Messages): HTMLElement {
  return h(
    'section',
    { class: 'claims' },
    event.actors.length > 0 && h('h3', {}, m.actors),
    event.actors.length > 0 && h('ul', { class: 'actors' }, ...event.actors.map((actor) => h('li', { dir: 'auto' }, actor))),
    h('h3', {}, m.deaths),
    h('p', {}, figureText(event.deaths, m)),
    event.claims.length > 0 && h('h3', {}, m.claims),
    h('div', { class: 'claim-cards' }, ...event.claims.map((claim) => card(claim, m))),
  );
}

/** Who took part and what each side counts, to be corrected before it is an event. */
function account({ key, event }: Draft, { actors, figures }: Correction, m: Messages, store: Store<State>): HTMLElement {
  const was = event.actors.join('; ');
  const now: Record<string, string> = { ...figures };
  const who = h('input', { type: 'text', key: 'draft-actors', maxlength: 2000, value: actors ?? was, placeholder: m.unknown, dir: 'auto', on: { input: () => typed(store, key, { actors: differing(who.value.trim(), was) }) } });
  return h(
    'section',
    { class: 'claims' },
    h('div', { class: 'draft-fields' }, h('label', { class: 'wide-field' }, h('span', {}, m.actorsApart), who)),
    ...(figures ? [] : [h('h3', {}, m.deaths), h('p', {}, figureText(event.deaths, m))]),
    h('h3', {}, m.claims),
    h(
      'div',
      { class: 'claim-cards' },
      ...event.claims.map((claim, at) => {
        const end = (counted: (typeof HARMS)[number], one: 'low' | 'high'): HTMLElement => {
          const [name, told] = [slot(at, counted, one), endOf(claim[counted], one)];
          const input = h('input', {
            type: 'number', min: 0, max: 1_000_000, key: `draft-${name}`, value: now[name] ?? told, 'aria-label': `${m[counted]}, ${m.figures[one]}`,
            on: {
              input: () => {
                // Half a number is none yet.
                if (!input.validity.valid) return;
                if (input.value === told) delete now[name];
                else now[name] = input.value;
                typed(store, key, { figures: Object.keys(now).length > 0 ? { ...now } : undefined });
              },
            },
          });
          return input;
        };
        const numbers = h('dl', { class: 'facts' }, ...HARMS.flatMap((counted) => [h('dt', {}, m[counted]), h('dd', { class: 'ends' }, end(counted, 'low'), '–', end(counted, 'high'))]));
        // The text stands beside it, whole.
        return card(at === 0 ? { ...claim, text: m.byTheText } : claim, m, false, numbers);
      }),
    ),
  );
}

/** What is as sure as before when a person chose the place. */
const OTHER_PARTS: readonly ConfidencePart[] = ['date', 'kind', 'actors'];

/** By part, since a product hides which part is weak. */
function confidence({ overall, parts }: Draft, placed: boolean, m: Messages): HTMLElement {
  return h(
    'section',
    { class: 'confidence' },
    h('h3', {}, m.confidence),
    h('p', {}, placed ? m.placedByYou : m.confidenceOverall(formatProbability(m, overall))),
    h(
      'dl',
      { class: 'facts' },
      ...(Object.keys(m.confidenceParts) as ConfidencePart[]).filter((part) => !placed || OTHER_PARTS.includes(part)).flatMap((part) => {
        const meter = h('span', { class: 'meter', 'aria-hidden': 'true' }, h('i'));
        (meter.firstChild as HTMLElement).style.width = `${Math.round(parts[part] * 100)}%`;
        return [h('dt', {}, m.confidenceParts[part]), h('dd', {}, meter, formatProbability(m, parts[part]))];
      }),
    ),
  );
}
