// The map over a weak link: 1.6 Mbit/s, and 150 ms there and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const LINK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const MOST_BYTES = 300 * 1024;
/** What has to be in the page for each to be there. */
const PARTS = { frame: '.timeline', list: '.event-row', symbols: '.event, .crowd', ground: 'path.land-mali', names: '.label' };

test('the first view comes in less than 300 kB, and as soon as the link lets it', async (context) => {
  const sent = new Map();
  const prepare = async (page) => {
    const link = await page.context().newCDPSession(page);
    link.on('Network.requestWillBeSent', ({ requestId, request }) => request.url.startsWith('http') && sent.set(requestId, { path: new URL(request.url).pathname, bytes: 0 }));
    link.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sent.has(requestId) && (sent.get(requestId).bytes = encodedDataLength));
    await link.send('Network.enable');
    await link.send('Network.emulateNetworkConditions', LINK);
    await page.addInitScript((parts) => {
      window.seen = {};
      const look = () => {
        for (const [name, selector] of Object.entries(parts)) if (!(name in window.seen) && document.querySelector(selector)) window.seen[name] = Math.round(performance.now());
      };
      new MutationObserver(look).observe(document, { childList: true, subtree: true });
    }, PARTS);
  };
  const { page } = await on.visit({ prepare, ownLink: true });
  await drawn(page);
  const seen = await page.evaluate(() => window.seen);
  const all = [...sent.values()];
  const bytes = all.reduce((sum, one) => sum + one.bytes, 0);
  context.diagnostic(`at 1.6 Mbit/s and 150 ms: ${Object.entries(seen).map(([name, ms]) => `${name} ${ms} ms`).join(', ')} (aimed at: 2,000)`);
  context.diagnostic(`${bytes} bytes with their heads: ${all.map((one) => `${one.path} ${one.bytes}`).join(', ')}`);
  assert.deepEqual(Object.keys(seen).sort(), Object.keys(PARTS).sort());
  assert.ok(all.some(({ path }) => path.endsWith('.geojson')), 'with its basemap');
  assert.ok(bytes > 100_000 && bytes <= MOST_BYTES, `${bytes} bytes`);
});
