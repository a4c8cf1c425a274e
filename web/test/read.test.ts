import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samePath } from '../src/api/client';
import { readEvent, readPage, readSuggestions } from '../src/api/read';
import { readReport } from '../src/api/reported';
import { messages, reason, titleIn } from '../src/locale';
import { boundsAround } from '../src/state';
import { toLookAt } from '../src/ui/report';
import { event } from './sample';
import './locales';

test('a day lasts until its last millisecond, a moment does not', () => {
  assert.deepEqual(event('a').span, [Date.UTC(2023, 9, 1), Date.UTC(2023, 9, 2) - 1]);
  const moment = event('b', { date_start: '2023-10-01T06:30:00Z', date_end: '2023-10-01T06:30:00Z' });
  assert.deepEqual(moment.span, [Date.UTC(2023, 9, 1, 6, 30), Date.UTC(2023, 9, 1, 6, 30)]);
  assert.equal(event('c', { date_start: null, date_end: null }).span, null);
});

test('unknown deaths stay unknown', () => {
  assert.deepEqual(event('a', { deaths_low: null, deaths_best: null, deaths_high: null }).deaths, { low: null, best: null, high: null });
  assert.equal(event('a', { deaths_best: 0 }).deaths.best, 0);
});

test('whatever comes in, nothing is thrown and nothing is half read', () => {
  const odd: unknown[] = [null, 3, 'x', [], {}, { id: {} }, { id: 'a', geometry: { type: 'Point', coordinates: ['1', 2] } },
    { id: 'a', geometry: { type: 'Point', coordinates: [200, 2] } }, { id: 'a', properties: { rivals: 'x', claims: [null], flags: [1] } }];
  for (const value of odd) {
    const read = readEvent(value);
    assert.ok(read === null || (read.position === null && Array.isArray(read.rivals)));
    readPage(value, readEvent);
    readReport(value);
  }
});

test('suggestions without a position are left out, and whatever else comes in reads as text', () => {
  const place = { id: 'a', name: 'Bamba', matched: 'Bamba', kind: 'village', lon: -1.4, lat: 17, radius_m: 1000, units: 'Bourem, Gao' };
  const read = readSuggestions({ suggestions: [place, null, { ...place, lon: '1' }, { ...place, lat: 91 }, { lon: 1, lat: 2, name: 5, radius_m: -3 }] });
  assert.deepEqual(read.map(({ name, position, radiusM }) => [name, position, radiusM]), [['Bamba', [-1.4, 17], 1000], ['', [1, 2], 0]]);
  for (const odd of [null, 3, [], {}, { suggestions: 'x' }]) assert.deepEqual(readSuggestions(odd), []);
});

test('a place found is shown with something around it', () => {
  const { west, south, east, north } = boundsAround([-1.4, 17], 20_000);
  assert.ok(Math.abs((north - south) * 111.195 - 40) < 0.1 && Math.abs((east - west) * 111.195 * Math.cos(17 * Math.PI / 180) - 40) < 0.1);
  const pole = boundsAround([0, 90], 20_000);
  assert.ok(Object.values(pole).every(Number.isFinite));
});

test('a kind of the future is drawn as other', () => {
  assert.equal(event('a', { kind: 'cyber' }).kind, 'other');
});

test('the next link is followed on the host that served the page, whatever the server calls itself', () => {
  assert.equal(samePath('http://10.0.0.7:9/collections/events/items?cursor=5', 'http://127.0.0.1:8080/#map'), '/collections/events/items?cursor=5');
  assert.equal(samePath('/collections/events/items?cursor=5', 'http://127.0.0.1:8080/'), '/collections/events/items?cursor=5');
});

test('a reason is told in the language of the page, in English where an older store has no French', () => {
  const both = event('a', { why: 'the only one', why_fr: 'le seul' });
  assert.deepEqual(reason(both, messages('fr')), { text: 'le seul', lang: 'fr' });
  assert.deepEqual(reason(both, messages('en')), { text: 'the only one', lang: 'en' });
  const old = event('b', { why: 'the only one', why_fr: null });
  assert.deepEqual(reason(old, messages('fr')), { text: 'the only one', lang: 'en' });
});

test('rows to look at: those with a problem or in doubt, and only those', () => {
  const { verdicts } = readReport({
    verdicts: [
      { line: 2, verdict: 'added', status: 'located', problems: [] },
      { line: 3, verdict: 'added', status: 'located', problems: [{ line: 3, column: 'deaths', value: 'several', reason: 'no number' }] },
      { line: 4, verdict: 'added', status: 'review', problems: [] },
      { line: 5, verdict: 'rejected', problems: [] },
      { line: 6, verdict: 'unchanged', status: 'area', problems: [] },
    ],
  });
  assert.deepEqual(verdicts.filter(toLookAt).map(({ line }) => line), [3, 4, 5]);
});

test('what ACLED calls an event is told in French, and no other words are touched', () => {
  const fr = messages('fr');
  assert.equal(titleIn(fr, 'Battles, Bamba'), 'Combats, Bamba');
  assert.equal(titleIn(fr, 'Air/drone strike'), 'Frappe aérienne ou de drone');
  assert.equal(titleIn(fr, 'Battles near Bamba, Gao'), 'Battles near Bamba, Gao');
  assert.equal(titleIn(fr, 'constructor, Gao'), 'constructor, Gao');
  assert.equal(titleIn(messages('en'), 'Battles, Bamba'), 'Battles, Bamba');
});

test('only a list that says so is read with the month first, and why is told in both languages', () => {
  assert.equal(readReport({}).detected.dayFirst, true);
  const { dayFirst, dayFirstWhy } = readReport({ detected: { day_first: false, day_first_why: 'line 3 has 10/25/2023', day_first_why_fr: 'la ligne 3 porte 10/25/2023' } }).detected;
  assert.equal(dayFirst, false);
  assert.match(messages('fr').monthFirst(reason(dayFirstWhy, messages('fr')).text), /\(la ligne 3 porte 10\/25\/2023\)\.$/);
});

test('problems and notes have their French beside them, or none when an older server told them', () => {
  const { verdicts, detected } = readReport({
    detected: { notes: ['one', 'two'], notes_fr: ['une'] },
    verdicts: [{ line: 2, verdict: 'rejected', problems: [{ reason: 'no month 13', reason_fr: 'pas de mois 13' }, { reason: 'old' }] }],
  });
  assert.deepEqual(detected.notes, [{ why: 'one', whyFr: 'une' }, { why: 'two', whyFr: '' }]);
  const french = verdicts[0]?.problems.map((problem) => reason(problem, messages('fr')));
  assert.deepEqual(french, [{ text: 'pas de mois 13', lang: 'fr' }, { text: 'old', lang: 'en' }]);
});
