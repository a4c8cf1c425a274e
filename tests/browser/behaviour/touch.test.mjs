// A finger, or two, on the map, the time line and the sheet: touches as a screen makes them, not clicks that stand for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const PHONE = { width: 360, height: 740, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const STEPS = 12;

/** Fingers on the screen, each along a line from where it is put to where it is lifted. */
async function fingers(page, ...lines) {
  const session = await page.context().newCDPSession(page);
  const touch = (type, part) => {
    const touchPoints = part === null ? [] : lines.map(([[x, y], [toX, toY]], id) => ({ id, x: x + (toX - x) * part, y: y + (toY - y) * part }));
    return session.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  await touch('touchStart', 0);
  for (let i = 1; i <= STEPS; i += 1) {
    await touch('touchMove', i / STEPS);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  await touch('touchEnd', null);
  await session.detach();
}

const middle = async (locator) => {
  const { x, y, width, height } = await locator.boundingBox();
  return [x + width / 2, y + height / 2];
};
const view = (page) => page.evaluate(() => /map=([\d.]+)\/([\d.-]+)\/([\d.-]+)/.exec(location.hash)?.slice(1).map(Number) ?? null);
const viewBesides = async (page, old) => {
  await page.waitForFunction((before) => /map=[^&]+/.exec(location.hash)?.[0] !== before, `map=${old}`);
  await settled(page);
  return view(page);
};
const visit = async (options) => {
  const { page } = await on.visit({ ...PHONE, ...options });
  await page.waitForFunction(() => location.hash.includes('map='));
  return page;
};
const mapPart = (page) => page.evaluate(() => /map=([^&]+)/.exec(location.hash)[1]);

test('a finger moves the map, two of them zoom it where they are', async () => {
  const page = await visit({ hash: '#map=7/17/-3' });
  const [x, y] = await middle(page.locator('.map'));
  await fingers(page, [[x + 60, y + 90], [x - 40, y - 30]]);
  const [zoom, lat, lon] = await viewBesides(page, '7/17.0000/-3.0000');
  assert.equal(zoom, 7, 'one finger does not zoom');
  assert.ok(lat < 16.6 && lon > -2.8, `the map follows the finger to the upper left: ${lat} ${lon}`);
  const before = await mapPart(page);
  await fingers(page, [[x - 30, y], [x - 120, y]], [[x + 30, y], [x + 120, y]]);
  const [closer] = await viewBesides(page, before);
  assert.ok(closer > zoom + 1 && closer < zoom + 3, `four times as far apart: zoom ${zoom} -> ${closer}`);
});

test('a tap opens an event, and its sheet is drawn up and away by its grip', async () => {
  const page = await visit({ hash: '#map=8/16.6/-1' });
  const symbol = page.locator('.event:not(.event-area)').first();
  const name = (await symbol.getAttribute('aria-label')).split(',')[0];
  const at = await middle(symbol);
  await fingers(page, [at, at]);
  await page.locator('.detail h2').filter({ hasText: name }).waitFor();
  const side = page.locator('.side');
  await soon.equal(() => side.getAttribute('data-height'), 'half');
  const [x, y] = await middle(page.locator('.grip'));
  await fingers(page, [[x, y], [x, y - 160]]);
  await page.waitForFunction(() => document.querySelector('.side').dataset.height === 'full');
  await settled(page);
  const [, top] = await middle(page.locator('.grip'));
  await fingers(page, [[x, top], [x, top + 200]]);
  await page.waitForFunction(() => document.querySelector('.side').dataset.height === 'half');
});

test('a finger scrolls the list without moving the map', async () => {
  const page = await visit({});
  await page.locator('.grip').tap();
  await settled(page);
  const before = await mapPart(page);
  const [x, y] = await middle(page.locator('.browse'));
  await fingers(page, [[x, y + 120], [x, y - 150]]);
  await page.waitForFunction(() => document.querySelector('.browse').scrollTop > 100);
  await soon.equal(() => mapPart(page), before);
});

test('a finger along the time line chooses the dates that it passes', async () => {
  const page = await visit({});
  await page.locator('.grip').tap();
  const chart = page.locator('.chart');
  await chart.scrollIntoViewIfNeeded();
  await settled(page);
  const { x, y, width, height } = await chart.boundingBox();
  await fingers(page, [[x + width * 0.3, y + height / 2], [x + width * 0.7, y + height / 2 + 4]]);
  await page.waitForFunction(() => /from=2023-\d\d-\d\d&to=2023-\d\d-\d\d/.test(location.hash));
  await settled(page);
  await soon.match(() => page.locator('.grip-text').innerText(), /^\d+ of 32 events/);
  await soon.ok(async () => Math.abs((await chart.boundingBox()).y - y) < 2, 'it stays under the finger, whatever appears above it');
});
