// Correcting how a list is read, and following it in: columns, order of dates, progress, cancel.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, dropFile, settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const visit = async (options) => (await on.visit(options)).page;

const rowOf = (page, line) => page.locator(`.verdicts tr[data-line="${line}"]`);
/** The preview has been read anew. */
const reread = async (page) => {
  await page.locator('.importer:not(.rereading) .equation').waitFor();
  await settled(page);
};
const long = (rows) => 'id,date,place,region,type\n' + Array.from({ length: rows }, (_, i) => `L-${i},2023-11-${String(1 + (i % 28)).padStart(2, '0')},${['Gao', 'Bamba', 'Kidal', 'Ansongo'][i % 4]},,Attack\n`).join('');

/** Gives the server a list that keeps it busy, and what ends that. */
async function keepBusy() {
  const form = new FormData();
  form.set('dry_run', 'true');
  form.set('file', new Blob([long(150_000)]), 'busy.csv');
  const { url } = on.server;
  const answer = await fetch(`${url}imports`, { method: 'POST', body: form, headers: { Prefer: 'respond-async' } });
  assert.equal(answer.status, 202);
  const path = answer.headers.get('location');
  return () => fetch(new URL(path, url), { method: 'DELETE' });
}

test('says what a column is, and the preview follows', async () => {
  const page = await visit({});
  await dropFile(page, csv('odd.csv', 'date,region,wo,type\n2023-10-01,Gao,Bamba,Attack\n2023-10-02,Gao,Ansongo,Attack\n'));
  await page.locator('.equation').waitFor();
  await soon.doesNotMatch(() => rowOf(page, 3).locator('.place').innerText(), /Ansongo/);
  await page.locator('.columns summary').click();
  const box = page.getByLabel('What “wo” is');
  await soon.equal(() => box.inputValue(), '', 'not understood: kept as it is');
  await soon.match(() => page.locator('.columns tr').filter({ hasText: 'wo' }).locator('.samples').innerText(), /Bamba[\s\S]*Ansongo/);
  await box.selectOption({ label: 'place' });
  await rowOf(page, 3).locator('.place').getByText('Ansongo').waitFor();
  await soon.equal(() => page.getByLabel('What “wo” is').inputValue(), 'place');
  await page.locator('.small-map .event, .small-map .crowd').first().waitFor();
  await page.getByRole('button', { name: 'Import 2 events' }).click();
  await page.getByRole('heading', { name: 'Imported odd.csv' }).waitFor();
  await soon.match(() => rowOf(page, 3).locator('.place').innerText(), /Ansongo/, 'and is imported so');
});

test('a list in which no column says where is mended by saying which one does', async () => {
  const page = await visit({});
  await dropFile(page, csv('nowhere.csv', 'date,wo,type\n2023-10-01,Bamba,Attack\n'));
  await page.getByText('Say which one is the place').waitFor();
  await soon.match(() => page.locator('.columns tr').filter({ hasText: 'wo' }).locator('.samples').innerText(), /Bamba/);
  await page.getByLabel('What “wo” is').selectOption({ label: 'place' });
  await page.getByRole('button', { name: 'Import 1 event' }).waitFor();
});

test('switches the order of day and month', async () => {
  const page = await visit({});
  await dropFile(page, csv('orders.csv', 'date,place,type\n05/10/2023,Gao,Attack\n'));
  await page.locator('.verdicts').getByText('5 Oct 2023').waitFor();
  await page.getByLabel('Dates').selectOption({ label: '5/10/2023 is 10 May' });
  await page.locator('.verdicts').getByText('10 May 2023').waitFor();
  await page.getByLabel('Dates').selectOption({ label: '5/10/2023 is 5 October' });
  await page.locator('.verdicts').getByText('5 Oct 2023').waitFor();
});

test('shows only the problems, with the wrong value where it stands', async () => {
  const page = await visit({});
  await dropFile(page, csv('wrong.csv', 'date,place,region,type\n2023-10-01,Gao,Gao,Attack\n2023-31-31,Gao,Gao,Attack\n2023-10-03,Gao,Gao,Attack\n'));
  await page.locator('.equation').waitFor();
  await soon.equal(() => page.locator('.verdicts tbody tr').count(), 3);
  await page.getByRole('button', { name: 'Only problems 1' }).click();
  await soon.equal(() => page.locator('.verdicts tbody tr').count(), 1);
  await soon.equal(() => rowOf(page, 3).locator('.date mark').innerText(), '2023-31-31');
  await soon.match(() => rowOf(page, 3).locator('.notes').innerText(), /date\s+2023-31-31\s+there is no month 31/);
});

test('finds source and licence of a known maker filled in, and is told what ACLED forbids', async () => {
  const page = await visit({});
  await dropFile(page, csv('ged.csv', 'id,year,active_year,type_of_violence,conflict_name,dyad_name,side_a,side_b,number_of_sources,source_article,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country,event_clarity,date_prec,date_start,date_end,best,high,low\n900001,2023,1,1,Mali: Government,A - B,A,B,1,a paper,1,Gao town,Gao region,Gao cercle,16.27,-0.04,Mali,1,1,2023-10-01,2023-10-01,2,2,2\n'));
  await page.locator('.equation').waitFor();
  await soon.equal(() => page.getByLabel('Source', { exact: true }).inputValue(), 'UCDP GED');
  await soon.equal(() => page.getByLabel('Licence', { exact: true }).inputValue(), 'CC BY 4.0');
  await page.keyboard.press('Escape');
  await dropFile(page, csv('acled.csv', 'event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\nMLI90001,2023-10-01,2023,1,Political violence,Battles,Armed clash,A,,1,B,,2,12,,466,Western Africa,Mali,Gao,Bourem,Bamba,Bamba,17.03,-1.4,1,invented,Local,An invented row,0,,1\n'));
  await page.getByText('ACLED’s terms forbid passing its raw data on').waitFor();
  await soon.equal(() => page.getByLabel('Source', { exact: true }).inputValue(), 'ACLED');
  await soon.equal(() => page.getByLabel('Licence', { exact: true }).inputValue(), '', 'only who has an agreement states terms');
});

test('sees how far a long list is, and breaks it off', async () => {
  const page = await visit({});
  await dropFile(page, csv('long.csv', long(40_000)));
  await page.locator('.busy progress[value]').waitFor();
  await page.locator('.figures').getByText(/ of 40,000 rows/).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await soon.ok(async () => !(await page.locator('dialog[open]').isVisible()));
  // The server is free for the next one.
  await dropFile(page, csv('short.csv', 'date,place,type\n2023-10-01,Gao,Attack\n'));
  await page.locator('.equation').waitFor();
});

test('cancels an import: nothing is saved, and it says so', async () => {
  const page = await visit({});
  const before = await page.locator('.summary').innerText();
  await dropFile(page, csv('cancel.csv', 'date,place,type\n2023-12-31,Gao,Protest\n'));
  const go = page.getByRole('button', { name: 'Import 1 event' });
  await go.waitFor();
  const free = await keepBusy();
  await go.click();
  await page.getByText('Waiting for another import to end').first().waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled. Nothing was saved.').waitFor();
  await free();
  await page.locator('.dialog-foot').getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await page.locator('.summary').getByText(/event/).first().waitFor();
  await settled(page);
  await soon.equal(() => page.locator('.summary').innerText(), before);
});

test('Escape while a list is being imported asks, and a second one goes on', async () => {
  const page = await visit({});
  await dropFile(page, csv('escape.csv', 'date,place,type\n2023-12-30,Gao,Protest\n'));
  const go = page.getByRole('button', { name: 'Import 1 event' });
  await go.waitFor();
  const free = await keepBusy();
  await go.click();
  await page.getByText('Waiting for another import to end').first().waitFor();
  const question = page.getByText('Stop importing? Nothing of this list will be kept.');
  await page.keyboard.press('Escape');
  await question.waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Cancelled. Nothing was saved.').waitFor();
  await free();
});

test('readers are served while a list comes in', async () => {
  const free = await keepBusy();
  const page = await visit({});
  await soon.ok(async () => (await page.locator('.event-row').count()) > 5);
  await free();
});

test('hostile names of columns are text, and long ones do not push the dialog apart', async () => {
  const page = await visit({ width: 360, height: 740 });
  const wide = 'w'.repeat(300);
  await dropFile(page, csv('h.csv', `date,place,type,<img src=x onerror=alert(1)>,${wide}\n2023-10-01,Gao,Attack,<script>alert(2)</script>,\u202Egnp.exe\n`));
  await page.locator('.equation').waitFor();
  await page.locator('.columns summary').click();
  await page.locator('.columns').getByText('<img src=x onerror=alert(1)>', { exact: true }).waitFor();
  await soon.equal(() => page.locator('dialog img, dialog script').count(), 0);
  const [content, room] = await page.locator('.importer .dialog-body').evaluate((one) => [one.scrollWidth, one.clientWidth]);
  assert.equal(content, room);
});

test('leads through an import by keyboard alone', async () => {
  const page = await visit({});
  await dropFile(page, csv('keys.csv', 'date,place,type\n2023-12-30,Ansongo,Protest\n'));
  await page.getByRole('button', { name: 'Import 1 event' }).waitFor();
  await settled(page);
  await soon.match(() => page.evaluate(() => document.activeElement?.textContent ?? ''), /Import 1 event/, 'Enter goes on');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Imported keys.csv' }).waitFor();
  await settled(page);
  await soon.equal(() => page.evaluate(() => document.activeElement?.textContent), 'Show on the map');
  await page.keyboard.press('Enter');
  await settled(page);
  await soon.ok(async () => !(await page.locator('dialog[open]').isVisible()));
});
