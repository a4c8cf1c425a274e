import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress, writeAddress, isDay } from '../src/state/address';
import { axisOf, histogram, spanShifted, stepStart, type Step } from '../src/state/bins';
import { accountsOf, anchorsOf, anyTimeRows, BEGINNING, byDate, classBounds, classOf, columnsOf, createStore, divisionDay, FACETS, isFiltered, NO_FILTER, presentKinds, questionOf, samePlace, shown, shownUnlocated, stepped, tally, toggled, toggleValue, valueCounts, type State } from '../src/state';
import { messages } from '../src/locale';
import { snapped } from '../src/ui/brush';
import { summary } from '../src/ui/header';
import './locales';
import { event } from './sample';

const state = (patch: Partial<State>): State => ({ ...BEGINNING, ...patch });

test('an address reproduces the view it was written from', () => {
  const chosen = { actor: new Set(['CSP', 'A, B & C=d']), region: new Set(['Gao']), precision: new Set(['1', '2']) };
  const { from, to } = readAddress('#from=2023-10-31&to=2023-09-01');
  assert.deepEqual([from, to], ['2023-09-01', '2023-10-31'], 'from the later to the earlier there would be nothing');
  const shared = { display: 'cercles' as const, chosen, pMin: 0.8, q: 'camp “nord” &', view: { lat: 17.0336, lon: -1.4038, zoom: 8.25 }, kinds: new Set(['attack', 'clash'] as const), from: '2023-09-01', to: '2023-10-31', selected: '6zkq&=/é', lang: 'fr' as const, langChosen: true, theme: 'dark' as const };
  const hash = `#${writeAddress(shared)}`;
  assert.deepEqual(readAddress(hash), shared);
  assert.equal(`#${writeAddress({ ...BEGINNING, ...readAddress(hash) })}`, hash);
});

test('the beginning needs no address', () => {
  assert.equal(writeAddress(BEGINNING), '');
});

test('an address that makes no sense is left out, not believed', () => {
  for (const hash of ['#map=1/2', '#map=a/b/c', '#map=99/0/0', '#map=5/95/0', '#map=//', '#from=2023-02-30', '#kinds=<img>,x', '#theme=red', '#as=globe', '#p=2', '#p=x', '#p=', '#actor=', `#actor=${'y'.repeat(201)}`, '#colour=red', '#lang=de', `#event=${'x'.repeat(101)}`, '#%E0%A4%A']) {
    const { kinds, ...rest } = readAddress(hash);
    assert.equal(kinds?.size, 0, hash);
    assert.deepEqual(rest, { display: 'symbols', chosen: {}, pMin: null, q: '', from: null, to: null, selected: null, theme: 'auto' }, hash);
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
  assert.deepEqual(ids('2023-10-02', null), ['u']);
});

const told = (source: string, deaths: number | null, text = ''): object => ({ source, text, deaths_low: deaths, deaths_best: deaths, deaths_high: deaths });

/** Every event that the filters let through, the slow way: each condition asked of each event. */
function slowly(all: State, but: string | null): string[] {
  const has = (name: string, chosen: ReadonlySet<string> | undefined, values: (string | null | undefined)[]): boolean =>
    name === but || !chosen || chosen.size === 0 || values.some((value) => chosen.has(value ?? ''));
  return [...all.events, ...all.unlocated]
    .filter((one) => has('kind', all.kinds, [one.kind]) && has('actor', all.chosen.actor, one.actors) && has('region', all.chosen.region, [one.region]))
    .filter((one) => has('source', all.chosen.source, one.claims.map(({ source }) => source)) && has('accounts', all.chosen.accounts, accountsOf(one)))
    .filter((one) => (but === 'time' || one.span === null || ((!all.from || one.span[1] >= Date.parse(all.from)) && (!all.to || one.span[0] < Date.parse(all.to) + 86_400_000))) && (all.pMin === null || one.p >= all.pMin))
    .filter((one) => all.q === '' || ` ${one.title} ${one.place}`.toLowerCase().includes(` ${all.q}`))
    .map(({ id }) => id)
    .sort();
}

test('what is shown and every count are those of asking each event, whatever is filtered, in whatever order', () => {
  const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
  const make = (i: number): ReturnType<typeof event> =>
    event(`e${i}`, {
      kind: pick(['attack', 'clash', 'crime'], i), p: (i % 10) / 10, region: pick(['Gao', 'Mopti', null], i * 7), place: pick(['Bamba', 'Ansongo'], i),
      actors: [['CSP'], ['CSP', 'FAMa', 'CSP'], []][i % 3], contested: i % 15 === 0, claims: [told(pick(['radio', 'army'], i), i % 4), ...(i % 5 === 0 ? [told('CSP', i % 2)] : [])],
      date_start: i % 11 === 0 ? null : `2023-0${1 + (i % 9)}-10`, date_end: i % 11 === 0 ? null : `2023-0${1 + (i % 9)}-12`,
    }, i % 6 === 0 ? null : [-1, 17]);
  const all = Array.from({ length: 200 }, (_, i) => make(i));
  const base = state({ events: all.filter(({ position }) => position), unlocated: all.filter(({ position }) => !position) });
  const patches: Partial<State>[] = [
    { from: '2023-03-11' }, { kinds: new Set(['attack', 'crime']) }, { chosen: { actor: new Set(['FAMa']) } }, { to: '2023-07-11' }, { pMin: 0.3 },
    { chosen: { actor: new Set(['CSP', 'nobody']), region: new Set(['Gao']) } }, { q: 'bam' }, { kinds: new Set() }, { chosen: { accounts: new Set(['differ']) } }, { from: null, q: '' }, { chosen: { source: new Set(['army']) } }, { ...NO_FILTER },
  ];
  let now = base;
  for (const patch of patches) {
    now = { ...now, ...patch };
    const ids = slowly(now, null);
    assert.deepEqual([...shown(now), ...shownUnlocated(now)].map(({ id }) => id).sort(), ids);
    const { onMap, offMap } = tally(now);
    assert.deepEqual([onMap, onMap + offMap], [shown(now).length, ids.length]);
    assert.equal(anyTimeRows(now).length, slowly(now, 'time').length);
    for (const [name, values] of [['kind', ['attack', 'clash']], ['actor', ['CSP', 'FAMa']], ['region', ['Gao']], ['source', ['radio']], ['accounts', ['several', 'differ']]] as const) {
      for (const value of values) {
        const alone = slowly(name === 'kind' ? { ...now, kinds: new Set([value]) as State['kinds'] } : { ...now, chosen: { ...now.chosen, [name]: new Set([value]) } }, null);
        assert.equal(valueCounts(now, name).find((one) => one.value === value)?.count ?? 0, alone.length, `${name} ${value} after ${JSON.stringify(patch)}`);
      }
    }
  }
  assert.ok(!isFiltered(now) && isFiltered(base) === false);
});

test('a kind chosen by a link has a place in the legend, one that no event has does not', () => {
  const events = [event('1'), event('2', { kind: 'clash', date_start: '2022-01-01', date_end: '2022-01-01' })];
  assert.deepEqual(presentKinds(state({ events, from: '2023-01-01', kinds: new Set(['crime']) })), ['attack', 'clash', 'crime']);
});

test('a click on a value adds it, a second takes it away, and an empty facet is none', () => {
  const one = toggled(new Set<string>(), 'attack');
  assert.deepEqual([...one], ['attack']);
  assert.deepEqual([...toggled(toggled(one, 'clash'), 'attack')], ['clash']);
  const chosen = { chosen: { actor: new Set(['CSP']) }, kinds: new Set() } as Pick<State, 'chosen' | 'kinds'>;
  assert.deepEqual(toggleValue(chosen, 'actor', 'CSP'), { chosen: {} });
});

test('accounts differ when the service says so, and several are those of several sources', () => {
  const words = (contested: boolean, ...claims: object[]): string[] => accountsOf(event('a', { claims, contested }));
  assert.deepEqual(words(true, told('army', 3), told('CSP', 8)), ['several', 'differ']);
  assert.deepEqual(words(false, told('army', 3), told('CSP', 8)), ['several'], 'the page does not count itself');
  assert.deepEqual(words(false, told('army', 3), told('army', 8)), [], 'one source is one account');
  assert.deepEqual(words(false, told('army', 3)), []);
});

test('the server is asked the same: commas in a name, numbers, a facet left out, what it has no words for', () => {
  const ask = (patch: Partial<State>, but: Parameters<typeof questionOf>[1] = null): [string, readonly string[]] => {
    const { query, dropped } = questionOf(state(patch), but);
    return [decodeURIComponent(query.toString()).replaceAll('+', ' '), dropped];
  };
  assert.deepEqual(ask({}), ['', []]);
  assert.deepEqual(ask({ kinds: new Set(['attack', 'clash']), from: '2023-01-01', pMin: 0.8, q: ' camp ' }), ['kind=attack,clash&p_min=0.8&q=camp&datetime=2023-01-01/..', []]);
  assert.deepEqual(ask({ chosen: { actor: new Set(["A, l'autre"]), precision: new Set(['1', '2']) } })[0], "filter=actor IN ('A, l''autre') AND precision IN (1,2)");
  assert.deepEqual(ask({ chosen: { region: new Set(['Gao']), accounts: new Set(['differ']) } }, 'region'), ['contested=true', []]);
  assert.deepEqual(ask({ chosen: { accounts: new Set(['several']) } }), ['', ['accounts']]);
  assert.equal(FACETS.length, 8, 'a facet more needs its words here');
});

test('counts of units are asked without what the service has no words for there, and that is told', () => {
  const { query, dropped } = questionOf(state({ q: 'camp', kinds: new Set(['attack']), chosen: { actor: new Set(['A, B', 'C']), precision: new Set(['1']), region: new Set(['Gao']) } }), 'region', true);
  assert.equal(decodeURIComponent(query.toString()), 'kind=attack&precision=1');
  assert.deepEqual(dropped, ['actor', 'q']);
});

test('classes hold every count once, none apart, and are few', () => {
  for (const most of [0, 1, 2, 3, 7, 50, 999, 123_456]) {
    const bounds = classBounds(most);
    assert.ok(bounds.length <= 5 && bounds.every((bound, i) => i === 0 || bound > (bounds[i - 1] ?? 0)), `${most}: ${bounds}`);
    assert.equal(classOf(0, bounds), 0);
    if (most > 0) assert.deepEqual([bounds[0], classOf(1, bounds), classOf(most, bounds)], [1, 1, bounds.length]);
  }
});

test('the division is that of the last day shown, never of a day without events', () => {
  const events = [event('a', { date_start: '2023-10-01', date_end: '2023-10-01' }), event('b', { date_start: '2014-01-01', date_end: '2014-01-01' })];
  assert.equal(divisionDay(state({ events })), '2023-10-01');
  assert.equal(divisionDay(state({ events, to: '2015-06-01' })), '2015-06-01');
  assert.equal(divisionDay(state({ events, to: '2030-01-01' })), '2023-10-01');
  assert.equal(divisionDay(state({})), null);
});

test('months stay whole as time goes on, and it ends with the last event', () => {
  assert.deepEqual(spanShifted({ from: '2023-01-01', to: '2023-01-31' }, 'month', 1), { from: '2023-02-01', to: '2023-02-28' });
  assert.deepEqual(spanShifted({ from: '2024-02-01', to: '2024-02-29' }, 'month', -1), { from: '2024-01-01', to: '2024-01-31' });
  assert.deepEqual(spanShifted({ from: '2023-01-31', to: '2023-02-27' }, 'month', 1), { from: '2023-02-28', to: '2023-03-27' });
  assert.deepEqual(spanShifted({ from: '2023-12-25', to: '2023-12-31' }, 'week', 1), { from: '2024-01-01', to: '2024-01-07' });
  const events = [event('last', { date_start: '2023-11-20', date_end: '2023-11-20' }), event('first')];
  const at = (from: string | null, to: string | null, by = 1): ReturnType<typeof stepped> => stepped(state({ events, from, to }), by);
  assert.deepEqual(at(null, null), { from: '2023-10-01', to: '2023-10-31' });
  assert.deepEqual(at(null, null, -1), { from: '2023-11-01', to: '2023-11-30' });
  assert.deepEqual(at('2023-10-01', '2023-10-31'), { from: '2023-11-01', to: '2023-11-30' });
  assert.equal(at('2023-11-01', '2023-11-30'), null);
  assert.equal(stepped(state({}), 1), null);
});

test('a brush takes whole bars', () => {
  const bins = [0, 1, 2].map((i) => ({ start: Date.UTC(2023, i, 1), end: Date.UTC(2023, i + 1, 1) }));
  assert.deepEqual(snapped(bins, Date.UTC(2023, 1, 20), Date.UTC(2023, 0, 5)), { from: '2023-01-01', to: '2023-02-28' });
  assert.deepEqual(snapped(bins, Date.UTC(2023, 1, 3), Date.UTC(2023, 2, 1)), { from: '2023-02-01', to: '2023-02-28' }, 'up to the edge of the next');
  assert.deepEqual(snapped([], 0, 1), { from: null, to: null });
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
  const at = (days: (number | null)[]): Parameters<typeof axisOf>[0] => ({
    start: Float64Array.from(days, (day) => (day === null ? -Infinity : day * 86_400_000)),
    undated: Uint8Array.from(days, (day) => (day === null ? 1 : 0)),
  });
  for (const [spread, step] of [[20, 'day'], [300, 'week'], [2000, 'month'], [6000, 'quarter'], [40_000, 'year']] as [number, Step][]) {
    const axis = axisOf(at([null, ...Array.from({ length: 50 }, (_, i) => 19_000 + Math.floor((i * spread) / 49))]), 90);
    assert.equal(axis.step, step);
    const all = histogram(axis, Uint32Array.from({ length: 51 }, (_, i) => i));
    assert.equal(all.reduce((sum, count) => sum + count, 0), 50);
    assert.equal(histogram(axis, Uint32Array.of(0, 50)).at(-1), 1, 'only the rows asked for');
    axis.bins.forEach((bin, i) => {
      assert.ok(bin.end > bin.start);
      if (i > 0) assert.equal(axis.bins[i - 1]?.end, bin.start);
      assert.equal(stepStart(bin.start, axis.step), bin.start);
    });
  }
  assert.deepEqual(axisOf(at([null]), 90).bins, []);
  assert.equal(axisOf(columnsOf([event('a'), event('b', { date_start: '2023-10-10', date_end: '2023-10-10' })], []), 90).bins.length, 10);
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
