// Bringing in a list, friendly and hostile ones.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { csv, drawn, dropFile, rows, settled, soon, startServer } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const visit = async (options) => (await on.visit(options)).page;

const WEEK = csv(
  'week-47.csv',
  'id,date,place,region,type,deaths,source,notes\n' +
    'W-1,2023-11-20,Ansongo,Gao,Ambush,several,radio,On the road\n' +
    'W-2,2023-11-21,Kidal,Kidal,Armed clash,2,radio,\n' +
    'W-3,2023-14-21,Gao,Gao,Shelling,,radio,=1+1\n',
);
const numberOf = async (page, word) => Number(await page.locator(`.term-${word} strong`).innerText());

test('drops a list, sees the preview, imports, sees counts that add up and the new event on the map', async () => {
  const page = await visit({});
  const before = await page.locator('.summary').innerText();
  await dropFile(page, WEEK);
  const dialog = page.getByRole('dialog', { name: 'Import week-47.csv' });
  await dialog.getByRole('button', { name: 'Import 2 events' }).waitFor();
  await soon.match(() => dialog.locator('.detected').innerText(), /UTF-8/);
  await soon.match(() => dialog.locator('.verdict-rejected').innerText(), /date[\s\S]*2023-14-21/);
  await soon.match(() => dialog.locator('.verdicts tr').filter({ hasText: 'Ansongo' }).innerText(), /deaths[\s\S]*several/, 'a warning names column and value');
  await soon.equal(() => page.locator('.summary').innerText(), before, 'a preview saves nothing');

  await dialog.getByRole('button', { name: 'Import 2 events' }).click();
  await page.getByRole('heading', { name: 'Imported week-47.csv' }).waitFor();
  const rowsRead = Number(await page.locator('.equation .term strong').first().innerText());
  assert.equal(rowsRead, (await numberOf(page, 'added')) + (await numberOf(page, 'rejected')));
  await page.getByRole('button', { name: 'Show on the map' }).click();
  await settled(page);
  await soon.ok(() => rows(page).filter({ hasText: 'Ansongo' }).filter({ hasText: '20 Nov 2023' }).isVisible(), 'the view went to what was added');
  await soon.notEqual(() => page.locator('.summary').innerText(), before);
});

test('is told in the open how dates and columns were read, and which rows to look at', async () => {
  const page = await visit({});
  await dropFile(
    page,
    csv('american.csv', 'date,place,region,type,weather\n05/10/2023,Gao,Gao,Attack,dust\n10/25/2023,Gao,Gao,Attack,\n31/31/2023,Gao,Gao,Attack,\n05/11/2023,Nowhereville,Gao,Attack,\n'),
  );
  const report = page.locator('.report');
  await report.getByText('Dates are read with the month first').waitFor();
  await soon.match(() => report.locator('.reading').first().innerText(), /10 May \(line 3 has 10\/25\/2023\)/);
  await soon.match(() => report.locator('.reading').nth(1).innerText(), /not understood.*: weather/);
  await soon.match(() => report.locator('.asides').innerText(), /^2 rows to look at/);
  await soon.match(() => report.getByRole('button', { name: /^Only problems/ }).innerText(), / 2$/);
  const rejected = report.locator('.verdict-rejected .title');
  await soon.match(() => rejected.innerText(), /31\/31\/2023/, 'a rejected row is known by its own value');
  await soon.match(() => rejected.textContent(), /^no event:/);
});

test('saves the rejected rows, ready to mend', async () => {
  const page = await visit({});
  await dropFile(page, WEEK);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /Save rejected rows/ }).click()]);
  assert.equal(download.suggestedFilename(), 'week-47-rejected.csv');
  const text = (await readFile(await download.path(), 'utf8')).replace('\ufeff', '');
  const [header, row] = text.split('\r\n');
  assert.equal(header, 'id,date,place,region,type,deaths,source,notes,azalai_reason');
  assert.match(row, /^W-3,2023-14-21,Gao,Gao,Shelling,,radio,'=1\+1,.*date.+/);
});

test('drops the same list again: nothing is new', async () => {
  const page = await visit({});
  for (const name of ['first.csv', 'first.csv']) {
    await dropFile(page, csv(name, 'id,date,place,region,type\nR-1,2023-12-01,Gao,Gao,Abduction\n'));
    const go = page.locator('.dialog-foot .primary');
    await page.waitForFunction(() => /Import 1 event|Nothing to import/.test(document.querySelector('.dialog-foot .primary')?.textContent ?? ''));
    if (await go.isEnabled()) {
      await go.click();
      await page.getByRole('button', { name: 'Show on the map' }).click();
    }
  }
  await soon.equal(() => page.locator('.dialog-foot .primary').innerText(), 'Nothing to import');
  await soon.equal(() => numberOf(page, 'unchanged'), 1);
});

test('is told what to do when the list can not be read or the server is gone', async () => {
  const page = await visit({ allow: /status of 4\d\d|ERR_/ });
  await dropFile(page, csv('empty.csv', ''));
  const alert = page.locator('.failure');
  await alert.waitFor();
  await soon.match(() => alert.innerText(), /Nothing was saved[\s\S]+\w{4,}/);
  await page.keyboard.press('Escape');
  await page.route('**/imports', (route) => route.abort());
  await dropFile(page, csv('link.csv', 'date,place,type\n2023-11-29,Gao,Protest\n'));
  await page.getByText('The server does not answer').waitFor();
  await page.unroute('**/imports');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.equation').waitFor();
  // The link breaks while the list is sent: what was read and typed is still there.
  await page.getByLabel('Licence', { exact: true }).fill('CC BY 4.0');
  await page.route('**/imports', (route) => route.abort());
  await page.getByRole('button', { name: 'Import 1 event' }).click();
  await alert.waitFor();
  await page.unroute('**/imports');
  await page.getByRole('button', { name: 'Back to the preview' }).click();
  await page.locator('.equation').waitFor();
  await soon.equal(() => page.getByLabel('Licence', { exact: true }).inputValue(), 'CC BY 4.0');
  await soon.ok(() => page.getByRole('button', { name: 'Import 1 event' }).isEnabled());
});

test('cancels while the list is read: nothing is saved', async () => {
  const page = await visit({ allow: /ERR_/ });
  const before = await page.locator('.summary').innerText();
  let release;
  const held = new Promise((done) => (release = done));
  await page.route('**/imports', async (route) => {
    await held;
    await route.abort().catch(() => {});
  });
  await dropFile(page, WEEK);
  await page.getByRole('button', { name: 'Cancel' }).click();
  release();
  await soon.ok(async () => !(await page.locator('dialog[open]').isVisible()));
  await soon.equal(() => page.locator('.summary').innerText(), before);
});

test('hostile names are text: markup, right-to-left overrides, 4,000 characters', async () => {
  const long = 'x'.repeat(4000);
  const markup = '<img src=x onerror=alert(1)>';
  const page = await visit({});
  await dropFile(
    page,
    csv(
      'hostile <b>.csv',
      'id,date,place,region,type,actor1,source,notes\n' +
        `H-1,2023-12-02,Gao,Gao,"${markup} Attack","<script>alert(2)</script>","\u202Egnp.exe",${long}\n` +
        `H-2,2023-12-03,"${markup}",Gao,"Attack ${long}",,,\n`,
    ),
  );
  await page.locator('.dialog-foot .primary').getByText('Import 2 events').click();
  await page.getByRole('button', { name: 'Show on the map' }).click();
  await settled(page);
  await rows(page).filter({ hasText: markup }).first().click();
  const panel = page.locator('.detail');
  await panel.getByText('<script>alert(2)</script>').waitFor();
  await soon.ok(async () => (await panel.innerText()).includes(long), 'nothing is cut from what a source says');
  await soon.equal(() => page.locator('img, .detail script, b:not(.problem b)').count(), 0);
  await panel.getByRole('button', { name: 'All events' }).click();
  await settled(page);
  await rows(page, '.unlocated').filter({ hasText: 'x'.repeat(60) }).click();
  await settled(page);
  const side = await page.locator('.side').evaluate((one) => [one.scrollWidth, one.clientWidth]);
  assert.equal(side[0], side[1], 'long words do not push the page apart');
});

test('is warned when the coordinates given do not agree with the place named', async () => {
  const page = await visit({});
  await dropFile(page, csv('far.csv', 'id,date,place,region,type,lat,lon\nF-1,2023-12-05,Gao,Gao,Abduction,12.64,-8.0\n'));
  await page.locator('.dialog-foot .primary').getByText('Import 1 event').click();
  await page.getByRole('button', { name: 'Show on the map' }).click();
  await settled(page);
  await rows(page).filter({ hasText: '5 Dec 2023' }).first().click();
  const where = page.getByRole('region', { name: 'Where' });
  await where.locator('.disagreement').getByText('The coordinates given do not agree with the place named').waitFor();
  await soon.doesNotMatch(() => where.innerText(), /at the place named/);
});

test('begins with an empty store and says what to do', async () => {
  const empty = await startServer([]);
  try {
    const one = await on.enter(empty.url);
    await one.page.getByRole('heading', { name: 'No events yet' }).waitFor();
    await one.page.getByText('Drop a list of incidents').waitFor();
    const [chooser] = await Promise.all([one.page.waitForEvent('filechooser'), one.page.locator('.empty-state button').click()]);
    await chooser.setFiles(WEEK);
    await one.page.getByRole('button', { name: 'Import 2 events' }).click();
    await one.page.getByRole('button', { name: 'Show on the map' }).click();
    await drawn(one.page);
    await soon.ok(async () => (await rows(one.page).count()) >= 1);
    // Before its server: a page that is left alone says so.
    await one.context.close();
  } finally {
    await empty.stop();
  }
});
