// A reader is sent the words of one language, and gets the other by asking for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const NETWORK = /Failed to load resource|ERR_|dynamically imported/;
const words = (requests) => [...new Set(requests.map((url) => /\/assets\/(en|fr)-\w+\.js$/.exec(url)?.[1]).filter(Boolean))];
const lang = (page) => page.evaluate(() => document.documentElement.lang);

test('words are those of the browser, or of the link, and no others are fetched', async () => {
  const french = await on.visit({ locale: 'fr-FR' });
  assert.deepEqual(words(french.requests), ['fr']);
  const linked = await on.visit({ locale: 'fr-FR', hash: '#lang=en' });
  assert.deepEqual(words(linked.requests), ['en']);
  await soon.ok(() => linked.page.getByRole('button', { name: 'Import a list' }).isVisible());
  const other = await on.visit({ locale: 'de-DE' });
  assert.deepEqual(words(other.requests), ['en']);
});

test('the other language comes when it is chosen, by button or by a pasted link', async () => {
  const { page, requests } = await on.visit({});
  await page.locator('.languages button[lang="fr"]').click();
  await page.getByRole('button', { name: 'Importer une liste' }).waitFor();
  assert.deepEqual(words(requests), ['en', 'fr']);
  await soon.equal(() => lang(page), 'fr');
  await page.waitForFunction(() => location.hash.includes('lang=fr'));
  await page.evaluate(() => (location.hash = location.hash.replace('lang=fr', 'lang=en')));
  await page.getByRole('button', { name: 'Import a list' }).waitFor();
  await soon.equal(() => lang(page), 'en');
});

test('without a network the language stays as it is and the page says so, until the other one comes', async () => {
  const { page } = await on.visit({ allow: NETWORK });
  await page.route('**/assets/fr-*.js', (route) => route.abort());
  await page.locator('.languages button[lang="fr"]').click();
  await page.getByText('Français could not be fetched.').waitFor();
  await soon.equal(() => lang(page), 'en');
  await soon.ok(() => page.getByRole('button', { name: 'Import a list' }).isVisible());
  await page.unroute('**/assets/fr-*.js');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Importer une liste' }).waitFor();
  await settled(page);
  await soon.ok(() => page.locator('.banner').isHidden());
});

test('whose language does not come is told so in the other one, and without either in both', async () => {
  const { page } = await on.enter(on.server.url, { allow: NETWORK, locale: 'fr-FR', hash: '#map=6/17/-4' });
  await page.route('**/assets/fr-*.js', (route) => route.abort());
  await page.reload();
  await page.getByText('Français could not be fetched.').waitFor();
  await soon.equal(() => lang(page), 'en');
  await page.route('**/assets/en-*.js', (route) => route.abort());
  await page.reload();
  await page.getByText('The server does not answer: reload this page. · Le serveur ne répond pas').waitFor();
});

test('a pasted link that names a language says so in the address before its words are there, and afterwards', async () => {
  const { page } = await on.visit();
  let come;
  const words = new Promise((done) => (come = done));
  await page.route('**/assets/fr-*.js', async (route) => {
    await words;
    await route.continue();
  });
  await page.evaluate(() => (location.hash = '#lang=fr&as=heat'));
  // Longer than the page waits before it writes.
  await settled(page);
  await settled(page);
  const hash = () => page.evaluate(() => location.hash);
  await soon.match(() => hash(), /lang=fr/);
  await soon.equal(() => lang(page), 'en');
  come();
  await page.getByRole('button', { name: 'Importer une liste' }).waitFor();
  await page.waitForFunction(() => /map=.*as=heat.*lang=fr/.test(location.hash));
});
