import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { accountsOf } from '../src/state';
import { event } from './sample';

declare const WEB_ROOT: string;

interface Figure {
  low: number | null;
  best: number | null;
  high: number | null;
}

interface Case {
  why: string;
  contested: boolean;
  claims: { source: string; text: string; deaths: Figure; injured: Figure }[];
}

test('what the map says to differ is what the service calls contested', () => {
  const cases = JSON.parse(readFileSync(join(WEB_ROOT, '../tests/fixtures/contested.json'), 'utf8')) as Case[];
  assert.ok(cases.length > 10);
  for (const { why, contested, claims } of cases) {
    const told = claims.map(({ source, text, deaths, injured }) => ({
      source: source || null,
      text: text || null,
      deaths_low: deaths.low,
      deaths_best: deaths.best,
      deaths_high: deaths.high,
      injured_low: injured.low,
      injured_best: injured.best,
      injured_high: injured.high,
    }));
    assert.equal(accountsOf(event('a', { claims: told, contested })).includes('differ'), contested, why);
  }
});
