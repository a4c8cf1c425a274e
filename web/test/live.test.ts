// Events that are exchanged one by one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEGINNING, createStore, exchanged, follow, type State } from '../src/state';
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

test('events that cannot be fetched are asked for again after a while, and not again and again', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const heard = new Map<string, (message: { data: string }) => void>();
  class Source {
    onerror = null;
    addEventListener = (name: string, then: (message: { data: string }) => void): unknown => heard.set(name, then);
    close(): void {}
  }
  let asked = 0;
  Object.assign(globalThis, {
    EventSource: Source,
    document: { addEventListener: () => {}, visibilityState: 'visible' },
    fetch: async (): Promise<never> => {
      asked += 1;
      // A real one takes its time.
      await new Promise((done) => setImmediate(done));
      throw new TypeError('no connection');
    },
  });
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => setImmediate(done));
  };
  follow(createStore<State>({ ...BEGINNING, phase: 'ready' }));
  heard.get('changes')?.({ data: JSON.stringify({ sequence: 1, changes: [{ id: 'a', collection: 'events' }] }) });
  await rest();
  assert.equal(asked, 1);
  mock.timers.tick(2_000);
  await rest();
  assert.equal(asked, 2);
});
