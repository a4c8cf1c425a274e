// A real server and a real browser for one file of tests.
//
// In: the built binary and the lists of data/samples. Out: pages of a fresh browser, and what they must never do.
// It must not know what is tested.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const samples = join(root, 'data/samples');

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const START_MS = 30_000;
/** How long a page may take to show what a test waits for. */
const PATIENCE_MS = 10_000;
/** AZALAI_SLOW=8 makes pages eight times slower, and each answer 50 ms later per unit: a test that does not wait for what it reads goes red. */
const SLOW = Number(process.env.AZALAI_SLOW ?? 1);
/** Nothing is asked of the outside, not even by the browser itself. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** AZALAI_BIN, or what cargo built last: release before debug. */
function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const candidates = [process.env.AZALAI_BIN, join(target, 'release/azalai'), join(target, 'debug/azalai')];
  const found = candidates.find((path) => path && existsSync(path));
  assert.ok(found, `no azalai binary: build it (cargo build --release) or set AZALAI_BIN; looked for ${candidates.filter(Boolean).join(', ')}`);
  return found;
}

const sampleLists = async () =>
  (await readdir(samples)).filter((name) => name.endsWith('.csv')).sort().map((name) => join(samples, name));

async function run(arguments_) {
  const child = spawn(binary(), arguments_, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((done) => child.on('close', done));
  assert.equal(code, 0, `azalai ${arguments_.join(' ')}: ${said}`);
}

/** A server with its own store that holds these lists (the samples unless told), started with these flags besides. */
export async function startServer(lists, flags = []) {
  const folder = await mkdtemp(join(tmpdir(), 'azalai-browser-'));
  const data = join(folder, 'azalai.gpkg');
  const files = lists ?? (await sampleLists());
  if (files.length > 0) await run(['import', '--data', data, ...files]);
  const child = spawn(binary(), ['serve', '--listen', '127.0.0.1:0', '--data', data, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const url = await new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`azalai serve said no address within ${START_MS} ms: ${said}`)), START_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(line)?.[0];
      if (!address) return;
      clearTimeout(timer);
      found(address);
    });
    child.on('close', (code) => failed(new Error(`azalai serve ended with ${code}: ${said}`)));
  });
  return {
    url,
    folder,
    async stop() {
      const closed = new Promise((done) => child.on('close', done));
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await closed;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const openBrowser = () => chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });

/**
 * A page of a fresh browser that has drawn its events. `faults()` is what went wrong in it: errors, breaches of
 * the content security policy, requests to other hosts. `allow` is for errors that a test provokes, `prepare` for what is done
 * to the page before it asks for anything; `ownLink` is for tests that cut or slow the network; `context` is that of another page, whose memory it shares.
 */
export async function openPage(browser, url, { width = 1280, height = 800, hash = '', allow, prepare, ownLink = false, context: shared, ...options } = {}) {
  const context = shared ?? (await browser.newContext({ viewport: { width, height }, locale: 'en-GB', reducedMotion: 'reduce', ...options }));
  const page = await context.newPage();
  const faults = [];
  const requests = [];
  watchRequests(page);
  page.on('request', (request) => {
    requests.push(request.url());
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== 'blob:' && protocol !== 'data:') faults.push(`asked ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`error ${error.stack ?? error}`));
  page.on('dialog', (dialog) => {
    faults.push(`a dialog said ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !allow?.test(message.text())) faults.push(`console ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  if (SLOW > 1) await slowDown(page, ownLink);
  if (process.env.AZALAI_WEB) await serveBuilt(page, process.env.AZALAI_WEB);
  await prepare?.(page);
  await page.goto(url + hash);
  return { page, context, requests, faults: () => faults };
}

async function slowDown(page, ownLink) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW });
  if (ownLink) return;
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 50 * SLOW, downloadThroughput: -1, uploadThroughput: -1 });
}

/** The page from a folder (web/dist) instead of the binary: a change of it needs no build. */
async function serveBuilt(page, folder) {
  await page.route(/\/assets\/[^/]+\.(js|css)$/, (route) => {
    const name = new URL(route.request().url()).pathname.split('/').pop();
    return route.fulfill({ path: join(folder, name), contentType: name.endsWith('js') ? 'text/javascript' : 'text/css' });
  });
  await page.route(
    (url) => url.pathname === '/',
    async (route) => {
      if (route.request().resourceType() !== 'document') return route.continue();
      const response = await route.fetch();
      return route.fulfill({ response, body: await readFile(join(folder, 'index.html')) });
    },
  );
}

/** The events are there, and the map has drawn them and its background. */
export async function drawn(page) {
  await page.waitForSelector('.event, .crowd', { state: 'attached' });
  await page.waitForSelector('path.land-mali', { state: 'attached' });
  await page.waitForSelector('.label', { state: 'attached' });
  await settled(page);
}

/** Requests of each page that have no answer yet, but for streams, which never end. */
const unanswered = new WeakMap();

function watchRequests(page) {
  const open = new Set();
  unanswered.set(page, open);
  page.on('request', (request) => request.resourceType() !== 'eventsource' && open.add(request));
  for (const ended of ['requestfinished', 'requestfailed']) page.on(ended, (request) => open.delete(request));
}

/** Nothing of the page changed for 200 ms and nothing it asked for is still to come: what it shows now is what it shows. */
export async function settled(page) {
  const end = Date.now() + PATIENCE_MS / 2;
  do await page.evaluate(unchanged, end - Date.now());
  while (unanswered.get(page)?.size > 0 && Date.now() < end);
}

/** Run in the page: waits until it is still, and two frames more. */
const unchanged = (mostMs) =>
  new Promise((done) => {
    const still = () => {
      observer.disconnect();
      clearTimeout(most);
      requestAnimationFrame(() => requestAnimationFrame(done));
    };
    let timer = setTimeout(still, 200);
    // What moves by itself is never still.
    const most = setTimeout(still, mostMs);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(still, 200);
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });

/**
 * The assertions of node:assert on what a page shows or a server holds, read anew until they hold: no test depends on how fast a
 * machine is. The first argument reads (and must only read); what never comes is told by the assertion itself.
 *
 *     await soon.equal(() => page.locator('.summary').innerText(), '3 events');
 */
export const soon = Object.fromEntries(
  ['deepEqual', 'doesNotMatch', 'equal', 'match', 'notEqual', 'ok'].map((name) => [
    name,
    async (read, ...rest) => {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        try {
          return assert[name](await read(), ...rest);
        } catch (error) {
          if (Date.now() > end) throw error;
        }
        await new Promise((later) => setTimeout(later, 50));
      }
    },
  ]),
);

/** Rows of the list of events in view, as a person reads them. */
export const rows = (page, section = '.events:not(.unlocated)') => page.locator(`${section} .event-row`);

/** A CSV as the file picker or a drop would hand it over. */
export const csv = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

export async function dropFile(page, { name, mimeType, buffer }) {
  const transfer = await page.evaluateHandle(
    ([fileName, type, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], fileName, { type }));
      return data;
    },
    [name, mimeType, [...buffer]],
  );
  for (const type of ['dragenter', 'dragover']) await page.dispatchEvent('body', type, { dataTransfer: transfer });
  await page.waitForSelector('.drop-zone:not([hidden])');
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}
