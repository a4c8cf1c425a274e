// Events that are exchanged one by one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exchanged } from '../src/state';
import { event } from './sample';

const before = {
  events: [event('b', { date_start: '2023-10-02' }), event('a')],
  unlocated: [event('u', {}, null)],
  matched: 3,
};

test('a new event stands where its date puts it, and all others stay the very same', () => {
  const after = exchanged(before, new Map([['c', event('c', { date_start: '2023-10-01', date_end: '2023-10-02' })]]));
  assert.deepEqual(new Set(after.events.map(({ id }) => id)), new Set(['a', 'b', 'c']));
  for (const one of before.events) assert.ok(after.events.includes(one));
  assert.equal(after.unlocated, before.unlocated);
  assert.equal(after.matched, 4);
});

test('an event that is as it was is no news', () => {
  const after = exchanged(before, new Map([['a', event('a')]]));
  assert.equal(after.events, before.events);
  assert.equal(after.matched, 3);
});

test('an event that was placed leaves the list of those that are not', () => {
  const after = exchanged(before, new Map([['u', event('u')]]));
  assert.deepEqual([after.events.length, after.unlocated.length, after.matched], [3, 0, 3]);
});

test('an event that is gone is gone, and one that was never here does no harm', () => {
  const after = exchanged(before, new Map([['a', null], ['x', null]]));
  assert.deepEqual(after.events.map(({ id }) => id), ['b']);
  assert.equal(after.matched, 2);
});
