// The cable is pulled while somebody works.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rows, settled, soon } from '../harness.mjs';
import { stage } from '../stage.mjs';

const on = stage();

test('what is loaded goes on working without a network, what is not is said, and it heals', async () => {
  const { page, context } = await on.visit({ allow: /Failed to load resource|ERR_/, hash: '#map=8/17.0336/-1.4038', ownLink: true });
  await context.setOffline(true);
  // A stream that is open stays open in this browser: it is closed as a cable would.
  await page.route('**/collections/events/changes*', (route) => route.abort());
  await page.locator('.chip[data-kind="attack"]').click();
  await page.locator('.leaflet-control-zoom-out').click();
  await settled(page);
  await soon.ok(async () => (await rows(page).count()) > 2, 'filters and map go on');
  await rows(page).filter({ hasText: '1 Oct 2023' }).first().click();
  const panel = page.locator('.detail');
  await soon.match(() => panel.innerText(), /Why here/);
  await panel.locator('.around').getByText('What is nearby could not be fetched.').waitFor();
  await panel.locator('.history summary').click();
  await panel.getByText('The history could not be fetched.').waitFor();
  await context.setOffline(false);
  await page.unroute('**/collections/events/changes*');
  await panel.locator('.around').getByRole('button', { name: 'Try again' }).click();
  await panel.locator('.around .event-row').first().waitFor();
  await panel.locator('.history').getByRole('button', { name: 'Try again' }).click();
  await panel.locator('.history li').first().waitFor();
});
