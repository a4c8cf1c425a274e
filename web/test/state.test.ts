import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KINDS } from '../src/kinds';
import { readAddress, writeAddress, isDay } from '../src/state/address';
import { binEvents, stepStart, type Step } from '../src/state/bins';
import { anchorsOf, BEGINNING, byDate, createStore, inTime, interval, kindCounts, samePlace, shown, type State } from '../src/state';
import { messages } from '../src/locale';
import { toggleKind } from '../src/ui/filters';
import { summary } from '../src/ui/header';
import { event } from './sample';

const state = (patch: Partial<State>): State => ({ ...BEGINNING, ...patch });

test('an address reproduces the view it was written from', () => {
  const shared = { view: { lat: 17.0336, lon: -1.4038, zoom: 8.25 }, kinds: new Set(['attack', 'clash'] as const), from: '2023-09-01', to: '2023-10-31', selected: '6zkq&=/é', lang: 'fr' as const, langChosen: true, theme: 'dark' as const };
  const hash = `#${writeAddress(shared)}`;
  assert.deepEqual(readAddress(hash), shared);
  assert.equal(`#${writeAddress({ ...BEGINNING, ...readAddress(hash) })}`, hash);
});

test('the beginning needs no address', () => {
  assert.equal(writeAddress(BEGINNING), '');
});

test('an address that makes no sense is left out, not believed', () => {
  for (const hash of ['#map=1/2', '#map=a/b/c', '#map=99/0/0', '#map=5/95/0', '#map=//', '#from=2023-02-30', '#kinds=<img>,x', '#theme=red', '#lang=de', `#event=${'x'.repeat(101)}`, '#%E0%A4%A']) {
    const { kinds, ...rest } = readAddress(hash);
    assert.equal(kinds?.size, 0, hash);
    assert.deepEqual(rest, { from: null, to: null, selected: null, theme: 'auto' }, hash);
  }
  assert.ok(isDay('2024-02-29') && !isDay('2023-02-29') && !isDay('1 October'));
});

test('listeners hear only what really changed', () => {
  const store = createStore({ a: 1, b: 2 });
  let heard = 0;
  const stop = store.on(['a'], () => (heard += 1));
  store.set({ b: 3 });
  store.set({ a: 1 });
  assert.equal(heard, 0);
  store.set({ a: 2 });
  stop();
  store.set({ a: 3 });
  assert.equal(heard, 1);
});

test('a date filter keeps events that touch it, to the last day, and those without a date', () => {
  const month = event('m', { date_start: '2023-09-01', date_end: '2023-09-30', date_precision: 'month' });
  const undated = event('u', { date_start: null, date_end: null });
  const ids = (from: string | null, to: string | null): string[] =>
    shown(state({ events: [month, undated, event('d')], from, to })).map(({ id }) => id);
  assert.deepEqual(ids('2023-09-30', '2023-10-01'), ['m', 'u', 'd']);
  assert.deepEqual(ids('2023-10-01', '2023-10-01'), ['u', 'd']);
  assert.deepEqual(ids(null, '2023-08-31'), ['u']);
  assert.ok(!inTime(event('d'), interval('2023-10-02', null)));
});

test('counts of kinds follow the dates, not the kinds chosen', () => {
  const events = [event('1'), event('2', { kind: 'clash' }), event('3', { kind: 'clash', date_start: '2022-01-01', date_end: '2022-01-01' })];
  const counts = kindCounts(state({ events, kinds: new Set(['attack']), from: '2023-01-01' }));
  assert.deepEqual(counts.get('clash'), { total: 2, inTime: 1 });
  assert.deepEqual(counts.get('attack'), { total: 1, inTime: 1 });
  assert.equal([...counts.keys()].length, KINDS.length);
});

test('a click on a kind adds it, a second takes it away', () => {
  const one = toggleKind(new Set(), 'attack');
  assert.deepEqual([...one], ['attack']);
  assert.deepEqual([...toggleKind(toggleKind(one, 'clash'), 'attack')], ['clash']);
});

test('newest first, without a date last', () => {
  const events = [event('u', { date_start: null, date_end: null }), event('old', { date_start: '2020-01-01', date_end: '2020-01-01' }), event('b'), event('a')];
  assert.deepEqual([...events].sort(byDate).map(({ id }) => id), ['a', 'b', 'old', 'u']);
});

test('accounts of one attack stand together: within the two radii, oldest first', () => {
  const here = event('here');
  const near = event('near', { date_start: '2023-09-07', date_end: '2023-09-07', radius_m: 3000 }, [-1.4, 17.065]);
  const far = event('far', {}, [-1.4, 17.065]);
  const region = event('region', { status: 'area', radius_m: 150_000 });
  const found = samePlace(here, [here, near, far, event('same'), region]);
  assert.deepEqual(found.map(({ event: { id } }) => id), ['near', 'same']);
  assert.ok(Math.abs((found[0]?.distanceM ?? 0) - 3892) < 15, 'metres along the meridian');
  assert.deepEqual(samePlace(region, [here, event('again', { status: 'area', radius_m: 9 })]).map(({ event: { id } }) => id), ['again']);
});

test('bars: every dated event is in one bin, steps follow each other without a gap', () => {
  const at = (days: number): { span: [number, number] } => ({ span: [days * 86_400_000, days * 86_400_000 + 5] });
  for (const [spread, step] of [[20, 'day'], [300, 'week'], [2000, 'month'], [6000, 'quarter'], [40_000, 'year']] as [number, Step][]) {
    const events = Array.from({ length: 50 }, (_, i) => at(19_000 + Math.floor((i * spread) / 49)));
    const { step: chosen, bins } = binEvents([...events, { span: null }], events, 90);
    assert.equal(chosen, step);
    assert.equal(bins.reduce((sum, { count }) => sum + count, 0), 50);
    bins.forEach((bin, i) => {
      assert.ok(bin.end > bin.start);
      if (i > 0) assert.equal(bins[i - 1]?.end, bin.start);
      assert.equal(stepStart(bin.start, chosen), bin.start);
    });
  }
  assert.deepEqual(binEvents([{ span: null }], [{ span: null }], 90).bins, []);
  assert.equal(binEvents([at(19_003)], [at(19_000), at(19_009)], 90).bins.length, 10, 'the axis stays when events are filtered out');
  assert.equal(new Date(stepStart(Date.UTC(2023, 9, 1), 'week')).toISOString().slice(0, 10), '2023-09-25');
});

test('a computed place has anchors; the other bearers of their names are none', () => {
  const rival = (name: string, id: string, p: number, distance_km: number): object => ({ id, name, p, distance_km, lon: 0, lat: 15 });
  const rivals = [rival('Gourma', 'g', 0.97, 29), rival('Bamba', 'koro', 0.5, 298.5), rival('Bamba', 'bourem', 0.4, 29.1), rival('Bamba', 'other', 0.2, 938.4)];
  const ids = (properties: object, at: [number, number] | null = [0, 15]): string[] => anchorsOf(event('a', { rivals, ...properties }, at)).map(({ id }) => id);
  assert.deepEqual(ids({ method: 'between' }), ['g', 'bourem'], 'the two that the place lies in the middle of');
  assert.deepEqual(ids({ method: 'offset' }), ['g']);
  assert.deepEqual(ids({ method: 'exact' }), []);
  assert.deepEqual(ids({ method: 'between' }, null), [], 'what is on no map was not reckoned');
});

test('the counts at the top never show one event as two', () => {
  const counted = (patch: Partial<State>, lang: 'en' | 'fr' = 'en'): string =>
    summary(state({ phase: 'ready', ...patch }), messages(lang)).join(' · ');
  const events = ['1', '2', '3'].map((id) => event(id));
  const lost = event('4', { status: 'review' }, null);
  assert.equal(counted({ events }), '3 events', 'nothing more when all is well');
  assert.equal(counted({ events, unlocated: [lost] }), '4 events · 3 on the map · 1 to check');
  assert.equal(counted({ events, unlocated: [lost] }, 'fr'), '4 événements · 3 sur la carte · 1 à vérifier');
  assert.equal(counted({ events, unlocated: [lost], kinds: new Set(['clash']) }), '0 of 4 events');
});
