// What a person chooses to see, beside the kinds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const visit = async (options) => (await on.visit(options)).page;
const tab = (page, name) => page.locator('.facet-tab').filter({ hasText: name });
const value = (page, name) => page.locator('.facet .value').filter({ hasText: name });
const count = async (one) => Number((await one.locator('.number').innerText()).replaceAll(/\D/g, ''));
const summary = (page) => page.locator('.summary').innerText();
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

/** The page with its events changed on their way to it. */
async function changed(change) {
  const page = await visit({});
  await page.route('**/collections/events/items?*', async (route) => {
    const body = await (await route.fetch()).json();
    body.features.forEach(({ properties }, i) => change(properties, i));
    await route.fulfill({ json: body });
  });
  await page.reload();
  return page;
}

test('chooses an actor: the kinds, the list and the counts of other facets follow, its own do not', async () => {
  const page = await visit({});
  const attacks = await count(page.locator('[data-kind="attack"]'));
  await tab(page, 'Actor').click();
  const [csp, jnim] = [await count(value(page, 'CSP')), await count(value(page, 'JNIM'))];
  await value(page, 'CSP').click();
  await page.waitForFunction(() => location.hash.includes('actor=CSP'));
  await soon.match(() => summary(page), new RegExp(`^${csp} of \\d+ events`));
  await soon.ok(async () => (await count(page.locator('[data-kind="attack"]'))) < attacks);
  await soon.equal(() => count(value(page, 'JNIM')), jnim, 'who else could be chosen is counted as before');
  await tab(page, 'Region').click();
  const gao = await count(value(page, 'Gao'));
  await value(page, 'Gao').click();
  await page.waitForFunction(() => location.hash.includes('region=Gao'));
  await soon.match(() => summary(page), new RegExp(`^${gao} of `), 'what the region said is what is there');
  const asked = await page.evaluate(async () => (await (await fetch('/collections/events/items?actor=CSP&region=Gao')).json()).numberMatched);
  assert.equal(gao, asked, 'and what the service says');
});

test('a link with every filter opens as it was sent, and each chip takes its own away', async () => {
  const link = '#kinds=attack&actor=CSP&region=Gao&status=located&p=0.5&q=camp&from=2023-09-01&to=2023-10-31';
  const page = await visit({ hash: link });
  const on = page.locator('.active .chip');
  await on.first().waitFor();
  await soon.deepEqual(async () => (await on.allInnerTexts()).map((text) => text.trim()), ['“camp”', 'from 1 Sept 2023', 'to 31 Oct 2023', 'Attack', 'CSP', 'Gao', 'located', 'p ≥ 50%']);
  await soon.equal(() => page.locator('input[name="q"]').inputValue(), 'camp');
  const shown = Number(/^\d+/.exec(await summary(page))[0]);
  const asked = await page.evaluate(async () => (await (await fetch('/collections/events/items?kind=attack&actor=CSP&region=Gao&status=located&p_min=0.5&q=camp&datetime=2023-09-01/2023-10-31')).json()).numberMatched);
  assert.ok(shown > 0 && shown === asked, `${shown} shown, ${asked} by the service`);
  await page.getByRole('button', { name: 'Remove filter: CSP' }).click();
  await page.waitForFunction(() => !location.hash.includes('actor'));
  await soon.match(() => hash(page), /region=Gao/);
});

test('one key takes all filters away, unless it is a letter of what is typed', async () => {
  const page = await visit({ hash: '#region=Gao&p=0.5' });
  const words = page.locator('input[name="q"]');
  await words.pressSequentially('r');
  await page.waitForFunction(() => location.hash.includes('q=r'));
  await soon.match(() => hash(page), /region=Gao/);
  await page.locator('.list h2').first().focus();
  await page.keyboard.press('r');
  await page.waitForFunction(() => !/region|p=0|q=/.test(location.hash));
  await soon.equal(() => words.inputValue(), '');
  await soon.equal(() => page.locator('.active').isHidden(), true);
});

test('words find what is in titles, notes and places, without accents and case', async () => {
  const page = await visit({});
  await page.locator('input[name="q"]').fill('TENENKOU');
  await page.waitForFunction(() => location.hash.includes('q='));
  await settled(page);
  const shown = Number(/^\d+/.exec(await summary(page))[0]);
  const asked = await page.evaluate(async () => {
    const counts = ['events', 'unlocated'].map(async (name) => (await (await fetch(`/collections/${name}/items?q=TENENKOU`)).json()).numberMatched);
    return (await Promise.all(counts)).reduce((a, b) => a + b);
  });
  assert.ok(shown > 0 && shown === asked, `${shown} shown, ${asked} by the service`);
});

test('a long list of actors can be searched; a hostile name is text', async () => {
  const hostile = '<img src=x onerror=alert(1)>, the "others"';
  const page = await changed((properties, i) => (properties.actors = [`Group ${i}`, hostile]));
  await tab(page, 'Actor').click();
  const find = page.locator('.facet input');
  await find.fill('others');
  await soon.deepEqual(() => page.locator('.facet .value-name').allInnerTexts(), [hostile]);
  await page.locator('.facet .value').click();
  await page.waitForFunction(() => location.hash.includes('actor='));
  await soon.match(() => hash(page), /actor=<img src=x/);
  await soon.equal(() => page.locator('.active .chip').innerText(), hostile);
  await find.fill('group 1');
  await soon.ok(async () => (await page.locator('.facet .value').count()) >= 2, 'those that begin with it');
});

test('certainty says how many would stay, and accounts that differ can be found', async () => {
  const claim = (source, deaths) => ({ source, text: '', deaths_low: deaths, deaths_best: deaths, deaths_high: deaths });
  const page = await changed((properties, i) => {
    if (i < 5) properties.claims = [claim('army', 3), claim('CSP', 3)];
    // The service says what contradicts: the page computes nothing of it.
    if (i < 2) Object.assign(properties, { contested: true, contested_in: ['outcome'] });
  });
  await tab(page, 'Certainty').click();
  const sure = page.locator('.facet .chip').filter({ hasText: '≥ 95' });
  const stay = await count(sure);
  await sure.click();
  await page.waitForFunction(() => location.hash.includes('p=0.95'));
  await soon.match(() => summary(page), new RegExp(`^${stay} of `));
  await page.locator('.facet .chip').first().click();
  await soon.equal(() => count(value(page, 'told by several sources')), 5);
  await value(page, 'they contradict each other').click();
  await page.waitForFunction(() => location.hash.includes('accounts=differ'));
  await soon.match(() => summary(page), /^2 of /);
});
