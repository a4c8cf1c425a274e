// Choosing what to see: kinds, time, language, colours, and a link that says it all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rows, settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const visit = async (options) => (await on.visit(options)).page;
const shownOf = async (page) => {
  const text = await page.locator('.summary').innerText();
  const [, shown, all] = /(\d+)(?: of (\d+))? events/.exec(text.replaceAll(/\s+/g, ' ')) ?? [];
  return { shown: Number(shown), all: Number(all ?? shown) };
};

test('filters by kind, adds a kind, and resets', async () => {
  const page = await visit({});
  const { all } = await shownOf(page);
  const chip = page.locator('.chip[data-kind="abduction"]');
  const count = Number(await chip.locator('.number').innerText());
  await chip.click();
  await settled(page);
  await soon.deepEqual(() => shownOf(page), { shown: count, all });
  await soon.equal(() => page.locator('.event-row').count(), count);
  await soon.equal(() => chip.getAttribute('aria-pressed'), 'true');
  await page.locator('.chip[data-kind="explosive"]').click();
  await settled(page);
  await soon.ok(async () => (await shownOf(page)).shown > count);
  await page.getByRole('button', { name: 'Reset filters' }).click();
  await settled(page);
  await soon.deepEqual(() => shownOf(page), { shown: all, all });
});

test('filters by time with the date fields', async () => {
  const page = await visit({});
  await page.locator('input[name="from"]').fill('2023-11-01');
  await page.locator('input[name="to"]').fill('2023-11-30');
  await settled(page);
  const titles = await rows(page).allInnerTexts();
  assert.ok(titles.length >= 1 && titles.every((text) => text.includes('Nov 2023')), titles.join('\n'));
  await page.getByRole('button', { name: 'All dates' }).click();
  await settled(page);
  await soon.ok(async () => (await rows(page).count()) > titles.length);
});

test('filters by time with a drag over the bars', async () => {
  const page = await visit({});
  const before = (await shownOf(page)).shown;
  const chart = await page.locator('.chart').boundingBox();
  await page.mouse.move(chart.x + chart.width * 0.4, chart.y + 20);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.6, chart.y + 20, { steps: 5 });
  await page.mouse.up();
  await settled(page);
  const after = (await shownOf(page)).shown;
  assert.ok(after > 0 && after < before, `${after} of ${before}`);
  await soon.match(() => page.locator('input[name="from"]').inputValue(), /^2023-\d\d-\d\d$/);
  await soon.ok(() => page.locator('.chart .brushed').isVisible());
});

test('sends a link; a fresh browser shows the same', async () => {
  const page = await visit({ hash: '#map=7.5/16.9/-1.2' });
  await page.locator('.chip[data-kind="attack"]').click();
  await page.locator('input[name="from"]').fill('2023-09-01');
  await page.locator('.languages button[lang="fr"]').click();
  await rows(page).filter({ hasText: 'Bourem' }).first().click();
  await page.waitForFunction(() => location.hash.includes('event='));
  await settled(page);
  const link = await page.evaluate(() => location.href);
  const picture = async (one) => ({
    hash: await one.evaluate(() => location.hash),
    panel: await one.locator('.detail').innerText(),
    summary: await one.locator('.summary').innerText(),
    pressed: await one.locator('.chip[aria-pressed="true"]').evaluateAll((all) => all.map((chip) => chip.dataset.kind)),
    symbols: (await one.locator('.leaflet-marker-pane [aria-label]').evaluateAll((all) => all.map((m) => m.getAttribute('aria-label')))).sort(),
  });
  const other = await visit({ hash: link.slice(on.server.url.length) });
  await soon.deepEqual(() => picture(other), await picture(page));
  await soon.equal(() => other.evaluate(() => document.documentElement.lang), 'fr');
});

test('a pasted link in an open page is followed', async () => {
  const page = await visit({});
  await page.evaluate(() => (location.hash = '#map=8/17.03/-1.40&kinds=attack'));
  await settled(page);
  await soon.equal(() => page.locator('.chip[data-kind="attack"]').getAttribute('aria-pressed'), 'true');
});

test('reads the page in French, because the browser does or because it was chosen', async () => {
  const french = await visit({ locale: 'fr-FR' });
  await soon.ok(() => french.getByRole('button', { name: 'Importer une liste' }).isVisible());
  const page = await visit({});
  await page.locator('.languages button[lang="fr"]').click();
  await rows(page).filter({ hasText: 'Bamba, Gao' }).filter({ hasText: '1 oct. 2023' }).first().click();
  const text = () => page.locator('.detail').innerText();
  for (const words of [/Quand/, /Dimanche 1 octobre 2023/, /Pourquoi ici/, /Qui dit quoi/, /inconnu/]) await soon.match(text, words);
  await soon.doesNotMatch(text, /\b(When|Where|Who says what|unknown|within)\b/);
});

test('goes dark with the device, and stays light when told to', async () => {
  const page = await visit({ colorScheme: 'dark' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  assert.ok(dark.match(/\d+/g).every((channel) => Number(channel) < 70), dark);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitemradio', { name: 'light' }).click();
  await settled(page);
  await soon.notEqual(() => ground(), dark);
  await soon.match(() => page.evaluate(() => location.hash), /theme=light/);
});

test('does everything by keyboard', async () => {
  const page = await visit({});
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await soon.equal(() => page.evaluate(() => document.activeElement?.id), 'in-view', 'the skip link leads to the list');
  // Past the order of the list and its direction to the first event.
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, 'none', 'the focus is seen');
  await page.keyboard.press('Enter');
  await page.locator('.detail h2').waitFor();
  await soon.equal(() => page.evaluate(() => document.activeElement?.tagName), 'H2', 'the focus goes to the panel');
  await page.keyboard.press('Escape');
  await settled(page);
  await soon.ok(() => page.evaluate(() => document.activeElement?.classList.contains('event-row')), 'and back to the row');
  await page.locator('.chip').first().focus();
  await page.keyboard.press('Space');
  await settled(page);
  await soon.equal(() => page.evaluate(() => document.activeElement?.getAttribute('aria-pressed')), 'true', 'a chip keeps the focus');
  const symbol = page.locator('.leaflet-marker-pane .event').first();
  await symbol.focus();
  await page.keyboard.press('Enter');
  await page.locator('.detail h2').waitFor();
});

test('the counts are never cut at 360 pixels', async () => {
  for (const locale of ['en-GB', 'fr-FR']) {
    const page = await visit({ width: 360, height: 740, hasTouch: true, locale, hash: '#from=2023-09-01' });
    const text = page.locator('.grip-text');
    await soon.match(() => text.innerText(), /^\d+ (of|sur) \d+.*(on the map|sur la carte).*(to check|à vérifier)/);
    const { room, needed, bottom, grip } = await text.evaluate((one) => ({
      room: [one.clientWidth, one.clientHeight],
      needed: [one.scrollWidth, one.scrollHeight],
      bottom: one.getBoundingClientRect().bottom,
      grip: one.parentElement.getBoundingClientRect().bottom,
    }));
    assert.ok(needed[0] <= room[0] && needed[1] <= room[1] && bottom <= grip, `${locale}: ${needed} in ${room}, ${bottom} over ${grip}`);
  }
});

test('works at 360 pixels: nothing sticks out, the sheet opens, an event can be read', async () => {
  const page = await visit({ width: 360, height: 740, hasTouch: true });
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  await soon.equal(() => wide(), 360);
  const grip = page.locator('.grip');
  await soon.match(() => grip.innerText(), /\d+ events/);
  await grip.tap();
  await settled(page);
  await soon.equal(() => grip.getAttribute('aria-expanded'), 'true');
  await rows(page).filter({ hasText: 'Kidal' }).first().tap();
  await page.locator('.detail h2').waitFor();
  await settled(page);
  const [sheet, marker] = [await page.locator('.side').boundingBox(), await page.locator('.leaflet-marker-pane .selected').first().boundingBox()];
  assert.ok(marker.y + marker.height <= sheet.y, 'the sheet does not cover the event');
  await soon.equal(() => wide(), 360);
  await page.locator('.detail').getByRole('button', { name: 'Close' }).tap();
  await settled(page);
  await soon.equal(() => grip.getAttribute('aria-expanded'), 'false');
});
