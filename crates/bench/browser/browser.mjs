// Chromium with the same flags for everybody, and a fresh page for each run.
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';

const HERE = new URL('.', import.meta.url).pathname;
const source = (name) => readFileSync(`${HERE}page/${name}`, 'utf8');

export const VIEWPORT = { width: 1600, height: 1000 };

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--js-flags=--expose-gc',
];

export async function start(executablePath) {
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A page of its own context. With `rows`, its requests for Observations are answered from memory. */
export async function freshPage(browser, { rows = null, isProduct = false } = {}) {
  const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 1, serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('crash', () => problems.push('the page crashed'));
  await page.addInitScript(source('clock.js'));
  if (rows !== null) await page.addInitScript(source('memory.js').replace('PAGES_OF', String(rows)));
  if (isProduct) await page.addInitScript(source('product.js'));
  return { page, context, problems };
}

/** Runs something in a fresh page and closes it. */
export async function inFreshPage(browser, options, run) {
  const { page, context, problems } = await freshPage(browser, options);
  try {
    return await run(page, context);
  } catch (error) {
    throw new Error(`${error.message}${problems.map((problem) => `\n  ${problem}`).join('')}`);
  } finally {
    await context.close();
  }
}

/** After so long a page that was opened does nothing more by itself. */
const SETTLE_MS = 700;

async function settled(page) {
  await page.evaluate(() => self.benchPages?.ready.then(() => undefined));
  await page.waitForTimeout(SETTLE_MS);
}

/** Opens Gagehouse's plot page without a series, ready to open one. */
export async function openProduct(page, url) {
  await page.goto(`${url}/plot`);
  await page.getByRole('heading', { name: 'Plot', level: 1 }).waitFor();
  await settled(page);
}

/** Opens a peer's page; `plot` is its size, and that of Gagehouse's plot. */
export async function openPeer(page, url, subject, plot) {
  await gotoPeer(page, url, subject, plot);
  await settled(page);
}

/** The same, without waiting until it rests. */
export async function gotoPeer(page, url, { library, kind }, plot) {
  const options = new URLSearchParams({ library, kind: kind ?? '', width: plot.width, height: plot.height });
  await page.goto(`${url}/bench/page/peer.html?${options}`);
  await page.waitForFunction(() => document.title === 'ready');
}
