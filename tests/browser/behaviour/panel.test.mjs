// What a person reads of one event beyond its place: what was near, how it changed, where exactly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, dropFile, rows, settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const panel = (page) => page.locator('.detail');
const bamba = (page) => rows(page).filter({ hasText: 'Attack on military position, Bamba' }).filter({ hasText: '1 Oct 2023' }).first();

test('copies where an event is in the form that the other side reads', async () => {
  const { page, context } = await on.visit({ hash: '#map=8/17.0336/-1.4038' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await bamba(page).click();
  for (const [form, expected] of [['decimal', '17.0336, -1.4038'], ['dms', `17°02'01.0"N 1°24'13.7"W`], ['mgrs', '30Q XD 69892 83965']]) {
    await page.locator(`[data-key="copy-${form}"]`).click();
    await page.locator(`[data-key="copy-${form}"]`).getByText('Copied').first().waitFor();
    await soon.equal(() => page.evaluate(() => navigator.clipboard.readText()), expected);
  }
  await page.locator('[data-key="copy-link"]').click();
  await page.locator('[data-key="copy-link"]').getByText('Copied').first().waitFor();
  await soon.match(() => page.evaluate(() => navigator.clipboard.readText()), /#.*event=/);
});

test('sees what happened near by before and after, and goes there', async () => {
  const { page } = await on.visit({ hash: '#map=8/17.0336/-1.4038' });
  await bamba(page).click();
  const around = panel(page).locator('.around');
  await around.getByRole('heading', { name: /Before/ }).waitFor();
  const few = await around.locator('.event-row').count();
  await soon.match(() => around.innerText(), /24 days before/);
  await soon.match(() => around.innerText(), /1 day after/);
  await around.getByLabel('Within').selectOption('250');
  await around.getByLabel('Days before and after').selectOption('365');
  const expected = await page.evaluate(async () => (await (await fetch('/nearby?lon=-1.4038&lat=17.0336&km=250&days=365&date=2023-10-01&limit=60')).json()).features.length);
  assert.ok(expected - 1 > few);
  // All that the server knows but the event itself.
  await page.waitForFunction((count) => document.querySelectorAll('.around .event-row').length === count, expected - 1);
  const other = around.locator('.event-row').last();
  const title = await other.locator('.event-title').innerText();
  await other.click();
  await panel(page).getByRole('heading', { name: title, level: 2 }).waitFor();
});

test('reads how an event changed, and takes back what was set by hand', async () => {
  const { page } = await on.visit({ hash: '#map=8/17.0336/-1.4038' });
  await bamba(page).click();
  await page.waitForURL(/event=/);
  const status = await page.evaluate(async () => {
    const path = `/collections/events/items/${new URLSearchParams(location.hash.slice(1)).get('event')}`;
    const tag = (await fetch(path)).headers.get('etag');
    const body = JSON.stringify({ properties: { kind: 'shelling' } });
    return (await fetch(path, { method: 'PATCH', headers: { 'If-Match': tag, 'Content-Type': 'application/merge-patch+json' }, body })).status;
  });
  assert.equal(status, 200);
  await panel(page).locator('.detail-head').getByText('Shelling or air strike').waitFor();
  await panel(page).locator('.history summary').click();
  const history = panel(page).locator('.history');
  await history.getByText(/Changed by hand/).waitFor();
  await soon.match(() => history.innerText(), /Until then\s+Kind\s+Attack/);
  await soon.match(() => history.innerText(), /Added by the list incidents-2023\.csv/);
  await soon.match(() => history.innerText(), /Set by hand, over what the list says: kind/);
  await history.getByRole('button', { name: 'Follow the list again' }).click();
  await history.getByRole('button', { name: 'Keep it' }).click();
  await history.getByRole('button', { name: 'Follow the list again' }).click();
  await history.getByRole('button', { name: 'Yes, follow the list' }).click();
  await panel(page).locator('.detail-head').getByText('Attack', { exact: true }).waitFor();
});

test('follows an address of the web in what a source says, and no other', async () => {
  const { page } = await on.visit({});
  await dropFile(page, csv('links.csv', 'id,date,place,region,type,source,notes,url\nL-1,2023-11-01,Ansongo,Gao,Attack,radio,See https://example.org/a?b=1 and javascript:alert(1),https://example.org/report\n'));
  await page.locator('.dialog-foot .primary:not([disabled])').filter({ hasText: '1' }).click();
  await page.locator('[data-key="undo"]').waitFor();
  await page.keyboard.press('Escape');
  await rows(page).filter({ hasText: '1 Nov 2023' }).first().click();
  const links = panel(page).locator('a[target]');
  await links.first().waitFor({ state: 'attached' });
  const all = await links.evaluateAll((found) => found.map(({ href, rel }) => [href, rel]));
  assert.ok(all.some(([href]) => href === 'https://example.org/a?b=1'), JSON.stringify(all));
  assert.ok(all.every(([href, rel]) => href.startsWith('https://example.org/') && rel.includes('noopener') && rel.includes('noreferrer')));
});

test('sorts the list by what matters now, and walks it with the arrows', async () => {
  const { page } = await on.visit({});
  const list = page.locator('.events:not(.unlocated)');
  const places = () => list.locator('.event-row').evaluateAll((all) => all.map((row) => row.querySelector('.event-facts span').textContent.split(',')[0]));
  await list.getByLabel('Sort by').selectOption('place');
  await settled(page);
  const sorted = await places();
  assert.deepEqual(sorted, [...sorted].sort(new Intl.Collator('en-GB', { numeric: true }).compare));
  await list.locator('[data-key="turn"]').click();
  await settled(page);
  await soon.deepEqual(async () => (await places())[0], sorted.at(-1));
  await list.locator('.event-row').first().focus();
  await page.keyboard.press('ArrowDown');
  const second = await list.locator('.event-row').nth(1).evaluate((row) => row === document.activeElement);
  assert.ok(second, 'the arrow goes to the next row');
  await page.waitForSelector('.leaflet-marker-icon.hovered', { state: 'attached' });
  await soon.equal(() => page.locator('.leaflet-marker-icon.hovered').count(), 1, 'and the map shows which it is');
});

test('finds on the list what the pointer is over on the map', async () => {
  const { page } = await on.visit({ hash: '#map=7/16.6/-2' });
  const marker = page.locator('.event[aria-label]').first();
  const name = (await marker.getAttribute('aria-label')).split(',')[0];
  await marker.hover();
  const row = page.locator('.event-row.hovered');
  await row.waitFor();
  await soon.ok(async () => (await row.innerText()).startsWith(name));
});

test('reads what a symbol is by pointing at it or by keys, also at the edge of the map', async () => {
  const { page } = await on.visit({ hash: '#map=7/16.6/-2' });
  const tip = page.locator('.map .tip');
  const map = await page.locator('.map').boundingBox();
  const markers = page.locator('.event[aria-label]');
  const count = await markers.count();
  for (let i = 0; i < count; i += 1) {
    const [marker, name] = [markers.nth(i), await markers.nth(i).getAttribute('aria-label')];
    const { x, y } = await marker.boundingBox();
    if (x < map.x || y < map.y || x > map.x + map.width || y > map.y + map.height) continue;
    await marker.focus();
    await soon.equal(async () => (await tip.locator('strong, span').allInnerTexts()).join(', '), name);
    const box = await tip.boundingBox();
    assert.ok(box.x >= map.x && box.y >= map.y && box.x + box.width <= map.x + map.width, `${name} at ${x}, ${y} is said at ${box.x}, ${box.y}`);
  }
  await page.locator('.list h2').first().focus();
  await tip.waitFor({ state: 'hidden' });
  await markers.first().hover();
  await tip.waitFor();
});
