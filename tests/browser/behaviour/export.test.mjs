// What a person takes along from the map: files with just what is shown, and a picture of it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { rows, settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();

const openExport = async (page) => {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: /Export|Exporter/ }).click();
  await page.locator('.exporter[open]').waitFor();
};

/** The ids that a link of the dialog gives, asked for as the browser would. */
const idsOf = (page, format) =>
  page.evaluate(async (key) => {
    const link = document.querySelector(`[data-key="export-${key}"]`);
    const answer = await fetch(link.href);
    if (!answer.ok) return [await answer.text()];
    return (await answer.json()).features.map(({ id }) => id).sort();
  }, format);

const idsInList = async (page) =>
  (await rows(page).evaluateAll((all) => all.map((row) => row.dataset.key.replace('event-', '')))).sort();

test('takes along exactly what is shown: the kinds, the days and the view', async () => {
  const { page } = await on.visit({ hash: '#map=8.5/16.9/-1.2&kinds=attack,clash&from=2023-08-01&to=2023-10-05' });
  await settled(page);
  const seen = await idsInList(page);
  assert.ok(seen.length > 1 && seen.length < 9, `${seen.length} in view`);
  await openExport(page);
  await soon.deepEqual(() => idsOf(page, 'geojson'), seen);
  await page.getByRole('checkbox').uncheck();
  const all = await idsOf(page, 'geojson');
  assert.ok(all.length > seen.length, `${all.length} with the same filters anywhere`);
  assert.ok(seen.every((id) => all.includes(id)));
  for (const format of ['csv', 'kml', 'gpkg']) {
    const [status, type, size] = await page.evaluate(async (key) => {
      const answer = await fetch(document.querySelector(`[data-key="export-${key}"]`).href);
      return [answer.status, answer.headers.get('content-type'), (await answer.arrayBuffer()).byteLength];
    }, format);
    assert.equal(status, 200, format);
    assert.match(type, { csv: /csv/, kml: /kml/, gpkg: /geopackage/ }[format]);
    assert.ok(size > 500, `${format} has ${size} bytes`);
  }
  await soon.match(() => page.locator('.export-what').innerText(), /from 1 Aug 2023 · to 5 Oct 2023 · Attack · Armed clash/);
});

test('saves a file by a click, with a name that says what it is', async () => {
  const { page } = await on.visit({});
  await openExport(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-key="export-csv"]').click()]);
  assert.match(download.suggestedFilename(), /^events\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  assert.match(text.split('\n')[0], /title/);
});

test('is told of events that may not be passed on', async () => {
  const { page } = await on.visit({});
  await page.route(/\/collections\/events\/items\?/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.features.slice(0, 2).forEach((feature) => (feature.properties.restricted = true));
    await route.fulfill({ response: answer, json: body });
  });
  await page.reload();
  await rows(page).first().waitFor();
  await settled(page);
  await openExport(page);
  await page.getByText(/2 of these events come from a list whose terms forbid/).waitFor();
});

/** The picture as pixels: its size, and the share of pixels that are nearly white, and that are dark. */
const picture = async (page, path) => {
  const base64 = (await readFile(path)).toString('base64');
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const colours = new Set();
    let light = 0;
    for (let i = 0; i < data.length; i += 4) {
      colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      if (data[i] + data[i + 1] + data[i + 2] > 660) light += 1;
    }
    return { width: bitmap.width, height: bitmap.height, colours: colours.size, light: light / (data.length / 4) };
  }, base64);
};

test('saves a sharp picture in light colours, also from a dark map on a phone', async () => {
  for (const [name, options] of [['wide', { colorScheme: 'dark' }], ['narrow', { width: 360, height: 740, locale: 'fr-FR' }]]) {
    const { page } = await on.visit({ ...options, hash: '#map=6/16.6/-2' });
    const map = await page.locator('.map').boundingBox();
    await openExport(page);
    await page.locator('[data-key="picture-title"]').fill('Situation à Gao <b>&');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-key="picture"]').click()]);
    const path = await download.path();
    if (process.env.AZALAI_PICTURES) await download.saveAs(`${process.env.AZALAI_PICTURES}/picture-${name}.png`);
    const drawn = await picture(page, path);
    assert.equal(drawn.width, Math.round(Math.max(2 * map.width, 1440)), name);
    assert.ok(drawn.height > 2 * map.height * (drawn.width / (2 * map.width)) + 200, `${name}: ${drawn.height} px high, with title and legend`);
    assert.ok(drawn.light > 0.5, `${name}: ${drawn.light.toFixed(2)} of it is light`);
    assert.ok(drawn.colours > 300, `${name}: ${drawn.colours} colours`);
    await soon.equal(() => page.evaluate(() => document.documentElement.dataset.theme), name === 'wide' ? 'dark' : 'light', 'the page keeps its own colours');
  }
});

/** How often each token's colour is in the picture, from a row of it on. */
const below = async (page, path, tokens) => {
  const base64 = (await readFile(path)).toString('base64');
  return page.evaluate(
    async ([text, names]) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      context.drawImage(bitmap, 0, 0);
      const map = document.querySelector('.map').getBoundingClientRect();
      // Title and facts stand over the map, which is as wide as the picture: its legend is in what is left under it.
      const from = Math.ceil((bitmap.width / map.width) * map.height) + 180;
      const { data } = context.getImageData(0, from, bitmap.width, bitmap.height - from);
      const style = getComputedStyle(document.documentElement);
      const wanted = names.map((name) => parseInt(style.getPropertyValue(name).trim().slice(1), 16));
      const counts = names.map(() => 0);
      for (let i = 0; i < data.length; i += 4) {
        const at = wanted.indexOf((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
        if (at >= 0) counts[at] += 1;
      }
      return counts;
    },
    [base64, tokens],
  );
};

test('a picture of counts has the shades of its classes, one of heat its ramp, and neither the symbols', async () => {
  const { page } = await on.visit({});
  for (const [display, shades] of [['regions', ['--count-1', '--count-5']], ['heat', ['--count-1']]]) {
    await page.evaluate((to) => (location.hash = `#as=${to}`), display);
    await page.locator('.views-legend').waitFor();
    await settled(page);
    await openExport(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-key="picture"]').click()]);
    const [attack, ...counts] = await below(page, await download.path(), ['--k-attack', ...shades]);
    assert.ok(counts.every((count) => count > 0), `${display}: ${counts}`);
    assert.equal(attack, 0, `${display}: no symbol is explained that is not there`);
    await page.keyboard.press('Escape');
  }
});
