import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messages } from '../src/locale';
import { disagreements } from '../src/ui/where';
import { event } from './sample';

const rival = (name: string): object => ({ id: name, name, p: 0.4, lon: 0, lat: 15 });

test('"several places have this name" only of places that share it', () => {
  const m = messages('en');
  const said = (names: string[], properties: object = {}, at: [number, number] | null = null): string[] =>
    disagreements(event('a', { flags: ['ambiguous'], rivals: names.map(rival), ...properties }, at), m);
  assert.match(said(['Bamba', 'BAMBA', 'Bambá']).join(), /have this name/);
  assert.match(said(['Hombori', 'Douentza']).join(), /may be meant/);
  assert.match(said(['Bamba'], { place: 'Gao' }, [0, 15]).join(), /may be meant/);
  assert.match(said([]).join(), /may be meant/, 'a name that nobody is listed for is not said to be shared');
});

test('every disagreement is said in both languages, and nothing else is one', () => {
  const flags = ['far_from_named_place', 'swapped_coordinates', 'contradicts_region', 'unknown_unit', 'area', 'offset', 'outside_mali'];
  for (const lang of ['en', 'fr'] as const) {
    const said = disagreements(event('a', { flags }), messages(lang));
    assert.equal(said.length, 3, 'exchanged coordinates say why they do not agree, once');
    assert.ok(said.every((text) => text.endsWith('.') && !text.includes('_')));
  }
});
