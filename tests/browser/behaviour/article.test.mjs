// A report is pasted in and becomes an event.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();
const visit = async (options) => (await on.visit(options)).page;

const REPORT = `Camp stormed on the river

Armed men stormed an army post this Sunday in the locality of Bamba, in the Gao region, weeks after a first attack. The camp lies north of the village.

The Malian army (FAMa) said that it had beaten the assault back. The rebels of the CSP claimed that they had taken the camp.

The Algiers Peace Agreement of 2015 has been dead for months, and the government in Bamako wants every camp back.`;

/** Pastes a text by way of the bar and waits for its first draft. */
async function paste(page, text, published = '2023-10-02') {
  await page.locator('header [data-key="article"]').click();
  await page.locator('.article textarea').fill(text);
  if (published) await page.locator('input[name="published"]').fill(published);
  await page.getByRole('button', { name: 'Read the text' }).click();
  await page.locator('.draft .mention').first().waitFor();
}
/** How many events there are, as the bar says. */
const count = async (page) => Number(/\d+/.exec(await page.locator('.summary').innerText())[0]);
const counted = (page, n) => page.waitForFunction((wanted) => Number(/\d+/.exec(document.querySelector('.summary').innerText)[0]) === wanted, n);
const mention = (page, word) => page.locator('.mention').filter({ hasText: word }).first();
const why = (page) => page.locator('.mention-why').innerText();

test('pastes a report, sees what each word was taken for, confirms the draft, finds it on the map, and undoes it', async () => {
  const page = await visit({});
  await page.locator('header [data-key="article"]').click();
  const today = new Date().toISOString().slice(0, 10);
  await soon.equal(() => page.locator('input[name="published"]').inputValue(), today);
  await page.getByText('count from this day').waitFor();
  await page.keyboard.press('Escape');

  const before = await count(page);
  await paste(page, REPORT);
  await soon.match(() => mention(page, 'Bamba').innerText(), /^Bamba\s+\(Place\)$/);
  await mention(page, 'Algiers').hover();
  await soon.match(() => why(page), /Algiers Peace Agreement[\s\S]*No place: a treaty/);
  await mention(page, 'CSP').click();
  await soon.match(() => why(page), /Actor/);
  await soon.equal(() => page.locator('.claim').count(), 3, 'the text and both sides are told');
  await soon.deepEqual(async () => [await page.getByLabel('First day').inputValue(), await page.getByLabel('Last day').inputValue()], ['2023-10-01', '2023-10-01']);
  await soon.match(() => page.locator('.candidate[aria-pressed="true"]').innerText(), /Bamba[\s\S]*Gao/);
  await page.locator('.small-map path.cone').waitFor({ state: 'attached' });
  await page.locator('.small-map .event').first().waitFor();
  await soon.match(() => page.locator('.confidence').innerText(), /the words name a place\s*\d+%/);
  await page.locator('.around .event-row').filter({ hasText: 'Sep' }).first().waitFor();

  await page.keyboard.press('a');
  await page.getByText('Confirmed: it is on the map.').waitFor();
  await page.getByText('All drafts of this text are decided.').waitFor();
  await page.getByRole('button', { name: 'Show it' }).click();
  const panel = page.locator('.detail');
  await panel.locator('h2').filter({ hasText: 'Bamba' }).waitFor();
  await soon.match(() => panel.innerText(), /FAMa[\s\S]*CSP/);
  await panel.getByRole('button', { name: 'All events' }).click();
  await counted(page, before + 1);

  await page.locator('[data-key="review"]').click();
  await page.getByRole('button', { name: 'Decided' }).click();
  await page.locator('.past li').first().getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone: it waits again.').waitFor();
  await page.keyboard.press('Escape');
  await counted(page, before);
  await page.locator('[data-key="review"]').click();
  await page.locator('[data-item="draft"] button').first().click();
  await mention(page, 'Bamba').waitFor();
  await page.getByRole('button', { name: /^Reject/ }).click();
  await page.getByText('Rejected.').waitFor();
});

test('a text without an event is kept, leaves nothing in the queue, and says so in the language of the page', async () => {
  const page = await visit({});
  // As the server counts: a page that was opened just now may not have asked yet.
  const waits = async () => (await (await fetch(`${on.server.url}review?limit=1`)).json()).counts;
  const before = await waits();
  await page.locator('header [data-key="article"]').click();
  await page.locator('.article textarea').fill('Il fera 41 degrés à Gao dimanche, et un vent de sable est attendu à Tombouctou.');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await page.getByText('No event was found in this text').waitFor();
  await mention(page, 'Gao').waitFor();
  await page.getByRole('button', { name: 'Articles' }).click();
  await soon.match(() => page.locator('.past li').first().innerText(), /^Il fera 41 degrés[\s\S]*no event found/);
  await page.keyboard.press('Escape');
  await soon.deepEqual(() => waits(), before);
  const french = await visit({ locale: 'fr-FR' });
  await french.locator('[data-key="review"]').click();
  await french.getByRole('button', { name: 'Articles' }).click();
  await french.locator('.past li button').first().click();
  await french.getByText('Aucun événement n’a été trouvé dans ce texte').waitFor();
});

test('corrects who took part and how many died before it is an event', async () => {
  const page = await visit({});
  await paste(page, REPORT.replace('river', 'shore'));
  await page.getByLabel('Who took part, with semicolons between').fill('FAMa; JNIM');
  const csp = page.locator('.claim').filter({ hasText: 'CSP' });
  await csp.getByLabel('Deaths, at least').fill('7');
  await csp.getByLabel('Deaths, at most').fill('5');
  await page.getByLabel('Last day').focus();
  await soon.equal(() => csp.getByLabel('Deaths, at least').inputValue(), '7');
  await page.getByRole('button', { name: /^Confirm/ }).click();
  await page.getByRole('button', { name: 'Show it' }).click();
  const panel = page.locator('.detail');
  await panel.locator('.claim').filter({ hasText: 'CSP' }).getByText('5–7').waitFor();
  await soon.deepEqual(() => panel.locator('.actors li').allInnerTexts(), ['FAMa', 'JNIM']);
});

test('corrects a draft: another kind and day, the place clicked on the map', async () => {
  const page = await visit({});
  await paste(page, REPORT.replace('river', 'banks'));
  await page.locator('.draft-fields select').selectOption({ label: 'Armed clash' });
  await page.getByLabel('Last day').fill('2023-10-02');
  await page.getByLabel('What happened, in words').fill('Fight for the camp');
  const map = await page.locator('.small-map').boundingBox();
  await page.mouse.click(map.x + map.width / 2 + 30, map.y + map.height / 2 - 40);
  await page.locator('.candidate[aria-pressed="true"]').filter({ hasText: 'The point on the map' }).waitFor();
  await page.keyboard.press('1');
  await soon.equal(() => page.locator('.candidate[aria-pressed="true"]').getAttribute('aria-keyshortcuts'), '1');
  await page.mouse.click(map.x + map.width / 2 + 30, map.y + map.height / 2 - 40);
  await page.getByRole('button', { name: /^Confirm/ }).click();
  await page.getByText('Confirmed: it is on the map.').waitFor();
  await page.getByRole('button', { name: 'Show it' }).click();
  await soon.match(() => page.locator('.detail').innerText(), /Fight for the camp[\s\S]*Armed clash/);
  await soon.match(() => page.locator('.detail').innerText(), /1\s?–\s?2 October 2023/);
});

test('an article that was kept is found again with its words, its link and its event, whose accounts contradict each other', async () => {
  const page = await visit({});
  await page.locator('header [data-key="article"]').click();
  await page.locator('.article textarea').fill(REPORT.replace('river', 'bend'));
  await page.locator('input[name="published"]').fill('2023-10-02');
  await page.locator('input[name="title"]').fill('The camp at the bend');
  await page.locator('input[name="link"]').fill('https://example.org/camp');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await page.locator('.draft .mention').first().waitFor();
  await page.keyboard.press('a');
  await page.getByText('Confirmed: it is on the map.').waitFor();
  await page.keyboard.press('Escape');

  await page.locator('[data-key="review"]').click();
  await page.getByRole('button', { name: 'Articles' }).click();
  const first = page.locator('.past li').first();
  await first.getByText('1 confirmed').waitFor();
  await soon.equal(() => first.getByRole('link').getAttribute('href'), 'https://example.org/camp');
  await first.getByRole('button', { name: 'The camp at the bend' }).click();
  await mention(page, 'Bamba').waitFor();
  await soon.equal(() => page.locator('.draft-text').getByRole('link').getAttribute('href'), 'https://example.org/camp');
  await page.locator('.past').getByRole('button', { name: 'Bamba' }).click();
  await page.locator('.detail .disagreement').getByText('The accounts contradict each other: the outcome.').waitFor();

  // The service is asked for what the page shows: both read the same property.
  await page.getByRole('button', { name: 'All events' }).click();
  await page.getByRole('button', { name: 'Certainty' }).click();
  const value = page.locator('.facet .value').filter({ hasText: 'they contradict each other' });
  const said = Number(await value.locator('.number').innerText());
  await value.click();
  await counted(page, said);
  const { numberMatched } = await (await fetch(`${on.server.url.replace(/\/$/, '')}/collections/events/items?contested=true&limit=1`)).json();
  assert.equal(numberMatched, said);
});

test('a text is gone through by keyboard alone', async () => {
  const page = await visit({});
  await page.locator('header [data-key="article"]').focus();
  await page.keyboard.press('Enter');
  await soon.equal(() => page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
  await page.keyboard.insertText(REPORT.replace('river', 'shore'));
  await page.keyboard.press('Control+Enter');
  await page.locator('.draft .mention').first().waitFor();
  for (let i = 0; i < 30 && !(await page.evaluate(() => document.activeElement.matches('.mention'))); i += 1) await page.keyboard.press('Tab');
  const first = await why(page);
  await page.keyboard.press('ArrowRight');
  await soon.notEqual(() => why(page), first, 'arrows go from word to word');
  // What is read is drawn anew around the focus, as when a decision of somebody else comes in.
  const button = await page.evaluateHandle(() => document.activeElement);
  for (const lang of ['fr', 'en']) {
    await page.evaluate((to) => document.querySelector(`.languages button[lang="${to}"]`).click(), lang);
    await soon.equal(() => page.evaluate(() => document.documentElement.lang), lang);
  }
  await soon.ok(() => button.evaluate((one) => !one.isConnected));
  await soon.ok(() => page.evaluate(() => document.activeElement.matches('.mention[tabindex="0"].shown')), 'the focus is where it was');
  await page.keyboard.press('x');
  await page.getByText('Rejected.').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('Undone: it waits again.').waitFor();
  await page.keyboard.press('x');
  await page.getByText('Rejected.').waitFor();
});

test('a hostile text is text, whatever it says, and does not push the page apart', async () => {
  const page = await visit({ width: 360, height: 740, hasTouch: true });
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Read an article' }).click();
  const long = 'x'.repeat(4000);
  await page.locator('.article textarea').fill(`<img src=x onerror=alert(1)> Gunmen attacked Bamba, Gao region, on 1 October 2023. \u202eEvil <script>alert(2)</script> said “<b>taken</b>”. ${long}`);
  await page.getByLabel('Source').fill('<i>radio</i>\u202etxet');
  await page.getByRole('button', { name: 'Read the text' }).tap();
  await page.locator('.draft .mention').first().waitFor();
  await page.locator('.article-text').getByText('<img src=x onerror=alert(1)>').waitFor();
  // What would turn letters round is shown, and the source ends where it ends.
  await page.locator('.article-text').getByText('[U+202E]Evil').waitFor();
  await soon.doesNotMatch(() => page.locator('.review').innerText(), /\u202e/);
  await page.locator('.draft-text bdi').filter({ hasText: '<i>radio</i>[U+202E]txet' }).waitFor();
  await soon.equal(() => page.locator('.review :is(img:not(.leaflet-tile), script, b, i b)').count(), 0);
  const [content, room] = await page.locator('.review .dialog-body').evaluate((one) => [one.scrollWidth, one.clientWidth]);
  assert.equal(content, room);
  await mention(page, 'Bamba').tap();
  await soon.match(() => why(page), /Place/);
  await page.getByRole('button', { name: 'Reject' }).tap();
  await page.getByText('Rejected.').waitFor();
});

test('an empty text is told so', async () => {
  const page = await visit({});
  await page.locator('header [data-key="article"]').click();
  await page.locator('.article textarea').fill('  \n ');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await page.locator('.article .failure').getByText('There is no text yet').waitFor();
  await soon.equal(() => page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
});

test('the words and the map follow another place that is chosen', async () => {
  const page = await visit({});
  await paste(page, REPORT.replace('river', 'ford'));
  const why = () => page.locator('.placing .why').innerText();
  const read = await why();
  await page.keyboard.press('1');
  await soon.notEqual(() => why(), read);
  await page.getByText('You chose the place. Of the rest:').waitFor();
  await soon.doesNotMatch(() => page.locator('.confidence').innerText(), /that the event was at this place|the words name a place/);
  await page.keyboard.press('1');
  await soon.equal(() => why(), read);
  await page.getByRole('button', { name: /^Reject/ }).click();
  await page.getByText('Rejected.').waitFor();
});

test('a server that does not answer is told, and what was pasted is kept', async () => {
  const page = await visit({ allow: /Failed to load resource|ERR_/ });
  await page.route('**/articles', (route) => route.abort());
  await page.locator('header [data-key="article"]').click();
  await page.locator('.article textarea').fill('A text.');
  await page.getByRole('button', { name: 'Read the text' }).click();
  await page.locator('.article .failure').getByText('The server does not answer.').waitFor();
  await soon.equal(() => page.locator('.article textarea').inputValue(), 'A text.');
  await settled(page);
});
