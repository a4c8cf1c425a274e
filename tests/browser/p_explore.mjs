
import { openBrowser, openPage, startServer, drawn, settled, csv, dropFile } from './harness.mjs';
import { readFile } from 'node:fs/promises';
const out = '/work/tmp/P/shots/';
const [server, browser] = await Promise.all([startServer(), openBrowser()]);
const TEXT = await readFile(process.env.TEXT ?? '/work/shared/data/samples/article-bamba.txt','utf8');
try {
 for (const [size, o] of Object.entries({ wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740, hasTouch: true } }))
 for (const [colorScheme, locale] of [['light', 'en-GB'], ['dark', 'fr-FR']]) {
  const name = (n) => `${out}${n}-${size}-${colorScheme}-${locale.slice(0,2)}.png`;
  const { page, context, faults } = await openPage(browser, server.url, { ...o, colorScheme, locale });
  await drawn(page);
  await page.screenshot({ path: name('0page') });
  if (size === 'wide') await page.locator('[data-key="article"]').first().click();
  else { await page.getByRole('button', { name: 'Menu' }).click(); await page.getByRole('menuitem', { name: /article/ }).click(); }
  await page.locator('.article[open]').waitFor();
  await page.locator('.article textarea').fill(TEXT);
  await page.locator('input[name="published"]').fill('2023-10-02');
  await page.screenshot({ path: name('1paste') });
  await page.locator('[data-key="read"]').click();
  await page.locator('.draft .mention').first().waitFor({timeout: 20000}).catch(async (e) => { await page.screenshot({ path: name('1fail') }); throw e; });
  await page.locator('.draft .mention.taken-masked').first().focus();
  await settled(page); await settled(page);
  await page.screenshot({ path: name('2draft') });
  await page.locator('.review .dialog-body').evaluate((b) => (b.scrollTop = 700)); await settled(page);
  await page.screenshot({ path: name('3draft') });
  await page.locator('.review .dialog-body').evaluate((b) => (b.scrollTop = 3000)); await settled(page);
  await page.screenshot({ path: name('3end') });
  await page.keyboard.press('Escape');
  await page.locator('[data-key="review"]').click();
  await page.locator('.queue, .empty-note').first().waitFor(); await settled(page);
  await page.screenshot({ path: name('4queue') });
  const loc = page.locator('[data-item="location"] button').first();
  if (await loc.count()) { await loc.click(); await settled(page); await settled(page); await page.screenshot({ path: name('5place') }); }
  await page.locator('[data-key="queue-duplicate"]').click(); await settled(page); await settled(page);
  await page.screenshot({ path: name('6pair') });
  await page.keyboard.press('?'); await settled(page);
  await page.screenshot({ path: name('7keys') });
  await page.locator('[data-key="queue-past"]').click(); await settled(page);
  await page.screenshot({ path: name('8past') });
  console.log(size, locale, faults());
  await context.close();
 }
} finally { await browser.close(); await server.stop(); }
