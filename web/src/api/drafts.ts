// JSON from the server -> articles, drafts, the queue of what waits for a person's word.
//
// In: values nobody has looked at. Out: whole shapes. It must not know where the JSON came from, nor throw on anything it
// holds.

import { count, fields, list, number, oneOf, readPosition, text, why, word, type Fields } from './json';
import { readEvent } from './read';
import { id, readPair, time } from './reported';
import { ITEM_KINDS, type Article, type QueueCounts, type Draft, type DraftState, type Item, type Kept, type Mask, type Mention, type PastRuling, type QueuePage, type Ruled, type TakenFor, type Where } from './draft-types';

const TAKEN_FOR: readonly TakenFor[] = ['place', 'date', 'actor', 'kind', 'claim', 'masked'];
const MASKS: readonly Mask[] = ['treaty', 'person', 'people', 'media', 'body'];
const STATES: readonly DraftState[] = ['open', 'confirmed', 'rejected'];

function readMention(value: unknown): Mention | null {
  const from = fields(value);
  const takenFor = oneOf(TAKEN_FOR, from['taken_for']);
  const [start, end] = [number(from['start']), number(from['end'])];
  if (!takenFor || start === null || end === null || start < 0 || end <= start) return null;
  return { start, end, takenFor, masked: oneOf(MASKS, from['masked']), ...why(from), draft: number(from['draft']) };
}

/** Figures stand in an object of their own in a draft, and in columns of an event. */
const figures = (from: Fields): Fields =>
  Object.fromEntries(['deaths', 'injured'].flatMap((name) => ['low', 'best', 'high'].map((end) => [`${name}_${end}`, fields(from[name])[end]])));

/** A rival as a feature has it. */
const rival = (value: unknown): Fields => {
  const from = fields(value);
  const [lon, lat] = list(from['point']);
  return { ...from, ...fields(from['units']), lon, lat };
};

export function readDraft(value: unknown): Draft {
  const from = fields(value);
  const at = fields(from['location']);
  const date = fields(from['date']);
  const sure = fields(from['confidence']);
  const key = `draft-${id(from['draft_id'])}`;
  const event = readEvent({
    id: key,
    geometry: number(at['lon']) === null ? null : { type: 'Point', coordinates: [at['lon'], at['lat']] },
    properties: {
      ...at,
      ...fields(at['units']),
      ...figures(from),
      title: from['title'],
      kind: from['kind'],
      kind_text: from['kind_text'],
      date_start: date['start'],
      date_end: date['end'],
      date_precision: date['precision'],
      date_text: date['text'],
      place_text: at['text'],
      place: at['name'],
      precision: fields(at['precision'])['code'],
      rivals: list(at['rivals']).map(rival),
      actors: from['actors'],
      // The text's own account, then what it has others say.
      claims: list(from['event_claims']).map((one, i) => ({ ...fields(one), verb: fields(list(from['claims'])[i - 1])['verb'] })),
    },
  });
  // An id is given above, and nothing else is asked of a feature.
  if (!event) throw new Error('a draft without a key');
  return {
    key,
    state: oneOf(STATES, from['state']) ?? 'open',
    eventId: word(from['event_id']),
    event,
    direction: word(at['direction']),
    overall: count(sure['overall']),
    parts: { mention: count(sure['mention']), place: count(sure['place']), eventPlace: count(sure['event_place']), date: count(sure['date']), kind: count(sure['kind']), actors: count(sure['actors']) },
    ...why(from),
    start: count(from['start']),
    end: count(from['end']),
  };
}

/** `own` is the text where the answer does not repeat it. */
export function readArticle(value: unknown, own = ''): Article {
  const from = fields(value);
  const french = list(from['notes_fr']);
  return {
    ...about(from),
    text: text(from['text']) || own,
    mentions: list(from['mentions']).map(readMention).filter((mention) => mention !== null),
    drafts: list(from['drafts']).map(readDraft),
    notes: list(from['notes']).map((note, i) => ({ why: text(note), whyFr: text(french[i]) })),
  };
}

const about = (from: Fields): NonNullable<Item['article']> => ({
  id: id(from['id']),
  title: text(from['title']),
  source: text(from['source']),
  link: text(from['link']),
  published: word(from['published']),
});

export function readKept(value: unknown): Kept[] {
  return list(fields(value)['articles']).map(fields).map((one) => {
    const drafts = fields(one['drafts']);
    return { ...about(one), beginning: text(one['beginning']), drafts: { open: count(drafts['open']), confirmed: count(drafts['confirmed']), rejected: count(drafts['rejected']) } };
  });
}

function readItem(value: unknown): Item | null {
  const from = fields(value);
  const [key, kind] = [text(from['key']), oneOf(ITEM_KINDS, from['kind'])];
  if (key === '' || kind === null) return null;
  const draft = kind === 'draft' ? readDraft(from['draft']) : null;
  return {
    key,
    kind,
    doubt: count(from['doubt']),
    title: text(from['title']),
    ...why(from),
    same: count(from['same']),
    version: word(from['version']),
    draft: draft && { ...draft, key },
    article: draft && about(fields(fields(from['draft'])['article'])),
    event: kind === 'location' ? readEvent(from['event']) : null,
    pair: kind === 'duplicate' ? readPair(from['pair']) : null,
  };
}

const readCounts = (value: unknown): QueueCounts => {
  const from = fields(value);
  return { draft: count(from['draft']), location: count(from['location']), duplicate: count(from['duplicate']) };
};

export function readQueue(value: unknown): QueuePage {
  const from = fields(value);
  return { items: list(from['items']).map(readItem).filter((item) => item !== null), counts: readCounts(from['counts']), next: word(from['next']) };
}

export function readRuled(value: unknown): Ruled {
  const from = fields(value);
  return {
    decided: list(from['decided']).map(fields).map((one) => ({ key: text(one['key']), id: id(one['id']), also: count(one['also']), eventId: word(one['event_id']) })),
    refused: list(from['refused']).map(fields).map((one) => ({ key: text(one['key']), status: number(fields(one['problem'])['status']), detail: text(fields(one['problem'])['detail']), detailFr: text(fields(one['problem'])['detail_fr']) })),
    counts: readCounts(from['counts']),
  };
}

function readWhere(value: unknown): Where {
  const from = fields(value);
  return { status: text(from['status']), place: text(from['place']), position: readPosition(from['lon'], from['lat']) };
}

export function readPast(value: unknown): { decisions: PastRuling[]; next: string | null } {
  const from = fields(value);
  const decisions = list(from['decisions']).map(fields).map((one) => ({
    id: id(one['id']),
    eventId: word(fields(one['to'])['event_id']) ?? /^location-(.+)/.exec(text(one['key']))?.[1] ?? null,
    sides: [readWhere(one['from']), readWhere(one['to'])] as [Where, Where],
    undoneBy: text(one['undone_by']),
    at: time(one['at']),
    by: text(one['by']),
    key: text(one['key']),
    kind: oneOf(ITEM_KINDS, one['kind']) ?? 'location',
    decision: text(one['decision']),
    title: text(one['title']) || text(fields(one['to'])['title']) || text(fields(one['from'])['title']),
    also: count(fields(one['to'])['also']),
    undoneAt: time(one['undone_at']),
  }));
  return { decisions: decisions.filter((one) => one.id !== ''), next: word(from['next']) };
}
