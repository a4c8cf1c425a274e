// A server with the samples and a browser, for the tests of one file.
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { drawn, openBrowser, openPage, startServer } from './harness.mjs';

/** Starts both before the file's tests. Every page that a test opened must have been without a fault when it ends. */
export function stage() {
  const on = {};
  let open = [];
  before(async () => {
    [on.server, on.browser] = await Promise.all([startServer(), openBrowser()]);
  });
  after(async () => {
    await on.browser?.close();
    await on.server?.stop();
  });
  afterEach(async () => {
    const faults = open.flatMap((one) => one.faults());
    await Promise.all(open.map(({ context }) => context.close()));
    open = [];
    assert.deepEqual(faults, []);
  });
  /** A page of another server than the stage's own, not yet drawn. */
  on.enter = async (url, options) => {
    const one = await openPage(on.browser, url, options);
    open.push(one);
    return one;
  };
  on.visit = async (options) => {
    const one = await on.enter(on.server.url, options);
    await drawn(one.page);
    return one;
  };
  return on;
}
