import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messages } from '../src/locale';
import { exploreEn } from '../src/locale/explore-en';
import { importEn } from '../src/locale/import-en';
import { panelEn } from '../src/locale/panel-en';
import { reviewEn } from '../src/locale/review-en';
import { disagreements } from '../src/ui/where';
import { LOCALES } from './locales';
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

test('French has a narrow no-break space before its high signs and within its quotes', () => {
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    // Whatever is put in, the words around it are ours; numbers and texts are both taken by each.
    else if (typeof value === 'function') {
      const said: unknown = (value as (...given: unknown[]) => unknown)('2', '3', '4', '5', '6', '7');
      if (typeof said === 'string') walk(said, path);
    } else if (typeof value === 'string' && path !== 'fr.code') assert.doesNotMatch(value, /[ \u00a0][:;?!»]|«[ \u00a0]/u, path);
  };
  walk(LOCALES.fr, 'fr');
});

test('no part of the words takes a name of another', () => {
  const parts = [exploreEn, importEn, panelEn, reviewEn];
  const names = parts.flatMap((part) => Object.keys(part));
  assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), []);
  for (const part of parts) for (const [name, words] of Object.entries(part)) assert.equal((LOCALES.en as Record<string, unknown>)[name], words, name);
});
