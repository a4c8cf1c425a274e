// Deciding what waits: by keys, for others too, several at once, and while somebody else does the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../harness.mjs';
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
  assert.match(await page.locator('.keys-help').innerText(), /A\s+accept[\s\S]*S\s+skip[\s\S]*U\s+undo/);
  await page.keyboard.press('?');
  const at = () => page.locator('.queue-list [aria-current]').getAttribute('data-key');
  const first = await at();
  await page.keyboard.press('s');
  assert.notEqual(await at(), first);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await at(), first);
  await page.keyboard.press('2');
  const second = page.locator('.candidate[aria-keyshortcuts="2"]');
  assert.equal(await second.getAttribute('aria-pressed'), 'true');
  const chosen = (await second.innerText()).split('\n')[1];
  await page.keyboard.press('a');
  await page.getByText('Placed.', { exact: true }).waitFor();
  assert.equal((await counts()).location, 2);
  await page.waitForFunction(() => document.querySelector('[data-key="review"] .badge').textContent === '2');
  const { features } = await send('GET', '/collections/events/items');
  assert.ok(chosen.includes(features[0].properties.region), `${chosen}: ${features[0].properties.region}`);
  await page.keyboard.press('u');
  await page.getByText('Undone: it waits again.').waitFor();
  assert.equal(await at(), first, 'back where it was');
  assert.equal((await counts()).location, 3);
  await page.keyboard.press('x');
  await page.getByText('Rejected.').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('Undone: it waits again.').waitFor();
  assert.equal((await counts()).location, 3);
});

test('decides the same for all others that say the same, and undoes all of it at once', async () => {
  await bring(doubtful('S', 5), 'same.csv');
  const before = (await counts()).location;
  const page = await queue();
  await page.getByLabel(/^The same for the other 7 that say “Bamba”/).check();
  await page.keyboard.press('1');
  await page.keyboard.press('a');
  await page.getByText(`${before} placed.`).waitFor();
  assert.equal((await counts()).location, 0);
  await page.locator('.queue-said').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone: it waits again.').waitFor();
  assert.equal((await counts()).location, before);
});

test('picks several and decides them at once', async () => {
  const page = await queue();
  const had = (await counts()).location;
  await page.locator('.queue-list li input').nth(0).check();
  await page.locator('.queue-list li input').nth(2).check();
  await page.getByText('2 picked').waitFor();
  await page.getByRole('button', { name: /^Accept 2/ }).click();
  await page.getByText('2 accepted.').waitFor();
  assert.equal((await counts()).location, had - 2);
  await page.keyboard.press('u');
  await page.getByText('2 decisions undone.').waitFor();
  assert.equal((await counts()).location, had);
});

test('a place is clicked on the map and remembered under its name', async () => {
  await bring('id,date,place,type\nM-1,2023-10-05,Xyzabadwq,Attack\n', 'nowhere.csv');
  const page = await queue();
  await page.locator('.queue-list button').filter({ hasText: 'Xyzabadwq' }).click();
  await page.getByText('No place like it is known').waitFor();
  assert.ok(await page.getByRole('button', { name: /^Accept/ }).isDisabled());
  const map = page.locator('.small-map .leaflet-container');
  await map.focus();
  await page.keyboard.press('Enter');
  await page.locator('.candidate').filter({ hasText: 'The point on the map' }).waitFor();
  assert.ok(await map.evaluate((one) => one === document.activeElement), 'the focus stays on the map');
  assert.ok(await page.getByLabel('Remember this place under its name').isChecked());
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
  await page.getByText('Somebody else decided it meanwhile.').waitFor();
  await page.waitForFunction((n) => document.querySelector('[data-key="queue-location"]').textContent.includes(String(n)), had - 1);
  // A page that has not heard of it yet is refused, and told why.
  let hears = false;
  await page.route('**/review?*', (route) => (hears ? route.continue() : route.abort()));
  const next = (await page.locator('.queue-list [aria-current]').getAttribute('data-key')).replace('item-', '');
  const overtaken = async (route) => {
    await send('POST', '/review', JSON.stringify({ by: 'somebody', decisions: [{ key: next, decision: 'reject' }] }), { 'content-type': 'application/json' });
    hears = true;
    await route.continue();
  };
  await page.route('**/review', overtaken, { times: 1 });
  await page.keyboard.press('a');
  await page.locator('.review .failure').getByText(/somebody/).waitFor();
  await page.getByRole('button', { name: 'Decided' }).click();
  await page.locator('.past li').filter({ hasText: 'somebody' }).nth(1).waitFor();
});
