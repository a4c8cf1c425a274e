// Counts by unit, and heat: other ways to see the same events.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
/** A link is followed once the map is drawn: there may be no symbol to wait for in what it shows. */
const visit = async ({ hash, ...options }) => {
  const { page } = await on.visit(options);
  if (hash) await page.evaluate((to) => (location.hash = to), hash);
  return page;
};
const unit = (page, name) => page.locator(`path.unit[aria-label^="${name}:"]`);
const counts = (page, level, query) =>
  page.evaluate(async ([of, asked]) => {
    const { features } = await (await fetch(`/collections/${of}/items?limit=1000&${asked}`)).json();
    return Object.fromEntries(features.map(({ properties: { name, events } }) => [name, events]));
  }, [level, query]);

/** The map drawn otherwise, its counts there. */
async function as(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
  if (name !== 'Heat') await page.locator('path.unit').first().waitFor({ state: 'attached' });
  await settled(page);
}

test('sees regions of the division of the day with their counts, reads one by pointing and by keys', async () => {
  const page = await visit({});
  await as(page, 'By region');
  const asked = await counts(page, 'regions', 'at=2023-11-14');
  await soon.equal(() => page.locator('path.unit').count(), Object.keys(asked).length, 'those of 2023, no others');
  await soon.match(() => page.locator('.views-legend').innerText(), /Division since 13 Mar 2023/);
  await soon.match(() => page.locator('.views-legend').innerText(), /discs stand at their seats/, 'a disc is not taken for an area');
  await soon.equal(() => unit(page, 'Gao').getAttribute('aria-label'), `Gao: ${asked['Gao']} events`);
  await unit(page, 'Gao').hover();
  await page.locator('.unit-said').getByText(`Gao: ${asked['Gao']} events`).waitFor();
  await unit(page, 'Kidal').focus();
  await page.locator('.unit-said').getByText(`Kidal: ${asked['Kidal']} events`).waitFor();
  await soon.equal(() => page.locator('.leaflet-marker-pane .crowd').count(), 0, 'symbols give way');
  await soon.match(() => page.evaluate(() => location.hash), /as=regions/);
});

test('a unit pressed filters by it, the others keep their counts; pressed again it is let go', async () => {
  const page = await visit({ hash: '#as=regions' });
  await unit(page, 'Gao').waitFor();
  const kidal = await unit(page, 'Kidal').getAttribute('aria-label');
  await unit(page, 'Gao').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('region=Gao'));
  await settled(page);
  await soon.equal(() => unit(page, 'Gao').getAttribute('aria-pressed'), 'true');
  await soon.equal(() => unit(page, 'Kidal').getAttribute('aria-label'), kidal);
  await soon.ok(() => page.evaluate(() => document.activeElement?.classList.contains('unit')), 'the focus stays on it');
  await page.keyboard.press(' ');
  await page.waitForFunction(() => !location.hash.includes('region='));
});

test('counts follow the filters, the division the dates, and none is not the same as not known', async () => {
  const page = await visit({ hash: '#as=regions&kinds=attack' });
  await unit(page, 'Gao').waitFor();
  const attacks = await counts(page, 'regions', 'at=2023-11-14&kind=attack');
  await soon.equal(() => unit(page, 'Gao').getAttribute('aria-label'), `Gao: ${attacks['Gao']} events`);
  const empty = Object.keys(attacks).find((name) => attacks[name] === 0);
  await soon.match(() => unit(page, empty).getAttribute('class'), /unit-0/);
  await page.evaluate(() => (location.hash = '#as=regions&to=2015-06-30'));
  await page.locator('.views-legend').getByText(/Division .* 19 Jan 2016/).waitFor();
  await soon.equal(() => page.locator('path.unit').count(), 9, 'the regions of before 2016');
  await soon.equal(() => page.locator('path.unit.seat').count(), 0, 'which have shapes');
});

test('says which filter the counts of units do without, and when they cannot be had', async () => {
  const page = await visit({ hash: '#as=regions&q=camp', allow: /Failed to load/ });
  await page.locator('.views-legend .warn').getByText('words').waitFor();
  await page.route('**/collections/cercles/items?*', (route) => route.abort());
  await page.getByRole('button', { name: 'By cercle', exact: true }).click();
  await page.locator('.views-legend').getByText('could not be fetched').waitFor();
});

test('heat is drawn on the ground it is about, says what it is relative to, and follows the brush', async () => {
  const page = await visit({});
  await as(page, 'Heat');
  const mass = () =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas.heat');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.reduce((sum, value, i) => sum + (i % 4 === 3 ? value : 0), 0);
    });
  const before = await mass();
  assert.ok(before > 0);
  await soon.match(() => page.locator('.views-legend').innerText(), /densest place in view/);
  await page.locator('input[name="from"]').fill('2023-10-20');
  await settled(page);
  await soon.ok(async () => (await mass()) < before);
  await page.locator('input[name="from"]').fill('2024-10-20');
  await settled(page);
  await soon.equal(() => mass(), 0, 'no event, no glow');
});

test('the switch and its legend fit 360 pixels in both languages, light and dark', async () => {
  for (const [locale, colorScheme] of [['en-GB', 'light'], ['fr-FR', 'dark']]) {
    const page = await visit({ width: 360, height: 740, hasTouch: true, locale, colorScheme, hash: '#as=cercles' });
    await page.locator('.views-legend').waitFor();
    const boxes = await page.$$eval('.views-choice, .views-legend, .leaflet-control-zoom', (all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    boxes.forEach((box, i) => {
      assert.ok(box.left >= 0 && box.right <= 360, `${locale}: ${box.left} to ${box.right}`);
      for (const other of boxes.slice(0, i)) {
        assert.ok(box.left >= other.right || box.right <= other.left || box.top >= other.bottom || box.bottom <= other.top, `${locale}: one lies over another`);
      }
    });
  }
});
