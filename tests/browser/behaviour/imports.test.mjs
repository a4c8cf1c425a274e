// What was imported before: undoing it, and events that two lists may both tell of.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { csv, drawn, dropFile, rows, settled, soon, startServer } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const visit = async (options) => (await on.visit(options)).page;

/** Imports a list by way of the page and leaves the result open. */
async function bringIn(page, file) {
  await dropFile(page, file);
  await page.locator('.dialog-foot .primary:not([disabled])').getByText(/^Import \d/).click();
  await page.getByRole('heading', { name: /^Imported/ }).waitFor();
}

async function openMenu(page, item) {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

const recordOf = (page, list) => page.locator('.record').filter({ hasText: list });

test('undoes an import at once: what it brought is gone from the map', async () => {
  const page = await visit({});
  const summary = await page.locator('.summary').innerText();
  await bringIn(page, csv('mistake.csv', 'date,place,type\n2023-12-24,Ansongo,Protest\n2023-12-25,Ansongo,Protest\n'));
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.locator('.confirm').getByText('2 events will go').waitFor();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByText('mistake.csv is undone: 2 events gone.').waitFor();
  await page.locator('.dialog-foot').getByRole('button', { name: 'Close' }).click();
  await settled(page);
  await soon.equal(() => page.locator('.summary').innerText(), summary);
  await soon.equal(() => rows(page).filter({ hasText: '24 Dec 2023' }).count(), 0);
});

test('source and licence typed one after the other are both kept, and the first click imports', async () => {
  const page = await visit({});
  await dropFile(page, csv('terms.csv', 'date,place,type\n2023-12-22,Gao,Protest\n'));
  const source = page.getByLabel('Source', { exact: true });
  const first = await source.elementHandle();
  await source.click();
  await page.keyboard.type('Réseau ', { delay: 20 });
  await soon.ok(() => first.evaluate((one) => !one.isConnected), 'the list is read again in the pause between two words');
  await page.keyboard.type('Gao', { delay: 20 });
  await soon.equal(() => source.inputValue(), 'Réseau Gao');
  await page.keyboard.press('Tab');
  await soon.equal(() => page.evaluate(() => document.activeElement?.getAttribute('name')), 'licence', 'Tab leads on');
  await page.keyboard.type('CC BY-SA 4.0', { delay: 120 });
  await soon.equal(() => page.getByLabel('Licence', { exact: true }).inputValue(), 'CC BY-SA 4.0', 'though the list was read again meanwhile');
  await page.locator('.dialog-foot .primary').click();
  await page.getByRole('heading', { name: /^Imported/ }).waitFor();
  await page.keyboard.press('Escape');
  await openMenu(page, 'Imports');
  const record = await recordOf(page, 'terms.csv').innerText();
  assert.ok(record.includes('Réseau Gao') && record.includes('CC BY-SA 4.0'), record);
});

test('lists the imports, gives rejected rows back, and undoes one of them', async () => {
  const page = await visit({});
  await bringIn(page, csv('<b>list.csv', 'id,date,place,type\nU-1,2023-12-20,Gao,Protest\nU-2,2023-33-20,Gao,Protest\n'));
  await page.getByRole('button', { name: 'Show on the map' }).click();
  await openMenu(page, 'Imports');
  const record = recordOf(page, '<b>list.csv');
  await record.waitFor();
  await soon.match(() => record.innerText(), /2 rows = 1 added \+ 1 rejected/);
  await soon.equal(() => page.locator('.record b').count(), 0, 'a name is text');
  const [download] = await Promise.all([page.waitForEvent('download'), record.getByRole('link', { name: '1 rejected row (CSV)' }).click()]);
  await soon.match(async () => readFile(await download.path(), 'utf8'), /U-2,2023-33-20,Gao,Protest,.+/);
  await record.getByRole('button', { name: 'Undo' }).click();
  await record.getByText('1 event will go').waitFor();
  await soon.equal(() => page.evaluate(() => document.activeElement?.textContent), 'Keep it', 'nothing goes by a second Enter');
  await record.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByText('<b>list.csv is undone: 1 event gone.').waitFor();
  await recordOf(page, '<b>list.csv').getByText(/undone on/).waitFor();
  await soon.equal(() => recordOf(page, '<b>list.csv').getByRole('button', { name: 'Undo' }).count(), 0);
  await page.keyboard.press('Escape');
  await settled(page);
  await soon.equal(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Menu', 'the focus goes back to where it came from');
});

test('an import on which a later one built says which, and comes free when that is undone', async () => {
  const page = await visit({});
  const list = (deaths) => `id,date,place,type,deaths\nBUILT-1,2023-12-18,Gao,Protest,${deaths}\n`;
  await bringIn(page, csv('first.csv', list(1)));
  await page.getByRole('button', { name: 'Show on the map' }).click();
  await bringIn(page, csv('second.csv', list(2)));
  await page.getByRole('button', { name: 'Show on the map' }).click();
  await openMenu(page, 'Imports');
  await recordOf(page, 'first.csv').getByText(/Undo first: second\.csv/).waitFor();
  await soon.equal(() => recordOf(page, 'first.csv').getByRole('button', { name: 'Undo' }).count(), 0);
  await recordOf(page, 'second.csv').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('1 event will be as before').waitFor();
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await recordOf(page, 'first.csv').getByRole('button', { name: 'Undo' }).waitFor();
});

let twice;
before(async () => {
  twice = await startServer([]);
});
after(() => twice.stop());

/** A page of a store in which two lists tell of one attack, and one more of another day. */
async function twoAccounts() {
  const { page } = await on.enter(twice.url);
  // Whichever comes: nothing yet, or the event of an earlier test.
  await page.locator('.empty-state, .event, .crowd').first().waitFor({ state: 'attached' });
  if ((await page.locator('.empty-state').count()) > 0) {
    await bringIn(page, csv('army.csv', 'date,place,region,type,deaths,source,notes\n2023-10-01,Bamba,Gao,Attack,2,army,repelled\n'));
    await page.getByRole('button', { name: 'Show on the map' }).click();
    await bringIn(page, csv('csp.csv', 'date,place,region,type,deaths,source,notes\n2023-10-01,Bamba,Gao,Attack,4,CSP,<b>taken</b>\n'));
    await page.getByText(/1 possible duplicate/).waitFor();
    await page.getByRole('button', { name: 'Look at them' }).click();
  } else {
    await drawn(page);
    await openMenu(page, 'Possible duplicates');
  }
  await page.locator('.pair').waitFor();
  return page;
}

test('two accounts of one attack are shown side by side, what differs is marked, and they are merged and taken apart', async () => {
  const page = await twoAccounts();
  const differing = async () => (await page.locator('.sides .differs th').allInnerTexts()).join();
  for (const differs of [/Deaths/, /Source/]) await soon.match(differing, differs);
  await soon.doesNotMatch(differing, /When/, 'the day is the same');
  await page.locator('.sides').getByText('<b>taken</b>', { exact: true }).waitFor();
  await soon.match(() => page.locator('.pair-nearness').innerText(), /same point|apart[\s\S]*same day/i);
  await page.keyboard.press('m');
  await page.getByText('Merged into one event.').waitFor();
  await page.getByText('Nothing waits for a decision.').waitFor();
  await page.keyboard.press('Escape');
  await settled(page);
  await soon.match(() => page.locator('.summary').innerText(), /^1 event/);
  await rows(page).first().click();
  const panel = page.locator('.detail');
  await panel.getByText('<b>taken</b>', { exact: true }).waitFor();
  await panel.getByText('repelled', { exact: true }).waitFor();
  await panel.getByRole('button', { name: 'All events' }).click();
  await openMenu(page, 'Possible duplicates');
  await page.getByRole('button', { name: 'Decided' }).click();
  await page.locator('.past li').filter({ hasText: 'Merged' }).getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone: it waits again.').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('.summary').innerText.startsWith('2 events'));
});

test('a pair is decided by key and taken back', async () => {
  const page = await twoAccounts();
  await page.keyboard.press('x');
  await page.getByText('Marked as different events.').waitFor();
  await page.keyboard.press('u');
  await page.locator('.pair').waitFor();
  await page.getByRole('button', { name: /^Same, keep both/ }).click();
  await page.getByText('Marked as the same event.').waitFor();
  await page.locator('.queue-said').getByRole('button', { name: 'Undo' }).click();
  await page.locator('.pair').waitFor();
});
