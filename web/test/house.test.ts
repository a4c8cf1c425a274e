// The rules of the house: who may import whom, what may never be written, how large the page may be.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { test } from 'node:test';

declare const WEB_ROOT: string;
const SRC = join(WEB_ROOT, 'src');
const DIST = join(WEB_ROOT, 'dist');
const BUDGET_BYTES = 120 * 1024;
const MOST_LINES = 500;

/** Folder -> folders it may import from, besides itself. The root files are called by their name. */
const MAY_IMPORT: Record<string, string[]> = {
  kinds: [],
  language: [],
  api: ['kinds'],
  symbols: ['kinds'],
  locale: ['kinds', 'language'],
  state: ['api', 'kinds', 'language'],
  map: ['state', 'symbols', 'locale', 'kinds'],
  ui: ['state', 'symbols', 'locale', 'kinds', 'language'],
  begin: ['locale', 'language'],
  main: ['ui', 'map', 'state', 'locale', 'language'],
  shared: ['locale', 'symbols'],
};

const files = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
const partOf = (path: string): string => (relative(SRC, path).split(sep)[0] ?? '').replace(/\.ts$/, '');
const importsOf = (source: string): string[] =>
  [...source.matchAll(/\bfrom\s+'([^']+)'|\bimport\(\s*'([^']+)'|^import\s+'([^']+)'/gm)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');

test('modules import only downwards: main -> ui, map -> state -> api', () => {
  const sources = files(SRC, '.ts');
  assert.ok(sources.length > 30, 'the sources are where this test looks');
  for (const path of sources) {
    const part = partOf(path);
    const allowed = MAY_IMPORT[part];
    assert.ok(allowed, `${part} has no rule`);
    for (const name of importsOf(readFileSync(path, 'utf8'))) {
      if (!name.startsWith('.')) {
        const mayKnow = (name === 'leaflet' && part === 'map') || (name === 'mgrs' && part === 'locale');
        assert.ok(mayKnow, `${relative(SRC, path)} imports ${name}; only map/ may know Leaflet, only locale/ the grid`);
        continue;
      }
      const target = partOf(resolve(dirname(path), name));
      assert.ok(target === part || allowed.includes(target), `${relative(SRC, path)} imports ${name}`);
    }
  }
});

test('only api fetches', () => {
  for (const path of files(SRC, '.ts')) {
    if (partOf(path) === 'api') continue;
    assert.doesNotMatch(readFileSync(path, 'utf8'), /\bfetch\(|XMLHttpRequest|EventSource|WebSocket|sendBeacon/, path);
  }
});

test('nothing is ever parsed as markup or run as code', () => {
  for (const path of files(SRC, '.ts')) {
    assert.doesNotMatch(
      readFileSync(path, 'utf8'),
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|setHTML|\beval\(|new Function|style=/,
      path,
    );
  }
});

test('the page names no other host', () => {
  const built = readdirSync(DIST).filter((name) => /\.(js|css|html)$/.test(name)).map((name) => readFileSync(join(DIST, name), 'utf8'));
  const hosts = built.flatMap((text) => [...text.matchAll(/(?:https?:)?\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)].map((m) => m[1]));
  // Namespaces, and the link in the attribution control of Leaflet, which is never made.
  assert.deepEqual([...new Set(hosts)].filter((host) => host !== 'www.w3.org' && host !== 'leafletjs.com'), []);
});

test('every module says what goes in, what comes out and what it must not know', () => {
  for (const path of files(SRC, '.ts')) {
    const source = readFileSync(path, 'utf8');
    assert.match(source, /^\/\/ /, path);
    assert.ok(source.split('\n').length <= MOST_LINES, `${path} is two files`);
  }
});

test('the locks name no registry', () => {
  for (const lock of ['package-lock.json', '../tests/browser/package-lock.json']) {
    assert.doesNotMatch(readFileSync(join(WEB_ROOT, lock), 'utf8'), /"resolved": "http/, lock);
  }
});

/** The words of a language are a part of the script that is fetched where they are read. */
const languageOf = (name: string): string | undefined => /^(en|fr)-/.exec(name)?.[1];

test('script and style of a reader fit into 120 kB gzip, with all that comes on demand', (context) => {
  // As they are sent.
  const sizes = readdirSync(DIST).flatMap((name) => (/\.js\.gz$|^app\.css\.gz$/.test(name) ? [{ name, bytes: readFileSync(join(DIST, name)).length }] : []));
  assert.deepEqual(sizes.flatMap(({ name }) => languageOf(name) ?? []).sort(), ['en', 'fr'], 'each language is one part');
  const total = (some: typeof sizes): number => some.reduce((sum, { bytes }) => sum + bytes, 0);
  const words = Math.max(...sizes.flatMap(({ name, bytes }) => (languageOf(name) ? [bytes] : [])));
  const all = total(sizes.filter(({ name }) => !languageOf(name))) + words;
  context.diagnostic(`${all} B gzip: ${sizes.map(({ name, bytes }) => `${name} ${bytes}`).join(', ')}`);
  assert.ok(all <= BUDGET_BYTES, `${all} B are more than ${BUDGET_BYTES} B`);
});

test('no part of the script but its own has the words of a language', () => {
  const scripts = readdirSync(DIST).filter((name) => name.endsWith('.js'));
  const having = (words: string): (string | undefined)[] => scripts.filter((name) => readFileSync(join(DIST, name), 'utf8').includes(words)).map(languageOf);
  assert.deepEqual([having('Import a list'), having('Importer une liste')], [['en'], ['fr']]);
});
