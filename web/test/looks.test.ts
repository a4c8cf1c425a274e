import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KINDS } from '../src/kinds';
import { formatDistance, formatProbability, formatSpan, type Messages } from '../src/locale';
import { SHAPES } from '../src/symbols/kind';
import { slices } from '../src/symbols/pie';
import { figureText } from '../src/ui/claims';
import { LOCALES } from './locales';

declare const WEB_ROOT: string;
const tokens = readFileSync(join(WEB_ROOT, 'src/style/tokens.css'), 'utf8');
const [light = '', dark = ''] = tokens.split(':root[data-theme="dark"]');
const token = (theme: string, name: string): string => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme)?.[1] ?? '';

/** WCAG 2.2: relative luminance and contrast. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m) as [number, number];
  return (x + 0.05) / (y + 0.05);
};

test('text has the contrast of AA in both themes', () => {
  const pairs: [string, string][] = [
    ['ink', 'paper'], ['ink-2', 'paper'], ['ink-2', 'sand-1'], ['indigo', 'paper'], ['on-indigo', 'indigo'], ['indigo-strong', 'indigo-soft'],
    ['warn', 'warn-soft'], ['warn', 'paper'], ['bad', 'bad-soft'], ['good', 'good-soft'], ['warn', 'sand-1'], ['ink-2', 'indigo-soft'], ['ink', 'sand-2'],
    ['place-name', 'mali'], ['water-name', 'mali'],
  ];
  for (const [name, theme] of [['light', light], ['dark', dark]] as const) {
    for (const [text, ground] of pairs) {
      const ratio = contrast(token(theme, text) || token(light, text), token(theme, ground));
      assert.ok(ratio >= 4.5, `${name}: ${text} on ${ground} has ${ratio.toFixed(2)}`);
    }
  }
});

test('symbols stand out: each kind against the land and its sign against it, 3 to 1', () => {
  for (const [name, theme] of [['light', light], ['dark', dark]] as const) {
    for (const kind of KINDS) {
      const colour = token(theme, `k-${kind}`);
      assert.ok(contrast(colour, token(theme, 'sign')) >= 2.9, `${name}: sign of ${kind} ${contrast(colour, token(theme, 'sign')).toFixed(2)}`);
      assert.ok(contrast(colour, token(theme, 'mali')) >= 3, `${name}: ${kind} on Mali ${contrast(colour, token(theme, 'mali')).toFixed(2)}`);
    }
  }
});

test('no two kinds share a shape', () => {
  assert.equal(new Set(KINDS.map((kind) => SHAPES[kind].outline)).size, KINDS.length);
});

test('a pie turns once, in the order of the legend, and hides no kind', () => {
  const parts = slices([5000, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(parts.map(({ kind }) => kind), ['attack', 'clash', 'other']);
  assert.equal(parts[0]?.from, 0);
  assert.equal(parts.at(-1)?.to, 1);
  parts.forEach(({ from, to }, i) => {
    assert.ok(to - from > 0.04);
    if (i > 0) assert.equal(parts[i - 1]?.to, from);
  });
});

test('French says everything that English says', () => {
  const walk = (a: unknown, b: unknown, path: string): void => {
    assert.equal(typeof b, typeof a, path);
    if (typeof a === 'object' && a !== null) {
      assert.deepEqual(Object.keys(b as object).sort(), Object.keys(a).sort(), path);
      for (const [key, value] of Object.entries(a)) walk(value, (b as Record<string, unknown>)[key], `${path}.${key}`);
    } else if (typeof a === 'string') assert.ok((b as string).length > 0, path);
  };
  walk(LOCALES.en, LOCALES.fr, 'messages');
});

test('dates are said as precisely as they are known', () => {
  const { en, fr } = LOCALES;
  const day: [number, number] = [Date.UTC(2023, 9, 1), Date.UTC(2023, 9, 2) - 1];
  // Whether a comma follows the weekday depends on the version of ICU.
  assert.match(formatSpan(en, day, 'day', true), /^Sunday,? 1 October 2023$/);
  assert.equal(formatSpan(fr, day, 'day', true), 'dimanche 1 octobre 2023');
  assert.equal(formatSpan(en, [Date.UTC(2023, 8, 1), Date.UTC(2023, 9, 1) - 1], 'month', true), 'September 2023');
  assert.equal(formatSpan(fr, [Date.UTC(2023, 0, 1), Date.UTC(2024, 0, 1) - 1], 'year'), '2023');
  assert.match(formatSpan(en, [Date.UTC(2023, 9, 1), Date.UTC(2023, 9, 4) - 1], 'range'), /1\s?–\s?3 Oct 2023/);
});

test('numbers promise no more than is known', () => {
  const { en } = LOCALES;
  assert.equal(formatProbability(en, 0.996), '99%');
  assert.equal(formatProbability(en, 1), '100%');
  assert.equal(formatProbability(en, 0.004), '< 1%');
  assert.equal(formatDistance(en, 1520), '1.5 km');
  assert.equal(formatDistance(en, 306_140), '306 km');
  assert.equal(formatDistance(en, 480), '480 m');
});

test('unknown is said, zero is a number, a range stays a range', () => {
  const m: Messages = LOCALES.en;
  assert.equal(figureText({ low: null, best: null, high: null }, m), 'unknown');
  assert.equal(figureText({ low: 0, best: 0, high: 0 }, m), '0');
  assert.equal(figureText({ low: 2, best: null, high: 4 }, m), '2–4');
  assert.equal(figureText({ low: 10, best: 15, high: 20 }, m), '15 (best estimate), 10–20');
  assert.equal(figureText({ low: 3, best: null, high: null }, m), 'at least 3');
});
