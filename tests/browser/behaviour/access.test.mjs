// Who cannot see the map, or has no mouse, does the same with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../axe.mjs';
import { csv, dropFile, rows, settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();

const LIST = csv('week-47.csv', 'id,date,place,region,type,deaths,source,notes\nW-1,2023-11-20,Ansongo,Gao,Ambush,several,radio,On the road\nW-2,2023-11-21,Nowhereville,Gao,Armed clash,2,radio,\nW-3,2023-14-21,Gao,Gao,Shelling,,radio,\n');

const menu = async (page, name) => {
  await page.getByRole('button', { name: 'Menu' }).click();
  if (name) await page.getByRole('menuitem', { name }).click();
};

/** Each brings a page from its beginning to the state that its name says. */
const STATES = {
  map: async () => {},
  menu: async (page) => menu(page),
  search: async (page, narrow) => {
    if (narrow) await page.locator('.search-open').click();
    await page.getByRole('combobox').first().fill('bam');
    await page.getByRole('option').first().waitFor();
  },
  'an event': async (page) => {
    await rows(page).filter({ hasText: 'Bamba, Gao' }).nth(1).click();
    await page.locator('.around .event-row').first().waitFor();
    await page.locator('.history summary').click();
    await page.locator('.history li').first().waitFor();
  },
  'an event without a place': async (page) => rows(page, '.unlocated').first().click(),
  filters: async (page) => {
    await page.evaluate(() => (location.hash = '#kinds=attack,clash&from=2023-09-01&to=2023-10-05'));
    await settled(page);
  },
  'nothing found': async (page) => {
    await page.evaluate(() => (location.hash = '#kinds=attack&from=2024-09-01&to=2024-10-05'));
    await settled(page);
  },
  export: async (page) => {
    await menu(page, /Export/);
    await page.locator('.exporter[open]').waitFor();
  },
  'the preview of an import': async (page) => {
    await dropFile(page, LIST);
    await page.locator('.equation').waitFor();
    await page.locator('.columns summary').click();
  },
  'the result of an import': async (page) => {
    await dropFile(page, csv(`r-${Date.now()}.csv`, `id,date,place,region,type,deaths\nR${Date.now()},2023-10-01,Bamba,Gao,Attack,4\nR${Date.now()}2,2023-31-03,Gao,Gao,Shelling,\n`));
    await page.locator('.dialog-foot .primary:not([disabled])').filter({ hasText: '1' }).click();
    await page.locator('[data-key="undo"]').click();
  },
  imports: async (page) => {
    await menu(page, /^Imports|^Importations/);
    await page.locator('.record').first().waitFor();
    await page.locator('.record button').first().click();
  },
  duplicates: async (page) => {
    await menu(page, /duplicates|doublons/i);
    await page.locator('.pair, .empty-note').first().waitFor();
    await page.keyboard.press('?');
  },
  'a text that is pasted in': async (page) => menu(page, /article/),
  'a text that was read': async (page) => {
    await menu(page, /article/);
    await page.locator('.article textarea').fill('Gunmen attacked the village of Bamba, in the Gao region, on 1 October 2023. The army said that two people were killed. The Algiers Agreement is dead.');
    await page.locator('[data-key="read"]').click();
    await page.locator('.draft .mention').first().click();
    await page.locator('.small-map .event').first().waitFor();
  },
  'a place in doubt': async (page) => {
    await page.locator('[data-key="review"]').click();
    await page.locator('[data-item="location"] button').first().click();
    await page.locator('.placing').waitFor();
  },
  'what was decided': async (page) => {
    await page.locator('[data-key="review"]').click();
    await page.locator('[data-item="location"] button').first().waitFor();
    await page.keyboard.press('s');
    await page.locator('[data-item="draft"] button').first().click();
    await page.keyboard.press('x');
    await page.locator('[data-key="queue-undo"]').click();
    await page.locator('[data-key="queue-past"]').click();
    await page.locator('.past li').first().waitFor();
  },
};

for (const [name, options] of [
  ['in English, light, wide', { colorScheme: 'light' }],
  ['in French, dark, on a phone', { colorScheme: 'dark', locale: 'fr-FR', width: 360, height: 740, hasTouch: true }],
]) {
  test(`axe finds nothing wrong with any state of the map, ${name}`, async () => {
    const wrong = [];
    for (const [state, reach] of Object.entries(STATES)) {
      const { page, context } = await on.visit(options);
      const narrow = options.width === 360;
      if (narrow && ['an event', 'an event without a place', 'filters', 'nothing found'].includes(state)) await page.locator('.grip').click();
      await reach(page, narrow);
      await settled(page);
      wrong.push(...(await violations(page)).map((one) => `${state}: ${one}`));
      await context.close();
    }
    assert.deepEqual(wrong, []);
  });

  test(`axe finds nothing wrong with any page, ${name}`, async () => {
    const wrong = [];
    for (const path of ['collections', 'collections/events', 'collections/events/items', 'collections/cercles/items?limit=5', 'collections/events/queryables', 'conformance', 'docs', 'no/such/page']) {
      const { page, context } = await on.enter(on.server.url + path, { ...options, allow: /404/ });
      wrong.push(...(await violations(page)).map((one) => `${path}: ${one}`));
      await context.close();
    }
    assert.deepEqual(wrong, []);
  });
}

/** Tabs until the focus is on what is asked for; every stop on the way must be seen. */
async function tabTo(page, selector, most = 80) {
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate((wanted) => {
      const here = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(here);
      const box = here.getBoundingClientRect();
      return { found: here.matches(wanted), name: here.outerHTML.slice(0, 90), seen: here === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && box.width > 0 && box.height > 0) };
    }, selector);
    assert.ok(at.seen, `the focus is not seen on ${at.name}`);
    if (at.found) return;
  }
  assert.fail(`${selector} is not reached by Tab`);
}

test('walks from the top through everything by Tab, and sees each time where that is', async () => {
  const { page } = await on.visit({});
  for (const stop of ['.skip', '[role="combobox"]', '[data-key="import"]', '[data-key="lang-en"]', '.menu > button', '.chip', '[data-key="sort"]', '[data-key="turn"]', '.event-row', '.map', '.leaflet-control-zoom-in', '.home', '.attribution summary', 'input[name="from"]']) {
    await tabTo(page, stop);
  }
});

test('exports by keyboard alone, and is back where that began', async () => {
  const { page } = await on.visit({});
  await tabTo(page, '.menu > button');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.exporter[open]').waitFor();
  await soon.equal(() => page.evaluate(() => document.activeElement.id), 'exporter-title', 'what opened is read out');
  await tabTo(page, '[data-key="in-view"]');
  await page.keyboard.press('Space');
  await soon.equal(() => page.evaluate(() => document.activeElement.dataset.key), 'in-view', 'the focus stays');
  await tabTo(page, '[data-key="picture"]');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.match(download.suggestedFilename(), /\.png$/);
  await page.getByText('The picture is among your downloads.').waitFor();
  await page.keyboard.press('Escape');
  await soon.ok(() => page.evaluate(() => document.activeElement.matches('.menu > button')));
});

test('what a hostile list calls things is text in the panel, its history, what is near, and under the picture', async () => {
  const { page } = await on.visit({});
  const long = `<img src=x onerror=alert(1)>\u202e${'ab '.repeat(1300)}end`.slice(0, 4000);
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const line = (id) => [id, '2023-10-02', 'Bamba', 'Gao', 'Attack', '3', quoted(long), quoted(long), quoted(long)].join(',');
  await dropFile(page, csv('<b>list</b>.csv', `id,date,place,region,type,deaths,source,notes,actor1\n${line('H-1')}\n${line('H-2')}\n`));
  await page.locator('.dialog-foot .primary:not([disabled])').filter({ hasText: '2' }).click();
  await page.locator('[data-key="undo"]').waitFor();
  await page.keyboard.press('Escape');
  await page.evaluate(() => (location.hash = '#map=8/17.0336/-1.4038'));
  await page.locator('.events .event-row').filter({ hasText: '2 Oct 2023' }).first().click();
  await page.locator('.around .event-row').first().waitFor();
  await page.locator('.history summary').click();
  await page.locator('.history li').first().waitFor();
  await soon.equal(() => page.locator('.detail img, .detail script, .detail b').count(), 0);
  const side = await page.locator('.side').evaluate((one) => one.scrollWidth - one.clientWidth);
  assert.ok(side <= 0, `the panel is ${side} px too wide`);
  await menu(page, /Export/);
  await page.locator('[data-key="picture-title"]').fill(long.slice(0, 120));
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-key="picture"]').click()]);
  await soon.ok(async () => (await download.path()).length > 0);
});
