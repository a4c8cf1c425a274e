// Colours that a person chose for all pages, and what may lie over what.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, soon } from '../harness.mjs';
import { painted } from '../pixels.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const KINDS = ['attack', 'clash', 'civilians', 'explosive', 'shelling', 'abduction', 'crime', 'control', 'protest', 'displacement', 'accident', 'other'].map((kind) => `--k-${kind}`);
const style = (locator, name) => locator.evaluate((one, wanted) => getComputedStyle(one)[wanted], name);
const boxesOf = (page, selector) => page.$$eval(selector, (all) => all.map((one) => one.getBoundingClientRect().toJSON()));
const meet = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

test('in forced colours what is chosen can be told, and the map keeps the colours that mean something', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await on.visit({ forcedColors: 'active', colorScheme });
    const plain = await painted(page, page.locator('.event-located').first(), KINDS);
    assert.ok(Object.values(plain).some((share) => share > 0.2), `a symbol has its kind's colour: ${JSON.stringify(plain)}`);
    const [name, land] = [await style(page.locator('.label-city').first(), 'color'), await style(page.locator('.leaflet-container').first(), 'backgroundColor')];
    const wanted = await page.evaluate(() => ['--place-name', '--land'].map((token) => {
      const probe = document.querySelector('.map').appendChild(document.createElement('i'));
      probe.style.color = `var(${token})`;
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    }));
    assert.deepEqual([name, land], wanted, 'names stand on the ground that they were chosen for');
    await page.locator('.chip[data-kind="attack"]').click();
    await page.locator('input[name="from"]').fill('2023-10-01');
    await settled(page);
    const [on1, off] = [page.locator('.chip[aria-pressed="true"]').first(), page.locator('.chip[aria-pressed="false"]').first()];
    await soon.notEqual(() => style(on1, 'outlineStyle'), 'none', 'what is chosen has a line around it');
    await soon.equal(() => style(off, 'outlineStyle'), 'none');
    await soon.notEqual(() => style(page.locator('.chart .bar.out').first(), 'fill'), await style(page.locator('.chart .bar:not(.out)').first(), 'fill'));
    await page.keyboard.press('Tab');
    await soon.notEqual(() => page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none', 'and the focus is seen');
  }
});

test('at 360 pixels the legend of counts leaves the country free, in both languages', async () => {
  for (const locale of ['en-GB', 'fr-FR']) {
    for (const as of ['regions', 'cercles', 'heat']) {
      const { page } = await on.visit({ width: 360, height: 740, hasTouch: true, locale });
      await page.evaluate((to) => (location.hash = `#as=${to}`), as);
      await page.locator('.views-legend').waitFor();
      await settled(page);
      const [[legend], country] = [await boxesOf(page, '.views-legend'), await boxesOf(page, 'path.land-mali')];
      assert.ok(!country.some((part) => meet(part, legend)), `${locale}, ${as}: it reaches from ${legend.top} to ${legend.bottom}, the country to ${Math.max(...country.map(({ bottom }) => bottom))}`);
      const others = await boxesOf(page, '.attribution summary, .leaflet-control-scale, .grip');
      assert.ok(!others.some((other) => meet(other, legend)), `${locale}, ${as}: it lies over what stands at the edge`);
    }
  }
});

test('the ring around the time line leaves its dates free', async () => {
  const { page } = await on.visit({});
  await page.locator('.chart').focus();
  await page.keyboard.press('Home');
  const ring = await page.locator('.chart').evaluate((one) => {
    const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(one);
    return { outlineStyle, bottom: one.getBoundingClientRect().bottom + parseFloat(outlineWidth) + parseFloat(outlineOffset) };
  });
  assert.notEqual(ring.outlineStyle, 'none');
  for (const { top } of await boxesOf(page, '.chart-foot span')) assert.ok(ring.bottom <= top + 1, `the ring ends at ${ring.bottom}, the dates begin at ${top}`);
});

test('a town keeps its name where events lie over it, beside their symbol', async () => {
  const { page } = await on.visit({ hash: '#map=7/16.9/-1' });
  const names = await page.$$eval('.label-city span, .label-town span', (all) => all.map((one) => ({ text: one.textContent, ...one.getBoundingClientRect().toJSON() })));
  const symbols = await boxesOf(page, '.leaflet-marker-pane .event, .leaflet-marker-pane .crowd');
  for (const town of ['Gao', 'Bourem']) {
    const name = names.find(({ text }) => text === town);
    assert.ok(name, `${town} is among ${names.map(({ text }) => text).join(', ')}`);
    assert.ok(!symbols.some((symbol) => meet(symbol, name)), `a symbol lies over the name of ${town}`);
  }
});
