// Looking for a place by its name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const visit = async (options) => (await on.visit(options)).page;
/** Where there is no event to wait for. */
const visitEmpty = async (hash) => {
  const { page } = await on.enter(on.server.url, { hash });
  await page.waitForSelector('path.land-mali', { state: 'attached' });
  await settled(page);
  return page;
};
const box = (page) => page.getByRole('combobox', { name: /Find a place|Trouver un lieu/ });
const options = (page) => page.locator('.search').getByRole('option');
const viewOf = async (page) => {
  const [, zoom, lat, lon] = /map=([\d.]+)\/([\d.-]+)\/([\d.-]+)/.exec(await page.evaluate(() => location.hash)).map(Number);
  return { zoom, lat, lon };
};
const near = ({ lat, lon }, [x, y], degrees = 0.4) => Math.abs(lon - x) < degrees && Math.abs(lat - y) < degrees;

test('types some letters, chooses a place, and the map shows it', async () => {
  const page = await visit({});
  await box(page).pressSequentially('tombou', { delay: 20 });
  const first = options(page).filter({ hasText: 'Tombouctou' }).first();
  await first.waitFor();
  await soon.equal(() => box(page).getAttribute('aria-expanded'), 'true');
  await soon.match(() => first.innerText(), /seat of a region/);
  await first.click();
  await settled(page);
  const pin = page.locator('.sought-pin');
  await soon.equal(() => pin.innerText(), 'Tombouctou');
  await soon.ok(async () => near(await viewOf(page), [-3.0, 16.77]), 'the view is there');
  await soon.equal(() => options(page).count(), 0, 'the list is gone');
  await soon.equal(() => box(page).inputValue(), 'Tombouctou');
  const [map, at] = [await page.locator('.map').boundingBox(), await pin.locator('i').boundingBox()];
  const off = Math.hypot(at.x + at.width / 2 - map.x - map.width / 2, at.y + at.height / 2 - map.y - map.height / 2);
  assert.ok(off < 12, `the pin is ${off.toFixed(0)} px from the middle`);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await soon.equal(() => pin.count(), 0);
  await soon.equal(() => box(page).inputValue(), '');
  await soon.ok(() => box(page).evaluate((one) => one === document.activeElement), 'ready for the next');
});

test('the keyboard alone will do', async () => {
  const page = await visit({});
  await box(page).focus();
  await page.keyboard.type('kida');
  await options(page).first().waitFor();
  const active = async () => {
    const id = await box(page).getAttribute('aria-activedescendant');
    return id && page.locator(`#${id}`);
  };
  await soon.equal(() => active(), null, 'nothing is marked before it is asked for');
  const count = await options(page).count();
  assert.ok(count >= 2);
  await page.keyboard.press('ArrowDown');
  await soon.equal(async () => (await active()).getAttribute('aria-selected'), 'true');
  await soon.equal(() => options(page).and(page.locator('[aria-selected="true"]')).count(), 1);
  const first = await (await active()).innerText();
  for (let i = 0; i < count; i += 1) await page.keyboard.press('ArrowDown');
  await soon.equal(() => active(), null, 'after the last comes the box');
  await page.keyboard.press('ArrowUp');
  await soon.notEqual(async () => (await active()).innerText(), first);
  await page.keyboard.press('Escape');
  await soon.equal(() => options(page).count(), 0);
  await soon.equal(() => box(page).inputValue(), 'kida', 'the first Escape closes the list only');
  await page.keyboard.press('ArrowDown');
  await options(page).first().waitFor();
  await page.keyboard.press('Enter');
  await settled(page);
  await soon.equal(() => page.locator('.sought-pin').innerText(), 'Kidal', 'Enter takes the first');
  await soon.ok(async () => near(await viewOf(page), [1.4, 18.44]));
  await page.keyboard.press('Escape');
  await soon.equal(() => page.locator('.sought-pin').count(), 0);
});

test('accents need not be typed, and a slip of the pen is forgiven', async () => {
  const page = await visit({});
  for (const [typed, name] of [['menaka', 'Ménaka'], ['tombuktou', 'Tombouctou'], ['anefif', 'Anefis']]) {
    await box(page).fill(typed);
    await options(page).filter({ hasText: name }).first().waitFor();
  }
});

test('of places of one name the one near the middle of the map comes first', async () => {
  const page = await visitEmpty('#map=8/10.4/-7.1');
  await box(page).fill('bamba');
  await options(page).first().waitFor();
  await soon.match(() => options(page).first().innerText(), /Bougouni, Sikasso/);
  const other = await visit({ hash: '#map=8/17.0/-1.4' });
  await box(other).fill('bamba');
  await options(other).first().waitFor();
  await soon.match(() => options(other).first().innerText(), /Gao/);
});

test('a region is shown as a whole', async () => {
  const page = await visitEmpty('#map=10/12.65/-8');
  await box(page).fill('région de Gao');
  const region = options(page).filter({ hasText: 'Région de Gao' });
  await region.first().click();
  await settled(page);
  const view = await viewOf(page);
  assert.ok(view.zoom < 8 && near(view, [0.5, 17], 1.5), JSON.stringify(view));
});

test('what nobody knows is said, in words and to screen readers', async () => {
  const page = await visit({});
  const said = page.locator('.search').getByRole('status');
  for (const typed of ['Xyzabadwqk', '<img src=x onerror=alert(1)>', '🐪🐪', '\u202e\u0000%', 'xq'.repeat(100)]) {
    await box(page).fill(typed);
    await said.filter({ hasText: 'No place like' }).waitFor();
    await soon.equal(() => options(page).count(), 0);
    await box(page).fill('');
    await settled(page);
    await soon.ok(async () => !(await said.isVisible()));
  }
  await box(page).fill('gao');
  await options(page).first().waitFor();
  await soon.match(() => said.textContent(), /^\d+ places?$/, 'how many there are is heard');
});

test('a server that does not answer is said', async () => {
  const page = await visit({ allow: /Failed to load resource/ });
  await page.route('**/suggest?*', (route) => route.abort());
  await box(page).fill('gao');
  await page.locator('.search').getByText('The server does not answer.').waitFor();
});

test('an answer that comes late is not shown for other letters', async () => {
  const page = await visit({});
  let held = null;
  await page.route('**/suggest?q=kid*', (route) => {
    held ??= route;
    if (held !== route) void route.continue();
  });
  await box(page).fill('kid');
  await page.waitForTimeout(200);
  assert.ok(held, 'the first question was asked');
  await box(page).fill('gao');
  await options(page).filter({ hasText: 'Gao' }).first().waitFor();
  await held.continue().catch(() => {});
  await settled(page);
  await soon.ok(async () => (await options(page).allInnerTexts()).every((text) => !text.startsWith('Kidal')));
});

test('looks for a place in French at 360 pixels, by touch', async () => {
  const page = await visit({ width: 360, height: 740, hasTouch: true, locale: 'fr-FR' });
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  await soon.ok(async () => !(await box(page).isVisible()));
  await page.getByRole('button', { name: 'Trouver un lieu' }).tap();
  await soon.ok(() => box(page).evaluate((one) => one === document.activeElement));
  await soon.equal(() => wide(), 360);
  await box(page).pressSequentially('menak', { delay: 20 });
  const first = options(page).filter({ hasText: 'Ménaka' }).first();
  await first.waitFor();
  await settled(page);
  await soon.equal(() => wide(), 360);
  const [row, list] = [await first.boundingBox(), await page.getByRole('listbox').boundingBox()];
  assert.ok(row.height >= 44 && list.x >= 0 && list.x + list.width <= 360, JSON.stringify({ row, list }));
  await soon.match(() => first.innerText(), /chef-lieu|région|cercle|commune/);
  await first.tap();
  await settled(page);
  await soon.equal(() => page.locator('.sought-pin').innerText(), 'Ménaka');
  await soon.ok(async () => !(await box(page).isVisible()), 'the map is free again');
  await soon.ok(async () => near(await viewOf(page), [2.4, 15.92], 1.5));
});

test('what is typed outlives the language and the loading of events', async () => {
  const page = await visit({});
  await box(page).fill('gao');
  await page.locator('.languages button[lang="fr"]').click();
  await soon.equal(() => box(page).inputValue(), 'gao');
  await soon.equal(() => box(page).getAttribute('placeholder'), 'Trouver un lieu');
});
