// What a person sees who opens the map.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn, rows, settled, soon } from '../harness.mjs';
import { painted } from '../pixels.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const visit = (options) => on.visit(options);
const KIND_TOKENS = ['attack', 'clash', 'civilians', 'explosive', 'shelling', 'abduction', 'crime', 'control', 'protest', 'displacement', 'accident', 'other'].map((kind) => `--k-${kind}`);

test('sees the events of Bamba in the Gao region, where the village is', async () => {
  const { page } = await visit({ hash: '#map=9/17.0336/-1.4038' });
  const bamba = rows(page).filter({ hasText: 'Bamba, Gao' });
  await soon.ok(async () => (await bamba.count()) >= 3, 'the list in view names them');
  const map = await page.locator('.map').boundingBox();
  const stack = await page.getByRole('button', { name: /events at this place: fan out/ }).first().boundingBox();
  const off = Math.hypot(stack.x + stack.width / 2 - map.x - map.width / 2, stack.y + stack.height / 2 - map.y - map.height / 2);
  assert.ok(off < 8, `the stack is ${off.toFixed(1)} px from 17.0336 N 1.4038 W`);
});

test('fans out the events of one village and opens one of them', async () => {
  const { page } = await visit({ hash: '#map=9/17.0336/-1.4038' });
  await page.getByRole('button', { name: /events at this place: fan out/ }).first().click();
  const fanned = page.locator('.leaflet-marker-pane .event[aria-label*="Bamba"]');
  await fanned.nth(2).waitFor();
  await fanned.first().click();
  await page.getByRole('heading', { name: /Bamba/, level: 2 }).waitFor();
});

test('opens an event and reads when, where, why here, and what both sides say', async () => {
  const { page } = await visit({ hash: '#map=8/17.0336/-1.4038' });
  await rows(page).filter({ hasText: 'Attack on military position, Bamba' }).filter({ hasText: '1 Oct 2023' }).first().click();
  const panel = page.locator('.detail');
  await panel.getByRole('heading', { name: 'Attack on military position, Bamba' }).waitFor();
  const text = (await panel.innerText()).replaceAll(/\s+/g, ' ');
  assert.match(text, /Sunday,? 1 October 2023/);
  assert.match(text, /Bamba › Gao division in force since 2023/, 'the units of that day');
  assert.match(text, /Why here .{10,}/);
  assert.match(text, /CSP statement .*took the camp north of the village/);
  assert.match(text, /army statement .*repelled the attackers/i);
  assert.match(text, /Deaths unknown/, 'what nobody counted is unknown, not zero');
  assert.match(text, /It could also be .*Bamba/, 'the other Bambas are named');
  await soon.ok(async () => (await page.locator('.rival-pin').count()) >= 1, 'and pinned on the map');
});

test('reads in French why an event is here and why another is on no map', async () => {
  const { page } = await visit({ locale: 'fr-FR', hash: '#map=8/17.0336/-1.4038' });
  await rows(page).filter({ hasText: 'Attack on military position, Bamba' }).first().click();
  const panel = page.locator('.detail');
  const why = panel.locator('.why p[lang]');
  await why.waitFor();
  const plain = (text) => text.replaceAll(/\s+/g, ' ');
  await soon.match(
    async () => plain(await why.innerText()),
    /^« Bamba » correspond exactement ; dans la région de Gao comme le dit la ligne ; le suivant, Bamba \(Koro, Mopti\), à 321 km, contredit la région$/,
  );
  await soon.equal(() => why.getAttribute('lang'), 'fr');
  const rival = await panel.locator('.rivals li').first().getAttribute('title');
  assert.match(plain(rival), /hors de la région de Gao, que nomme la ligne$/);

  const lost = rows(page, '.unlocated').filter({ hasText: 'Xyzabad' }).locator('.event-why');
  await soon.match(async () => plain(await lost.textContent()), /^aucun lieu semblable à « Xyzabad » dans le répertoire$/);
});

test('sees an area drawn as an area, to scale, never as a plain dot', async () => {
  const { page } = await visit({});
  const area = page.locator('.event-area');
  await area.first().waitFor();
  const paper = async (symbol) => (await painted(page, symbol, ['--paper']))['--paper'];
  const [hollow, full] = [await paper(area.first()), await paper(page.locator('.event-located').first())];
  assert.ok(hollow > 0.25 && hollow > 2 * full, `${hollow} of its symbol is paper, and ${full} of that of a known place`);
  const circle = page.locator('path.within-area').first();
  await soon.equal(() => circle.getAttribute('fill'), 'url(#hatch)');
  const box = await circle.boundingBox();
  assert.ok(box.width > 40, `the circle is ${box.width} px wide`);
  await area.first().click();
  await page.locator('.certainty').getByText('approximate: a circle around the places known in it').waitFor();
});

test('sees crowds as pies that come apart when clicked', async () => {
  const { page } = await visit({});
  const crowd = page.getByRole('button', { name: /events near here: zoom in/ }).first();
  await crowd.waitFor();
  const before = await page.locator('.crowd').count() + (await page.locator('.event').count());
  const pie = await painted(page, crowd, KIND_TOKENS);
  assert.ok(Object.values(pie).filter((share) => share > 0.02).length >= 2, `its kinds have their parts: ${JSON.stringify(pie)}`);
  const hash = await page.evaluate(() => location.hash);
  await crowd.click();
  await page.waitForFunction((old) => location.hash !== old, hash);
  await settled(page);
  const zoom = Number(/map=([\d.]+)/.exec(await page.evaluate(() => location.hash))[1]);
  assert.ok(zoom > 6, `zoom ${zoom}`);
  assert.ok(before > 0);
});

test('finds the event that is on no map in a list, with its reason', async () => {
  const { page } = await visit({});
  const row = rows(page, '.unlocated').filter({ hasText: 'Xyzabad' });
  await row.waitFor();
  await soon.match(() => row.innerText(), /to check[\s\S]+\w{3,}/);
  await row.click();
  const panel = page.locator('.detail');
  await panel.getByText('Why not on the map').waitFor();
  await soon.match(() => panel.innerText(), /Not placed/);
});

test('reads whose data the map shows', async () => {
  const { page } = await visit({});
  await soon.ok(() => page.locator('.map-frame').getByText('Regions before 2016').isVisible(), 'the lines say of when they are');
  await page.locator('.attribution summary').click();
  await soon.match(() => page.locator('.attribution .popover').innerText(), /region lines are those before 2016/);
  for (const name of ['GeoNames', 'geoBoundaries', 'OCHA', 'SimpleMaps', 'Natural Earth']) {
    await soon.ok(() => page.locator('.attribution .popover').getByText(name).first().isVisible(), name);
  }
});

test('names on the map never overlap', async () => {
  for (const hash of ['', '#map=8/16.5/-1.5', '#map=9.5/14.5/-4.2']) {
    const { page } = await visit({ hash });
    // Straight names only: the box of a turned one is larger than its letters.
    const boxes = await page.$$eval('.label:not(.label-river) span', (all) =>
      all.map((one) => ({ text: one.textContent, box: one.getBoundingClientRect().toJSON() })),
    );
    assert.ok(boxes.length > 5, `${boxes.length} names at '${hash}'`);
    boxes.forEach(({ text, box }, i) => {
      for (const other of boxes.slice(0, i)) {
        const meet = box.left < other.box.right && box.right > other.box.left && box.top < other.box.bottom && box.bottom > other.box.top;
        assert.ok(!meet, `${text} covers ${other.text} at '${hash}'`);
      }
    });
  }
});

test('nothing is asked of any other host', async () => {
  const { page, requests } = await visit({});
  await rows(page).first().click();
  await page.locator('.leaflet-control-zoom-in').click();
  await settled(page);
  assert.ok(requests.length >= 8);
  const hosts = new Set(requests.map((one) => new URL(one).host));
  assert.deepEqual([...hosts], [new URL(on.server.url).host]);
});

/** Whether the open event's own symbol is in the free part of the map with nothing over it. */
const seenAlone = (page) =>
  page.evaluate(() => {
    const own = [...document.querySelectorAll('.leaflet-marker-pane .event.selected')].at(-1);
    if (!own) return 'no symbol of its own';
    const { left, top, width, height } = own.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = document.elementFromPoint(x, y);
    return own.contains(hit) || `${hit?.className} is at ${x}, ${y}`;
  });

test('opens any event from the list and sees its symbol, wherever the map was', async () => {
  for (const [size, hash] of [[{ width: 1280, height: 800 }, ''], [{ width: 1280, height: 800 }, '#map=9/13.3/-4.9'], [{ width: 360, height: 740 }, '']]) {
    const { page } = await visit({ ...size, hash });
    const narrow = size.width === 360;
    const open = async () => {
      if (narrow && (await page.locator('.grip').getAttribute('aria-expanded')) === 'false') await page.locator('.grip').click();
      await settled(page);
    };
    await open();
    const events = await page.evaluate(async () => (await (await fetch('/collections/events/items?limit=1000')).json()).features.map(({ id }) => id));
    for (const id of events.filter((_, i) => i % 4 === 0)) {
      await page.evaluate((one) => (location.hash = `event=${one}`), id);
      await settled(page);
      await settled(page);
      await soon.equal(() => seenAlone(page), true, `${id} at ${size.width} from '${hash}'`);
    }
  }
});

test('a row of the list brings its event out of the crowd, gently', async () => {
  const { page } = await visit({});
  const zoomOf = async () => Number(/map=([\d.]+)/.exec(await page.evaluate(() => location.hash))[1]);
  await page.waitForFunction(() => location.hash.includes('map='));
  const before = await zoomOf();
  await rows(page).filter({ hasText: 'Bamba, Gao' }).first().click();
  await settled(page);
  await settled(page);
  await soon.equal(() => seenAlone(page), true, 'fanned out of its stack');
  const near = await zoomOf();
  assert.ok(near > before && near <= 9, `${before} -> ${near}`);
  const hash = await page.evaluate(() => location.hash);
  await page.locator('.leaflet-marker-pane .event:not(.selected)[aria-label*="Bamba"]').last().click();
  await page.waitForFunction((old) => location.hash !== old, hash);
  await soon.equal(() => zoomOf(), near, 'what was clicked was seen: the map stays');
});

test('a link keeps its own view when the event is in it', async () => {
  const { page } = await visit({});
  const bamba = await page.evaluate(async () => {
    const { features } = await (await fetch('/collections/events/items?limit=1000')).json();
    return features.find(({ properties }) => properties.place_id === 'l-bamba-bourem').id;
  });
  const seen = await visit({ hash: `#map=6.5/16.5/-2&event=${bamba}` });
  await settled(seen.page);
  const [, zoom, lat, lon] = /map=([\d.]+)\/([\d.-]+)\/([\d.-]+)/.exec(await seen.page.evaluate(() => location.hash)).map(Number);
  assert.deepEqual([zoom, lat, lon], [6.5, 16.5, -2]);
  const elsewhere = await visit({ hash: `#map=8/13.3000/-4.9000&event=${bamba}` });
  await settled(elsewhere.page);
  await soon.equal(() => seenAlone(elsewhere.page), true, 'a view without the event is left');
});

test('reads what a computed place was reckoned from, and is offered no alternative', async () => {
  const { page } = await visit({});
  await rows(page).filter({ hasText: 'Ansongo – Ménaka' }).first().click();
  const panel = page.locator('.detail');
  await panel.getByRole('heading', { name: 'Reckoned from' }).waitFor();
  await soon.doesNotMatch(() => panel.innerText(), /could also be/);
  await soon.doesNotMatch(() => panel.locator('.rivals').innerText(), /%/);
  await soon.deepEqual(async () => (await page.locator('.rival-pin.anchor').allInnerTexts()).sort(), ['Ansongo', 'Ménaka']);
});
