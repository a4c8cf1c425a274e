import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readImports, readJob, readPair, readReport, readUndone } from '../src/api/reported';
import { formatDuration, messages } from '../src/locale';
import { blockers, differences, FIELDS, NO_OPTIONS, pace, pairEvents, prefilled, remapped, reportEvents } from '../src/state';
import './locales';

const column = (name: string, field: string | null): object => ({ column: name, field, samples: ['x'] });
const report = (fields: object = {}): ReturnType<typeof readReport> => readReport({ detected: { format: 'list', columns: [column('Quand', 'date'), column('Jour', null), column('Groupe', 'actor')] }, ...fields });
const side = (more: object = {}): object => ({
  event_id: 'a', title: 'Attack, Bamba', kind: 'attack', date_start: '2023-10-01', date_end: '2023-10-01', place: 'Bamba', lon: -1.4, lat: 17.03,
  radius_m: 2000, list: 'a.csv', line: 3, source: 'radio', actors: ['CSP'], deaths_best: 2, notes: 'north of the village', ...more,
});

test('a job is read while it runs, when it is done and when it failed; a word of the future is no end', () => {
  const running = readJob({ job: '1f', state: 'running', rows_done: 512, rows: 4000, report: null, problem: null });
  assert.deepEqual([running.state, running.rowsDone, running.rows, running.report, running.problem], ['running', 512, 4000, null, null]);
  assert.equal(readJob({ state: 'done', report: { rows: 3, import_id: 7 } }).report?.importId, '7');
  assert.deepEqual(readJob({ state: 'failed', problem: { status: 422, title: 'Not a list', detail: 'no rows' } }).problem, { status: 422, title: 'Not a list', detail: 'no rows', detailFr: '', detected: null });
  assert.equal(readJob({ state: 'resting' }).state, 'running');
});

test('imports and pairs: whatever comes in, nothing is thrown and nothing without an id is kept', () => {
  for (const odd of [null, 3, 'x', [], {}, { imports: 'x', first: [null, {}, 5] }, { imports: [null, { id: '' }, {}] }]) {
    assert.deepEqual(readImports(odd), []);
    readPair(odd);
    readJob(odd);
    readUndone(odd);
    readReport(odd);
  }
});

test('an import that later ones built on names them', () => {
  const all = readImports({ imports: [
    { id: 2, at: '2026-11-22T10:00:00Z', list: 'b.csv', rows: 5, undone_at: null, can_undo: true, blocked_by: [] },
    { id: 1, at: '2026-11-21T10:00:00Z', list: 'a.csv', rows: 5, undone_at: null, can_undo: false, blocked_by: [2] },
  ] });
  assert.deepEqual(all.map(({ id, canUndo }) => [id, canUndo]), [['2', true], ['1', false]]);
  assert.deepEqual(blockers(all[1]!, all).map(({ list }) => list), ['b.csv']);
  assert.equal(all[0]!.at, Date.UTC(2026, 10, 22, 10));
});

test('a field that only one column can have moves with the choice; several columns may be actors', () => {
  const moved = remapped(NO_OPTIONS, report().detected, 'Jour', 'date');
  assert.deepEqual([...moved.mapping], [['Quand', null], ['Jour', 'date']]);
  assert.deepEqual([...remapped(NO_OPTIONS, report().detected, 'Jour', 'actor').mapping], [['Jour', 'actor']]);
  assert.deepEqual([...remapped(moved, report().detected, 'Jour', null).mapping], [['Quand', null], ['Jour', null]]);
  assert.equal(NO_OPTIONS.mapping.size, 0, 'what was there is not changed');
});

test('source and licence of known makers are filled in, never over what a person wrote', () => {
  const of = (format: string): ReturnType<typeof readReport> => report({ detected: { format } });
  assert.deepEqual([prefilled(NO_OPTIONS, of('ucdp_ged')).source, prefilled(NO_OPTIONS, of('ucdp_ged')).licence], ['UCDP GED', 'CC BY 4.0']);
  assert.equal(prefilled({ ...NO_OPTIONS, source: 'mine' }, of('ucdp_ged')).source, 'mine');
  assert.equal(prefilled(NO_OPTIONS, of('acled')).licence, '', 'stating terms would end the restriction');
  assert.equal(prefilled(NO_OPTIONS, of('list')), NO_OPTIONS);
});

test('every field has words in both languages', () => {
  for (const lang of ['en', 'fr'] as const) for (const field of FIELDS) assert.ok(messages(lang).fields[field], `${field} in ${lang}`);
});

test('time left is reckoned from the rows that came, and not at all from too few', () => {
  const job = readJob({ state: 'running', rows_done: 3000, rows: 9000 });
  assert.deepEqual(pace(job, { at: 0, rows: 1000 }, 2000), { part: 1 / 3, rowsPerSecond: 1000, secondsLeft: 6 });
  assert.deepEqual(pace(job, { at: 0, rows: 2900 }, 100), { part: 1 / 3, rowsPerSecond: null, secondsLeft: null });
  assert.deepEqual(pace(readJob({ rows: 0 }), null, 5), { part: null, rowsPerSecond: null, secondsLeft: null });
  assert.equal(pace(null, null, 5).part, null);
  const m = messages('en');
  assert.deepEqual([45, 119, 7200].map((seconds) => parseInt(formatDuration(m, seconds), 10)), [45, 2, 2]);
  assert.match(formatDuration(m, 0), /^1/, 'never none');
});

test('the small map has what would be added, with kind and circle, and nothing that was rejected', () => {
  const events = reportEvents(report({ verdicts: [
    { line: 2, verdict: 'added', title: 'A', kind: 'clash', status: 'area', lon: 0, lat: 16, radius_m: 9000, date: '2023-10-01' },
    { line: 3, verdict: 'rejected', lon: 0, lat: 16 },
    { line: 4, verdict: 'added', status: 'unlocated', title: 'B' },
    { line: 5, verdict: 'added', lon: 1, lat: 17, kind: 'cyber', date: 'soon' },
  ] }));
  assert.deepEqual(events.map(({ line, kind, status, radiusM, span }) => [line, kind, status, radiusM, span === null]), [[2, 'clash', 'area', 9000, false], [5, 'other', 'located', 0, true]]);
});

test('two sides differ in what they say otherwise, not in how they write it', () => {
  const pair = (second: object): ReturnType<typeof readPair> => readPair({ id: 1, first: side(), second: side(second) });
  assert.deepEqual([...differences(pair({ title: ' ATTACK, Bamba', actors: ['csp'] }).sides)], []);
  assert.deepEqual([...differences(pair({ deaths_best: null, source: 'press', date_end: '2023-10-02' }).sides)].sort(), ['date', 'deaths', 'source']);
  assert.deepEqual(pairEvents(pair({ lon: null })).map(({ id, radiusM }) => [id, radiusM]), [['first', 2000]]);
});
