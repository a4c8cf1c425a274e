// What a person sees when others change the events.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { csv, drawn, dropFile, rows, settled, soon, startServer } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
let server;
before(async () => (server = await startServer()));
after(() => server.stop());

const LIST = `id,date,place,region,type,notes
L-1,2024-03-05,Bourem,Gao,Attack,seen live
`;

async function send(method, path, body, headers = {}) {
  const answer = await fetch(server.url.replace(/\/$/, '') + path, { method, body, headers });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer;
}

async function importList(text, name = 'live.csv') {
  const form = new FormData();
  form.set('file', new Blob([text], { type: 'text/csv' }), name);
  return (await send('POST', '/imports', form)).json();
}

/** The feature of the one event of LIST, and its tag. */
async function theEvent() {
  const { features } = await (await send('GET', '/collections/events/items?limit=1000')).json();
  const { id } = features.find(({ properties }) => properties.list === 'live.csv');
  const path = `/collections/events/items/${id}`;
  return { id, path, tag: (await send('GET', path)).headers.get('etag') };
}

const patch = async (body) => {
  const { path, tag } = await theEvent();
  await send('PATCH', path, JSON.stringify(body), { 'content-type': 'application/merge-patch+json', 'if-match': tag });
};

test('new, changed and removed events appear without a reload, and nothing else moves', async () => {
  const { page } = await on.enter(server.url);
  await drawn(page);
  await page.evaluate(() => (window.same = document.querySelector('.event, .crowd')));
  const chosen = rows(page).nth(3);
  const title = await chosen.locator('.event-title').innerText();
  await chosen.click();
  await page.locator('.detail h2').waitFor();
  await settled(page);
  const heading = await page.evaluateHandle(() => document.querySelector('.detail h2'));
  const summary = page.locator('.summary');
  const count = async () => Number(/\d+/.exec(await summary.innerText())[0]);
  const [had, hash, scroll] = [await count(), await page.evaluate(() => location.hash), await page.evaluate(() => document.querySelector('.detail').scrollTop)];

  const { import_id: id } = await importList(LIST);
  await page.waitForFunction((n) => Number(/\d+/.exec(document.querySelector('.summary').innerText)[0]) === n, had + 1);
  await settled(page);
  await soon.equal(() => page.evaluate(() => location.hash), hash, 'the view and the open event stay');
  await soon.ok(() => heading.evaluate((one) => one.isConnected), 'the panel that is read is not drawn anew');
  await soon.equal(() => page.evaluate(() => document.querySelector('.detail').scrollTop), scroll);
  assert.ok(title.length > 0);

  await page.locator('.detail-bar button').first().click();
  await page.locator('.event-row').filter({ hasText: '5 Mar 2024' }).first().waitFor();
  await patch({ properties: { kind_text: 'Shelling of the camp', kind: 'shelling' } });
  await page.locator('.event-row').filter({ hasText: 'Shelling of the camp' }).first().waitFor();
  await patch({ geometry: null });
  await page.locator('.unlocated .event-row').filter({ hasText: 'Shelling of the camp' }).waitFor();
  await send('DELETE', `/imports/${id}`);
  await page.locator('.event-row').filter({ hasText: 'Shelling of the camp' }).waitFor({ state: 'detached' });
  await soon.equal(() => count(), had);
});

test('an event that is open is shown as it was changed', async () => {
  const { import_id: id } = await importList(LIST.replaceAll('L-1', 'L-2'));
  const { id: event } = await theEvent();
  const { page } = await on.enter(server.url, { hash: `#event=${event}` });
  await drawn(page);
  await page.locator('.detail h2').filter({ hasText: 'Attack' }).waitFor();
  await patch({ properties: { kind_text: 'Ambush near the ferry' } });
  await page.locator('.detail h2').filter({ hasText: 'Ambush near the ferry' }).waitFor();
  await send('DELETE', `/imports/${id}`);
});

test('the row that is read stays where it is when others come above it', async () => {
  const { page } = await on.enter(server.url, { height: 500 });
  await drawn(page);
  const top = () =>
    page.evaluate(() => {
      const box = document.querySelector('.browse');
      const edge = box.getBoundingClientRect().top;
      const row = [...box.querySelectorAll('.event-row')].find((one) => one.getBoundingClientRect().bottom > edge);
      return [row.dataset.key, Math.round(row.getBoundingClientRect().top)];
    });
  await page.evaluate(() => (document.querySelector('.browse').scrollTop = 500));
  await settled(page);
  const before = await top();
  const { import_id: id } = await importList(LIST.replaceAll('L-1', 'L-3'));
  await page.locator('.event-row').filter({ hasText: '5 Mar 2024' }).first().waitFor({ state: 'attached' });
  await settled(page);
  await soon.deepEqual(() => top(), before);
  await send('DELETE', `/imports/${id}`);
});

test('a lost connection is said, and heals', async () => {
  const { page } = await on.enter(server.url, { allow: /Failed to load resource|ERR_/ });
  await page.route('**/collections/events/changes*', (route) => route.abort());
  await page.reload();
  await drawn(page);
  await page.getByText('Not connected: changes by others').waitFor();
  await page.unroute('**/collections/events/changes*');
  await page.getByText('Not connected: changes by others').waitFor({ state: 'hidden' });
  const { import_id: id } = await importList(LIST.replaceAll('L-1', 'L-4'));
  await page.locator('.event-row').filter({ hasText: '5 Mar 2024' }).first().waitFor();
  await send('DELETE', `/imports/${id}`);
});

test('what one person imports comes to the map of another, and goes when it is taken back', async () => {
  const [one, other] = [await on.enter(server.url), await on.enter(server.url, { locale: 'fr-FR' })];
  await Promise.all([drawn(one.page), drawn(other.page)]);
  const summary = await other.page.locator('.summary').innerText();
  await dropFile(one.page, csv('live.csv', LIST.replaceAll('L-1', 'L-5')));
  await one.page.locator('.dialog-foot .primary').getByText(/^Import \d/).click();
  await one.page.locator('[data-key="undo"]').waitFor();
  await other.page.locator('.event-row').filter({ hasText: '5 mars 2024' }).first().waitFor();
  await one.page.locator('[data-key="undo"]').click();
  await one.page.getByRole('button', { name: 'Undo the import' }).click();
  await other.page.locator('.event-row').filter({ hasText: '5 mars 2024' }).waitFor({ state: 'detached' });
  await settled(other.page);
  await soon.equal(() => other.page.locator('.summary').innerText(), summary);
});
