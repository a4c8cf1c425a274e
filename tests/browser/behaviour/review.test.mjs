// Deciding what waits: by keys, for others too, several at once, and while somebody else does the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { soon, startServer } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
let server;
before(async () => (server = await startServer([])));
after(() => server.stop());

async function send(method, path, body, headers = {}) {
  const answer = await fetch(server.url.replace(/\/$/, '') + path, { method, body, headers });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

async function bring(list, name) {
  const form = new FormData();
  form.set('file', new Blob([list], { type: 'text/csv' }), name);
  return send('POST', '/imports', form);
}

/** So many rows that name one of three villages called Bamba, and nothing else. */
const doubtful = (name, count) => `id,date,place,type\n${Array.from({ length: count }, (_, i) => `${name}-${i},2023-0${(i % 9) + 1}-05,Bamba,Attack\n`).join('')}`;
const counts = async () => (await send('GET', '/review?limit=1')).counts;
const waiting = (page) => page.locator('[data-key="review"]');

/** A page whose queue is open at places in doubt. */
async function queue(options) {
  const { page } = await on.enter(server.url, options);
  await waiting(page).waitFor();
  await waiting(page).click();
  await page.locator('[data-key="queue-location"]').click();
  await page.locator('.queue-item .candidates').waitFor();
  return page;
}

test('decides with keys: another place, skips, rejects, undoes, and is told which keys there are', async () => {
  await bring(doubtful('K', 3), 'keys.csv');
  const page = await queue();
  await page.keyboard.press('?');
  await soon.match(() => page.locator('.keys-help').innerText(), /A\s+accept[\s\S]*S\s+skip[\s\S]*U\s+undo/);
  await page.keyboard.press('?');
  const at = () => page.locator('.queue-list [aria-current]').getAttribute('data-key');
  const first = await at();
  await page.keyboard.press('s');
  await soon.notEqual(() => at(), first);
  await page.keyboard.press('ArrowLeft');
  await soon.equal(() => at(), first);
  await page.keyboard.press('2');
  const second = page.locator('.candidate[aria-keyshortcuts="2"]');
  await soon.equal(() => second.getAttribute('aria-pressed'), 'true');
  const chosen = (await second.innerText()).split('\n')[1];
  await page.keyboard.press('a');
  await page.getByText('Placed.', { exact: true }).waitFor();
  await soon.equal(async () => (await counts()).location, 2);
  await page.waitForFunction(() => document.querySelector('[data-key="review"] .badge').textContent === '2');
  const { features } = await send('GET', '/collections/events/items');
  assert.ok(chosen.includes(features[0].properties.region), `${chosen}: ${features[0].properties.region}`);
  await page.keyboard.press('u');
  await page.getByText('Undone: it waits again.').waitFor();
  await soon.equal(() => at(), first, 'back where it was');
  await soon.equal(async () => (await counts()).location, 3);
  await page.keyboard.press('x');
  await page.getByText('Rejected.').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('Undone: it waits again.').waitFor();
  await soon.equal(async () => (await counts()).location, 3);
});

test('decides the same for all others that say the same, and undoes all of it at once', async () => {
  await bring(doubtful('S', 5), 'same.csv');
  const before = (await counts()).location;
  const page = await queue();
  await page.getByLabel(/^The same for the other 7 that say “Bamba”/).check();
  await page.keyboard.press('1');
  await page.keyboard.press('a');
  await page.getByText(`${before} placed.`).waitFor();
  await soon.equal(async () => (await counts()).location, 0);
  await page.locator('.queue-said').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone: it waits again.').waitFor();
  await soon.equal(async () => (await counts()).location, before);
});

test('picks several and decides them at once', async () => {
  const page = await queue();
  const had = (await counts()).location;
  await page.locator('.queue-list li input').nth(0).check();
  await page.locator('.queue-list li input').nth(2).check();
  await page.getByText('2 picked').waitFor();
  await page.getByRole('button', { name: /^Accept 2/ }).click();
  await page.getByText('2 accepted.').waitFor();
  await soon.equal(async () => (await counts()).location, had - 2);
  await page.keyboard.press('u');
  await page.getByText('2 decisions undone.').waitFor();
  await soon.equal(async () => (await counts()).location, had);
});

test('a place is clicked on the map and remembered under its name', async () => {
  await bring('id,date,place,type\nM-1,2023-10-05,Xyzabadwq,Attack\n', 'nowhere.csv');
  const page = await queue();
  await page.locator('.queue-list button').filter({ hasText: 'Xyzabadwq' }).click();
  await page.getByText('No place like it is known').waitFor();
  await soon.ok(() => page.getByRole('button', { name: /^Accept/ }).isDisabled());
  const map = page.locator('.small-map .leaflet-container');
  await map.focus();
  await page.keyboard.press('Enter');
  await page.locator('.candidate').filter({ hasText: 'The point on the map' }).waitFor();
  await soon.ok(() => map.evaluate((one) => one === document.activeElement), 'the focus stays on the map');
  await soon.ok(() => page.getByLabel('Remember this place under its name').isChecked());
  await page.keyboard.press('a');
  await page.getByText('Placed.', { exact: true }).waitFor();
  const { suggestions } = await send('GET', '/suggest?q=Xyzabadwq');
  assert.equal(suggestions[0]?.name, 'Xyzabadwq', 'the gazetteer knows it');
  await page.keyboard.press('u');
  await page.getByText('Undone: it waits again.').waitFor();
});

test('what somebody else decides meanwhile leaves the queue, and the count follows', async () => {
  const page = await queue();
  const key = (await page.locator('.queue-list [aria-current]').getAttribute('data-key')).replace('item-', '');
  const had = (await counts()).location;
  const decision = { key, decision: 'reject' };
  await send('POST', '/review', JSON.stringify({ by: 'somebody', decisions: [decision] }), { 'content-type': 'application/json' });
  await page.getByText('It waits no more: it was decided or changed elsewhere.').waitFor();
  await page.waitForFunction((n) => document.querySelector('[data-key="queue-location"]').textContent.includes(String(n)), had - 1);
  // The next one is not decided by a key that was meant for this one.
  for (const letter of ['a', 'x', '1', 'p']) await page.keyboard.press(letter);
  await page.getByText('It waits for no decision any more').waitFor();
  await soon.equal(async () => (await counts()).location, had - 1);
  await page.keyboard.press('s');
  await page.locator('.queue-item .candidates').waitFor();
  // A page that has not heard of it yet is refused, and told why.
  let answered;
  const answer = new Promise((done) => (answered = done));
  await page.route('**/review?*', async (route) => {
    await answer;
    await route.continue();
  });
  const next = (await page.locator('.queue-list [aria-current]').getAttribute('data-key')).replace('item-', '');
  const overtaken = async (route) => {
    await send('POST', '/review', JSON.stringify({ by: 'somebody', decisions: [{ key: next, decision: 'reject' }] }), { 'content-type': 'application/json' });
    await route.fulfill({ response: await route.fetch() });
    answered();
  };
  await page.route('**/review', overtaken, { times: 1 });
  await page.keyboard.press('a');
  await page.locator('.review .failure').getByText(/somebody/).waitFor();
  await page.getByRole('button', { name: 'Decided' }).click();
  await page.locator('.past li').filter({ hasText: 'somebody' }).nth(1).waitFor();
});

test('a refusal is told in the language of the page', async () => {
  const page = await queue({ locale: 'fr-FR' });
  const key = await current(page);
  // Nothing is heard of it before the answer comes.
  let hears = false;
  await page.route('**/review?*', (route) => (hears ? route.continue() : route.abort()));
  const overtaken = async (route) => {
    await send('POST', '/review', JSON.stringify({ by: 'Issa', decisions: [{ key, decision: 'reject' }] }), { 'content-type': 'application/json' });
    hears = true;
    await route.continue();
  };
  await page.route('**/review', overtaken, { times: 1 });
  await page.keyboard.press('x');
  const told = page.locator('.review .failure p');
  await told.getByText(/a été décidé par Issa/).waitFor();
  await soon.equal(() => told.getAttribute('lang'), 'fr');
});

const said = (page) => page.locator('.queue-said .said');
const current = async (page) => (await page.locator('.queue-list [aria-current]').getAttribute('data-key')).replace('item-', '');
const decisions = async () => (await send('GET', '/review/decisions')).decisions;
const goTo = (page, text) => page.locator('.queue-list button').filter({ hasText: text }).first().click();
const decided = (page) => page.waitForResponse((response) => new URL(response.url()).pathname === '/review' && response.request().method() === 'POST');

test('what changed since it was seen is not decided: it is shown anew', async () => {
  const list = (place) => `id,date,place,type,source\nV-1,2023-11-07,${place},Attack,yy\n`;
  await bring(doubtful('C', 2), 'beside.csv');
  await bring(list('Bamba'), 'stale.csv');
  const page = await queue({ allow: /412/ });
  await goTo(page, '7 Nov 2023');
  const key = await current(page);
  await page.getByText('The list says “Bamba”').waitFor();
  await page.keyboard.press('2');
  await bring(list('Kouroussalo'), 'stale.csv');
  await soon.equal(async () => (await send('GET', '/review?limit=1000')).items.find((item) => item.key === key)?.event.properties.place_text, 'Kouroussalo');
  await page.keyboard.press('a');
  await said(page).getByText('It has changed since you saw it, and nothing was decided.').waitFor();
  await page.getByText('The list says “Kouroussalo”').waitFor();
  await soon.equal(() => page.locator('.candidate[aria-pressed="true"]').filter({ has: page.locator('kbd', { hasText: '2' }) }).count(), 0, 'a choice among other candidates is none');
  await soon.equal(async () => (await decisions()).filter((one) => one.key === key).length, 0);
});

test('a place in doubt is shown with its event, and a guess is not agreed to by one key', async () => {
  await bring(doubtful('H', 2), 'besides.csv');
  await bring('id,date,place,type,deaths,actor1,source,notes,weather\nG-1,2023-12-24,Kouroussalé,Attack,3,FAMa,Radio Bamba,"Near the well, by night",dust\n', 'guess.csv');
  const page = await queue();
  await goTo(page, '24 Dec 2023');
  const told = () => page.locator('.told-event').innerText();
  for (const fact of [/24 December 2023/, /Attack/, /FAMa/, /3/, /Radio Bamba/, /Near the well, by night/, /guess\.csv, line 2/]) await soon.match(told, fact);
  const had = (await counts()).location;
  await soon.ok(async () => Number.parseInt(await page.locator('.candidate .quiet').first().innerText(), 10) < 50);
  await soon.equal(() => page.locator('.candidate[aria-pressed="true"]').count(), 0);
  await page.keyboard.press('a');
  await said(page).getByText('choose the place first').waitFor();
  await soon.equal(async () => (await counts()).location, had);
  await page.keyboard.press('1');
  await soon.equal(() => page.locator('.candidate[aria-pressed="true"]').count(), 1);
  await page.locator('.placing .why').getByText(/Kour/).waitFor();
  await page.keyboard.press('a');
  await said(page).getByText('Placed.', { exact: true }).waitFor();
  await page.keyboard.press('u');
  await said(page).getByText('Undone').waitFor();
});

test('who decides is kept with the decision, which says what was decided of what, in both languages', async () => {
  await bring(doubtful('W', 2), 'who.csv');
  const page = await queue();
  await page.getByLabel('Decided by').fill('Awa');
  await page.locator('.review h2').focus();
  await goTo(page, 'Bamba');
  await page.keyboard.press('2');
  const chosen = await page.locator('.candidate[aria-pressed="true"] .candidate-name').innerText();
  await Promise.all([decided(page), page.keyboard.press('a')]);
  await said(page).getByText('Placed.', { exact: true }).waitFor();
  await soon.match(() => said(page).innerText(), /Bamba/, 'it says which one');
  await soon.equal(async () => (await decisions())[0].by, 'Awa');
  await page.getByRole('button', { name: 'Decided' }).click();
  const first = page.locator('.past li').first();
  await first.getByText('Awa').waitFor();
  await soon.match(() => first.innerText(), /Another place chosen –\s+.*Bamba/);
  await soon.match(() => first.innerText(), /in doubt.* › Bamba -?\d+\.\d+, -?\d+\.\d+/, chosen);
  await first.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.past li.undone').filter({ hasText: 'Awa' }).getByText('undone on').waitFor();
  await soon.equal(async () => (await decisions())[0].undone_by, 'Awa', 'and who took it back');

  // The name is there the next time, in the other language too.
  const { page: later } = await on.enter(server.url, { hash: '#lang=fr', context: page.context() });
  await waiting(later).click();
  await soon.equal(() => later.getByLabel('Décidé par').inputValue(), 'Awa');
  await later.getByRole('button', { name: 'Décidés' }).click();
  await later.locator('.past li.undone').filter({ hasText: 'Awa' }).getByText(/Autre lieu choisi[\s\S]*Bamba/).waitFor();
  await soon.match(() => later.locator('.past li.undone').filter({ hasText: 'Awa' }).first().innerText(), /en doute.* › Bamba/);
  // And leads to its event.
  await later.locator('.past li').filter({ hasText: 'Awa' }).getByRole('button', { name: /Bamba/ }).first().click();
  await later.locator('.detail h2').filter({ hasText: 'Bamba' }).waitFor();
});

test('an answer that is lost is looked up, and one’s own decision is taken back by U', async () => {
  await bring(doubtful('A', 2), 'answer.csv');
  const page = await queue({ allow: /Failed to load resource|ERR_/ });
  const had = (await counts()).location;
  const first = await current(page);
  // The server hears of it, the page does not.
  await page.route('**/review', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.keyboard.press('x');
  await said(page).getByText('The answer was lost, but it was decided.').waitFor();
  await soon.equal(async () => (await counts()).location, had - 1);
  await soon.notEqual(() => current(page), first);
  await page.keyboard.press('u');
  await said(page).getByText('Undone: it waits again.').waitFor();
  await soon.equal(async () => (await counts()).location, had);
  await soon.equal(() => current(page), first);
  // Neither does the server, nor does it answer afterwards.
  await page.route('**/review**', (route) => route.abort());
  await page.keyboard.press('x');
  await said(page).getByText('it is not known whether this was decided').waitFor();
  await page.locator('.review .failure').getByText('The server does not answer.', { exact: true }).waitFor();
  await page.unroute('**/review**');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await said(page).getByText('nothing was decided: it still waits').waitFor();
  await soon.equal(() => current(page), first);
  await soon.equal(async () => (await counts()).location, had);
});

test('undo goes back step by step, and says what it took back', async () => {
  await bring('id,date,place,type\nU-1,2022-03-03,Bamba,Attack\n', 'steps.csv');
  await bring('id,date,place,type\nU-2,2022-04-04,Bamba,Kidnapping\n', 'steps2.csv');
  const page = await queue();
  const had = (await counts()).location;
  const keys = [];
  for (const day of ['3 Mar 2022', '4 Apr 2022']) {
    await goTo(page, day);
    keys.push(await current(page));
    await Promise.all([decided(page), page.keyboard.press('x')]);
    await page.waitForFunction((key) => !document.querySelector(`[data-key="item-${key}"]`), keys.at(-1));
  }
  await soon.equal(async () => (await counts()).location, had - 2);
  // The steps outlast another part of the queue.
  await page.locator('[data-key="queue-all"]').click();
  await page.locator('.queue-item').waitFor();
  for (const [key, what] of [[keys[1], 'Kidnapping'], [keys[0], 'Attack']]) {
    await page.keyboard.press('u');
    await page.waitForFunction((one) => document.querySelector('.queue-list [aria-current]')?.dataset.key === `item-${one}`, key);
    await said(page).filter({ hasText: what }).getByText('Undone: it waits again.').waitFor();
  }
  await soon.equal(async () => (await counts()).location, had);
});

test('more waits than is loaded, and picking all says how many of how many', async () => {
  await bring(doubtful('L', 120), 'many.csv');
  const page = await queue();
  const all = (await counts()).location;
  await page.locator('.queue-list-head').getByText(`1 of ${all}`).waitFor();
  await page.getByLabel(`Pick the first 100 of ${all}`).check();
  await page.getByText(`100 picked of ${all}`).waitFor();
});

test('going back closes what lies over the map, and the map stays', async () => {
  const { page } = await on.enter(server.url, { width: 360, height: 740, hasTouch: true });
  await waiting(page).waitFor();
  const begun = page.url();
  await waiting(page).click();
  await page.locator('dialog.review[open]').waitFor();
  await page.goBack();
  await page.locator('dialog.review').waitFor({ state: 'hidden' });
  assert.equal(page.url().split('#')[0], begun.split('#')[0]);
  // Closed otherwise it leaves nothing to go back to.
  const depth = () => page.evaluate(() => history.state);
  await waiting(page).click();
  await soon.equal(() => depth(), 'over');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => history.state === null);
  await waiting(page).click();
  await page.locator('dialog.review[open]').waitFor();
});
