// Texts, drafts and the queue: what is read of the server's answers, and what it is told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArticle, readDraft, readPast, readQueue, readRuled } from '../src/api/drafts';
import { onTheWay, sector } from '../src/map/sector';
import { correctionOf, distanceM, itemsOf, rulingOf, shownItem, total, type Correction, type Item, type Mention, type Position, type Review } from '../src/state';
import { pieces } from '../src/ui/highlight';
import { reviewEn } from '../src/locale/review-en';
import { reviewFr } from '../src/locale/review-fr';

const place = (name: string, lon: number, lat: number): object => ({ id: name, name, kind: 'village', point: [lon, lat], units: { region: 'Gao', cercle: 'Bourem' }, score: 1, p: 0.2, distance_km: 12, why: 'w', why_fr: 'f' });
/** As the server has it. */
const DRAFT = {
  location: { status: 'located', point: [-1.4, 17.03], lon: -1.4, lat: 17.03, radius_m: 10_000, precision: { code: 2, scheme: 'azalai' }, p: 0.98, method: 'exact', name: 'Bamba', place_kind: 'village', units: { region: 'Gao', cercle: 'Bourem', commune: null, edition: null }, why: 'named', why_fr: 'nommé', rivals: [place('Bamba', -7.15, 10.38), place('Bamba', -3.2, 14.1)], flags: [], layer: 'seed', text: 'Bamba', direction: 'north' },
  date: { start: '2023-10-01', end: '2023-10-01', precision: 'day', text: 'This Sunday' },
  kind: 'attack',
  kind_text: 'attack on a position',
  actors: ['FAMa', 'CSP'],
  deaths: { low: 2, best: null, high: 4 },
  injured: { low: null, best: null, high: null },
  claims: [{ who: 'FAMa', verb: 'said', quote: 'repelled', deaths: { low: null, best: 4, high: null }, injured: {} }],
  confidence: { overall: 0.9, mention: 0.99, place: 0.98, event_place: 0.93, date: 0.9, kind: 0.8, actors: 0.7 },
  why: 'an attack', why_fr: 'une attaque', start: 3, end: 40, draft_id: 12, state: 'open',
};

test('a draft is read as the event it would be', () => {
  const { key, event, direction, overall, parts } = readDraft(DRAFT);
  assert.deepEqual([key, event.position, event.place, event.region, event.precision, event.radiusM, event.dateText], ['draft-12', [-1.4, 17.03], 'Bamba', 'Gao', 2, 10_000, 'This Sunday']);
  assert.deepEqual([direction, overall, parts.eventPlace, event.deaths], ['north', 0.9, 0.93, { low: 2, best: null, high: 4 }]);
  assert.deepEqual(event.rivals.map(({ position, cercle }) => [...position, cercle]), [[-7.15, 10.38, 'Bourem'], [-3.2, 14.1, 'Bourem']]);
});

test('whatever the server answers, nothing is thrown and nothing without a key is kept', () => {
  for (const odd of [null, 3, 'x', [], {}, { items: [null, {}, { key: 'x', kind: 'y' }], drafts: [null, 5], mentions: [{ start: 4, end: 2, taken_for: 'place' }], decisions: [{}], decided: [7], counts: [] }]) {
    assert.deepEqual(readQueue(odd).items, []);
    assert.deepEqual(readArticle(odd).mentions, []);
    assert.deepEqual(readPast(odd).decisions, []);
    assert.equal(total(readRuled(odd).counts), 0);
  }
});

const mention = (start: number, end: number): Mention => ({ start, end, takenFor: 'place', masked: null, why: '', whyFr: '', draft: null });

test('a text is cut at characters as Unicode counts them, and none is lost or told twice', () => {
  const text = '𝒜 à Bamba 🐪, ce dimanche';
  assert.equal(pieces(text, [mention(4, 9)])[1]?.text, 'Bamba');
  for (const mentions of [[], [mention(0, 24)], [mention(4, 9), mention(6, 12)], [mention(9, 4000)], [mention(13, 15), mention(0, 1)], [mention(2, 3), mention(3, 4)]]) {
    assert.equal(pieces(text, mentions).map((piece) => piece.text).join(''), text);
  }
});

const ARTICLE = readArticle({ id: 4, text: 'x', drafts: [DRAFT, { ...DRAFT, draft_id: 13, state: 'confirmed' }] });
const item = (more: Partial<Item>): Item => ({ ...(itemsOf(ARTICLE)[0] as Item), ...more });

test('only drafts that nobody decided on wait', () => assert.deepEqual(itemsOf(ARTICLE).map(({ key }) => key), ['draft-12']));

test('the server is told what was corrected, and only that', () => {
  const of = (kind: Item['kind'], correction: Correction, yes = true): object => rulingOf(item({ kind, key: 'k', version: 'v3' }), correction, yes);
  const head = { key: 'k', version: 'v3' };
  assert.deepEqual(of('draft', {}), { ...head, decision: 'confirm' });
  assert.deepEqual(of('draft', { kind: 'clash', words: 'fight', date: { start: '2023-10-01', end: '2023-10-02' }, place: { candidate: 2 } }), { ...head, decision: 'confirm', change: { kind: 'clash', kind_text: 'fight', date_start: '2023-10-01', date_end: '2023-10-02', candidate: 2 } });
  assert.deepEqual(of('draft', { kind: 'clash' }, false), { ...head, decision: 'reject' }, 'a rejected draft is not corrected');
  assert.deepEqual(of('location', { same: true }), { ...head, decision: 'accept', same: true });
  assert.deepEqual(of('location', { place: { candidate: 2 } }), { ...head, decision: 'candidate', candidate: 2 });
  assert.deepEqual(of('location', { place: { lon: 1, lat: 2 }, learn: true, same: true }), { ...head, decision: 'place', lon: 1, lat: 2, learn: true, same: true });
  assert.deepEqual(of('duplicate', {}), { ...head, decision: 'same' });
  assert.deepEqual(of('duplicate', {}, false), { ...head, decision: 'different' });
});

test('actors and figures are corrected in all claims of the event, and what nobody touched stays', () => {
  const event_claims = [{ source: 'AFP', text: 'The camp', deaths_low: 3, deaths_best: 4, deaths_high: 9 }, { source: 'FAMa', text: 'repelled', deaths_best: 20, injured_low: 2 }];
  const draft = readDraft({ ...DRAFT, event_claims });
  assert.deepEqual(draft.event.claims.map(({ source, verb }) => [source, verb]), [['AFP', ''], ['FAMa', 'said']]);
  const of = (correction: Correction): Record<string, unknown> => ({ ...rulingOf(item({ kind: 'draft', draft }), correction, true).change });
  assert.deepEqual(of({ actors: ' FAMa ;; JNIM' }), { actors: ['FAMa', 'JNIM'] });
  const none = { deaths_low: null, deaths_best: null, deaths_high: null, injured_low: null, injured_best: null, injured_high: null };
  const first = { source: 'AFP', text: 'The camp', ...none, deaths_low: 3, deaths_best: 4, deaths_high: 9 };
  const second = { source: 'FAMa', text: 'repelled', ...none, deaths_best: 20, injured_low: 2 };
  assert.deepEqual(of({ figures: { '1-injured-high': '5' } }), { claims: [first, { ...second, injured_low: 2, injured_high: 5 }] });
  assert.deepEqual(of({ figures: { '0-deaths-high': '3' } }), { claims: [{ ...first, deaths_low: 3, deaths_best: 3, deaths_high: 3 }, second] }, 'both ends are one number');
  assert.deepEqual(of({ figures: { '0-deaths-low': '12' } }), { claims: [{ ...first, deaths_low: 9, deaths_best: null, deaths_high: 12 }, second] }, 'the lower one first');
  assert.deepEqual(of({ figures: { '0-deaths-low': '', '0-deaths-high': '' } }), { claims: [{ ...first, deaths_low: null, deaths_best: null, deaths_high: null }, second] });
});

test('the map shows the place that is chosen, and a way only from the one that was read', () => {
  const shown = (correction: Correction | null): [unknown, unknown, unknown] => {
    const { events, direction } = shownItem(item({}), correction);
    return [events[0]?.position, events[0]?.radiusM, direction];
  };
  assert.deepEqual(shown(null), [[-1.4, 17.03], 10_000, 'north']);
  assert.deepEqual(shown({ place: { candidate: 2 } }), [[-3.2, 14.1], 0, null]);
  assert.deepEqual(shown({ place: { lon: 1, lat: 2 } }), [[1, 2], 0, null]);
  assert.deepEqual(shown({ place: { candidate: 9 } })[0], undefined, 'no place that is not there');
});

test('a sector reaches as far as the radius, to both sides of the way', () => {
  const at: Position = [-1.4, 17.03];
  const [apex, ...arc] = sector(at, 10_000, 'north');
  assert.deepEqual(apex, at);
  for (const point of arc) assert.ok(Math.abs(distanceM(at, point) - 10_000) < 1);
  assert.ok(arc.every(([, lat]) => lat > at[1] + 0.06), 'all of it lies north');
  assert.ok(sector(at, 10_000, 'north-east').length < arc.length, 'more words, a narrower one');
  assert.deepEqual(sector(at, 10_000, 'upwards'), []);
  const [lon, lat] = onTheWay([0, 0], 90, 111_195);
  assert.ok(Math.abs(lon - 1) < 1e-4 && Math.abs(lat) < 1e-9);
});

test('the same keys do the same in both languages, and each is told once', () => {
  const keys = (m: typeof reviewEn): string[] => m.queueKeys.map(([key]) => key);
  assert.deepEqual(keys(reviewFr), keys(reviewEn));
  assert.equal(new Set(keys(reviewEn)).size, keys(reviewEn).length);
  assert.deepEqual(correctionOf({ corrections: new Map() } as unknown as Review, 'x'), {});
});
