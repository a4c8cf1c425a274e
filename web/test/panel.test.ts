// What the panel, the list and the exports reckon.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formsOf } from '../src/locale';
import { BEGINNING, boxOf, exportAddress, exported, sorted, type AzEvent, type Sorting, type State } from '../src/state';
import { broken, roundLength } from '../src/ui/poster';
import { event as sample } from './sample';

/** From NGA's GEOTRANS 3 by way of its Python binding: the grid's own reference, exceptions of Norway and Svalbard included. */
const GRID: [lon: number, lat: number, mgrs: string][] = [
  [-1.4038, 17.0336, '30Q XD 69892 83965'],
  [-7.15, 10.38, '29P QM 02544 48016'],
  [-0.0436, 16.2717, '30Q ZD 15997 01275'],
  [4.2, 19.5, '31Q FB 25925 56593'],
  [-12.2, 14.5, '28P HB 01814 04872'],
  [-6, 15, '30P SB 77349 60513'],
  [0, 0, '31N AA 66021 00000'],
  [5.5, 60.5, '32V LN 07793 12209'],
  [15, 78, '33X WG 00000 58369'],
  [-70, -33.5, '19H DC 07112 92833'],
  [179.99, -79.9, '60C WS 58511 28072'],
];

test('coordinates agree with the reference in every form', () => {
  for (const [lon, lat, mgrs] of GRID) assert.equal(formsOf([lon, lat]).mgrs, mgrs);
  assert.deepEqual(formsOf([-1.4038, 17.0336]), { decimal: '17.0336, -1.4038', dms: '17°02\'01.0"N 1°24\'13.7"W', mgrs: '30Q XD 69892 83965' });
  assert.equal(formsOf([0.99999, -0.5]).dms, '0°30\'00.0"S 1°00\'00.0"E', 'never sixty seconds');
  assert.equal(formsOf([10, 86]).mgrs, null);
});

const event = (id: string, more: Partial<AzEvent>): AzEvent => ({ ...sample(id), ...more });
const figure = (best: number | null): AzEvent['deaths'] => ({ low: null, best, high: null });

test('a list is sorted either way, with what is unknown last', () => {
  const events = [
    event('a', { deaths: figure(3), place: 'Ségou', p: 0.9, position: [0, 0], span: [9, 9] }),
    event('b', { deaths: figure(null), place: 'Bamba', p: 0.4, position: [0, 0], span: [5, 5] }),
    event('c', { deaths: figure(0), place: 'Élé', p: 1, position: [0, 0], span: null }),
  ];
  const ids = (sorting: Sorting): string => sorted(events, sorting, ({ place }) => place ?? '', 'fr-FR').map(({ id }) => id).join('');
  assert.equal(ids({ by: 'date', down: true }), 'abc');
  assert.equal(ids({ by: 'date', down: false }), 'bac');
  assert.equal(ids({ by: 'deaths', down: true }), 'acb', 'none is a number, unknown is not');
  assert.equal(ids({ by: 'deaths', down: false }), 'cab');
  assert.equal(ids({ by: 'place', down: false }), 'bca', 'É is an E');
  assert.equal(ids({ by: 'certainty', down: false }), 'bac');
});

test('a hundred thousand events are sorted by any key', (context) => {
  const one = sample('x');
  const many = Array.from({ length: 100_000 }, (_, i) => ({ ...one, id: String(i), place: `Village ${(i * 7919) % 5_003}`, deaths: figure((i * 31) % 97) }));
  for (const by of ['place', 'deaths'] as const) {
    const from = performance.now();
    const list = sorted(many, { by, down: true }, ({ place }) => place ?? '', 'fr-FR');
    context.diagnostic(`${by}: ${(performance.now() - from).toFixed(0)} ms`);
    assert.equal(new Set(list).size, 100_000);
  }
});

test('a file has the filters and the box of the view, in the words of the server', () => {
  const bounds = { west: -4.5, south: 15.25, east: 2, north: 19 };
  const state: State = { ...BEGINNING, kinds: new Set(['attack', 'clash'] as const), from: '2023-10-01', bounds, events: [event('in', { kind: 'attack', position: [0, 17] }), event('out', { kind: 'attack', position: [5, 17] })] };
  const address = new URL(exportAddress(state, 'csv', true), 'http://x');
  assert.equal(address.pathname, '/collections/events/items');
  assert.deepEqual(Object.fromEntries(address.searchParams), { f: 'csv', kind: 'attack,clash', datetime: '2023-10-01/..', bbox: '-4.5,15.25,2,19' });
  assert.equal(new URL(exportAddress(state, 'geojson', false), 'http://x').searchParams.has('bbox'), false);
  assert.equal(boxOf({ west: -200, south: -95, east: 200, north: 95 }), null, 'more than the world is no condition');
  assert.deepEqual(exported({ ...state, from: null }, true).map(({ id }) => id), ['in']);
});

test('words under a picture are broken into lines that fit, however long they are', () => {
  const measure = (text: string): number => text.length;
  assert.deepEqual(broken('le camp au nord du village', 11, measure), ['le camp au', 'nord du', 'village']);
  for (const text of ['x'.repeat(4000), `a ${'y'.repeat(50)} b`, '', '   ']) {
    const lines = broken(text, 20, measure);
    assert.ok(lines.every((line) => line.length <= 20 && line.length > 0));
    assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
  }
});

test('a scale is a round length that fits', () => {
  assert.deepEqual([1, 4.9, 5, 19, 130_000, 999].map(roundLength), [1, 2, 5, 10, 100_000, 500]);
});
