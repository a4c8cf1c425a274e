// Saves pictures of the map for people to look at: node shots.mjs, node shots.mjs STATE... for some, or node shots.mjs --kept
// for the ten that every check leaves behind.
//
// In: the built binary; AZALAI_SHOTS names the folder, shots/ if not given. Out: PNG files. It must not judge them.
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csv, drawn, dropFile, openBrowser, openPage, rows, settled, startServer } from './harness.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.env.AZALAI_SHOTS ?? join(here, 'shots');
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740, hasTouch: true } };
const LIST = csv(
  'week-47.csv',
  'id,date,place,region,type,deaths,source,notes\nW-1,2023-11-20,Ansongo,Gao,Ambush,several,radio,On the road\n' +
    'W-2,2023-11-21,Nowhereville,Gao,Armed clash,2,radio,\nW-3,2023-14-21,Gao,Gao,Shelling,,radio,\n',
);

const LONG = csv('long.csv', 'date,place,type\n' + Array.from({ length: 20_000 }, (_, i) => `2023-11-${String(1 + (i % 28)).padStart(2, '0')},${['Gao', 'Bamba', 'Kidal'][i % 3]},Attack ${i}\n`).join(''));

/** Imports a list that nobody imported before, with an attack that the samples tell of too. */
async function bringIn(page) {
  const id = `S${Date.now()}`;
  await dropFile(
    page,
    csv('week-40.csv', `id,date,place,region,type,deaths,source,notes\n${id}1,2023-10-01,Bamba,Gao,Attack,4,CSP,The camp north of the village was taken\n${id}2,2023-10-03,Ansongo,Gao,Ambush,,radio,\n${id}3,2023-31-03,Gao,Gao,Shelling,,radio,\n`),
  );
  await page.locator('.dialog-foot .primary:not([disabled])').filter({ hasText: '2' }).click();
  await page.locator('[data-key="undo"]').waitFor();
}

const openMenu = async (page, at) => {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem').nth(at).click();
};

const REPORT =
  'The Malian army said on Monday that it repelled an attack on its camp north of Bamba, in the Gao region, on Sunday 1 October 2023. Two soldiers were killed, it said. ' +
  'The CSP said that it had taken the camp. The Algiers Agreement of 2015 is dead, a spokesman told Radio Kidal.';

/** Each brings the page from its beginning to the state that its name says. */
const STATES = {
  map: async () => {},
  event: async (page, narrow) => {
    if (narrow) await page.locator('.grip').click();
    await rows(page).filter({ hasText: 'Bamba, Gao' }).nth(1).click();
  },
  crowd: async (page) => page.evaluate(() => (location.hash = '#map=7/16.2/-2.2')),
  facets: async (page, narrow) => {
    if (narrow) await page.locator('.grip').click();
    await page.locator('.facet-tab').first().click();
    await page.locator('.facet .value').first().click();
  },
  brush: async (page, narrow) => {
    if (narrow) await page.locator('.grip').click();
    await page.locator('.chart').scrollIntoViewIfNeeded();
    const { x, y, width } = await page.locator('.chart').boundingBox();
    await page.mouse.move(x + width * 0.35, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.8, y + 20, { steps: 5 });
    await page.mouse.up();
  },
  review: async (page) => {
    await page.locator('[data-key="review"]').click();
    await page.locator('[data-item] button').first().click();
    await page.locator('.small-map .label').first().waitFor({ state: 'attached' });
  },
  article: async (page) => {
    await openMenu(page, 3);
    await page.locator('.article textarea').fill(REPORT);
    await page.locator('[data-key="read"]').click();
    await page.locator('.draft .mention').first().click();
    await page.locator('.small-map .label').first().waitFor({ state: 'attached' });
  },
  area: async (page) => page.evaluate(() => (location.hash = '#map=7.5/16.6/0.2')),
  filtered: async (page) => page.evaluate(() => (location.hash = '#kinds=attack,clash&from=2023-09-01&to=2023-10-05')),
  unlocated: async (page, narrow) => {
    if (narrow) await page.locator('.grip').click();
    await rows(page, '.unlocated').first().click();
  },
  regions: async (page) => page.evaluate(() => (location.hash = '#as=regions')),
  cercles: async (page) => page.evaluate(() => (location.hash = '#as=cercles')),
  heat: async (page) => page.evaluate(() => (location.hash = '#as=heat')),
  export: async (page) => openMenu(page, 2),
  list: async (page, narrow) => {
    if (narrow) await page.locator('.grip').click();
  },
  fan: async (page) => {
    await page.evaluate(() => (location.hash = '#map=9/17.0336/-1.4038'));
    await settled(page);
    await page.getByRole('button', { name: /(fan out|déployer)$/ }).first().click();
  },
  search: async (page, narrow) => {
    if (narrow) await page.locator('.search-open').click();
    await page.getByRole('combobox').fill('bam');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
  },
  sought: async (page, narrow) => {
    if (narrow) await page.locator('.search-open').click();
    await page.getByRole('combobox').fill('anefis');
    await page.getByRole('option').first().click();
  },
  unknown: async (page, narrow) => {
    if (narrow) await page.locator('.search-open').click();
    await page.getByRole('combobox').fill('Xyzabadwqk');
    await page.locator('.search-said:not(.off-screen)').waitFor();
  },
  preview: async (page) => {
    await dropFile(page, LIST);
    await page.locator('.equation').waitFor();
  },
  columns: async (page) => {
    await dropFile(page, LIST);
    await page.locator('.columns summary').click();
    await page.locator('.columns').evaluate((columns) => columns.scrollIntoView());
  },
  menu: async (page) => page.getByRole('button', { name: 'Menu' }).click(),
  progress: async (page) => {
    await dropFile(page, LONG);
    await page.locator('.figures').getByText(/\/s/).waitFor();
  },
  // These change what is on the map: they come last.
  result: bringIn,
  duplicates: async (page) => {
    await openMenu(page, 1);
    await page.locator('.pair').waitFor();
  },
  imports: async (page) => {
    await openMenu(page, 0);
    await page.locator('.record button').first().click();
  },
};

/** What every check leaves behind, each in both colour schemes, both languages and both sizes. */
const KEPT = ['map', 'crowd', 'event', 'facets', 'preview', 'review', 'article', 'export', 'regions', 'brush'];
const KEPT_LOOKS = { wide: [['light', 'en-GB'], ['dark', 'fr-FR']], narrow: [['light', 'fr-FR'], ['dark', 'en-GB']] };
const LOOKS = [['light', 'en-GB'], ['dark', 'fr-FR'], ['light', 'fr-FR'], ['dark', 'en-GB']];

const named = process.argv.slice(2);
const kept = named.includes('--kept');
const states = named.filter((name) => name !== '--kept');
const wanted = kept && states.length === 0 ? KEPT : states;
await mkdir(folder, { recursive: true });
const [server, browser] = await Promise.all([startServer(), openBrowser()]);
try {
  for (const [state, reach] of Object.entries(STATES)) {
    if (wanted.length > 0 && !wanted.includes(state)) continue;
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const [colorScheme, locale] of kept ? KEPT_LOOKS[size] : LOOKS) {
        const { page, context } = await openPage(browser, server.url, { ...viewport, colorScheme, locale });
        await drawn(page);
        await reach(page, size === 'narrow');
        await settled(page);
        await page.screenshot({ path: join(folder, `${state}-${size}-${colorScheme}-${locale.slice(0, 2)}.png`) });
        await context.close();
      }
    }
  }
  // The picture at the top of the README.
  if (!kept && (wanted.length === 0 || wanted.includes('event'))) await copyFile(join(folder, 'event-wide-light-en.png'), join(here, '../../web/screenshot.png'));
} finally {
  await browser.close();
  await server.stop();
}
console.log(`pictures are in ${folder}`);
