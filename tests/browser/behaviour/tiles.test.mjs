// Tiles of another server under the map: only where an operator wants them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { drawn, openBrowser, openPage, settled, soon, startServer } from '../harness.mjs';

/** A dark red square of 8 by 8 pixels. */
const TILE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mNoYGDAihiGlgQAoXwgAdaV660AAAAASUVORK5CYII=', 'base64');
const CREDIT = '© Tiles of <b>somebody</b>';

let [tiles, browser, server, asked] = [null, null, null, 0];
before(async () => {
  tiles = createServer((_, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'image/png', 'access-control-allow-origin': '*' }).end(TILE);
  });
  await new Promise((done) => tiles.listen(0, '127.0.0.1', done));
  const { port } = tiles.address();
  [browser, server] = await Promise.all([openBrowser(), startServer(undefined, ['--tile-url', `http://127.0.0.1:${port}/{z}/{x}/{y}.png?key=a&b=c`, '--tile-credit', CREDIT])]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  tiles?.close();
});

test('tiles that the operator asked for lie under the map, with the name of whose they are, and in its picture', async () => {
  const { page, faults } = await openPage(browser, server.url);
  await drawn(page);
  await page.locator('.map.tiled img.leaflet-tile-loaded').first().waitFor();
  await page.locator('.attribution').getByText(CREDIT).first().waitFor();
  await soon.equal(() => page.locator('.attribution b').count(), 0, 'which is text');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-key="picture"]').click()]);
  assert.match(download.suggestedFilename(), /\.png$/);
  const origin = `http://127.0.0.1:${tiles.address().port}/`;
  assert.deepEqual(faults().filter((fault) => !fault.startsWith(`asked ${origin}`)), [], 'no other host is asked, and the policy lets these pass');
  await page.context().close();
});

test('where their server cannot be reached the map has its own ground', async () => {
  const { page } = await openPage(browser, server.url);
  await page.route(`http://127.0.0.1:${tiles.address().port}/**`, (route) => route.abort());
  await page.reload();
  await drawn(page);
  await settled(page);
  await soon.equal(() => page.locator('.map.tiled').count(), 0);
  assert.ok(asked > 0);
  await page.context().close();
});
