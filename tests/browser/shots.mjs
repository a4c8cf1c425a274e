// Saves pictures of the map for people to look at: node shots.mjs, into shots/.
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csv, drawn, dropFile, openBrowser, openPage, rows, settled, startServer } from './harness.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'shots');
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740, hasTouch: true } };
const LIST = csv(
  'week-47.csv',
  'id,date,place,region,type,deaths,source,notes\nW-1,2023-11-20,Ansongo,Gao,Ambush,several,radio,On the road\n' +
    'W-2,2023-11-21,Nowhereville,Gao,Armed clash,2,radio,\nW-3,2023-14-21,Gao,Gao,Shelling,,radio,\n',
);

/** Each brings the page from its beginning to the state that its name says. */
const STATES = {
  map: async () => {},
  event: async (page, narrow) => {
    if (narrow) await page.locator('.grip').click();
    await rows(page).filter({ hasText: 'Bamba, Gao' }).nth(1).click();
  },
  area: async (page) => page.evaluate(() => (location.hash = '#map=7.5/16.6/0.2')),
  filtered: async (page) => page.evaluate(() => (location.hash = '#kinds=attack,clash&from=2023-09-01&to=2023-10-05')),
  unlocated: async (page, narrow) => {
    if (narrow) await page.locator('.grip').click();
    await rows(page, '.unlocated').first().click();
  },
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
};

await mkdir(folder, { recursive: true });
const [server, browser] = await Promise.all([startServer(), openBrowser()]);
try {
  for (const [state, reach] of Object.entries(STATES)) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const [colorScheme, locale] of [['light', 'en-GB'], ['dark', 'fr-FR']]) {
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
  await copyFile(join(folder, 'event-wide-light-en.png'), join(folder, '../../../web/screenshot.png'));
} finally {
  await browser.close();
  await server.stop();
}
console.log(`pictures are in ${folder}`);
