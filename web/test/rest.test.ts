// Work that waits until a brush rests.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterwards, atRest } from '../src/state/rest';

const waiting: (() => void)[] = [];
globalThis.requestAnimationFrame = (then) => waiting.push(() => then(0));
/** A frame is drawn, a slow one: every timer that was set before it has run out. */
async function frame(): Promise<void> {
  await new Promise((done) => setTimeout(done, 10));
  for (const then of waiting.splice(0)) then();
}

test('work that may wait is done once, two frames after the last step, however long frames take', async () => {
  let done = 0;
  const soon = afterwards(() => (done += 1), 1);
  for (let step = 0; step < 5; step += 1) {
    soon();
    await frame();
  }
  assert.equal(done, 0, 'the next step is on its way');
  await frame();
  await frame();
  assert.equal(done, 1);
  await frame();
  assert.equal(done, 1);
});

test('what follows now and then is there at the first step, and after the last one as that was', async () => {
  const seen: number[] = [];
  const follow = atRest((step: number) => seen.push(step));
  for (let step = 0; step < 5; step += 1) follow(step);
  assert.deepEqual(seen, [0]);
  await new Promise((done) => setTimeout(done, 150));
  await frame();
  await frame();
  assert.deepEqual(seen, [0, 4]);
  follow(5);
  assert.deepEqual(seen, [0, 4, 5], 'who rested is answered at once');
});
