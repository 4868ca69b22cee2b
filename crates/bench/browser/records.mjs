// Long lists of field records on a tablet, as somebody meets them who scrolls to the end as fast as a finger can: how long a list
// takes to open, and the time between frames. Called by `cargo xtask bench --only records`, which serves them.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { start } from './browser.mjs';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
/** A tablet, upright, and a phone. */
const VIEWPORTS = [
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
];
/** Pixels of a frame, and how long it goes on: 24,000 pixels a second. */
const STEP_PX = 400;
const LASTS_MS = 20_000;

async function signIn(page) {
  await page.goto(`${config.url}/field`);
  await page.getByLabel('Name', { exact: true }).fill(config.account);
  await page.getByLabel('Password').fill(config.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(/^Ready for offline use/).waitFor({ timeout: 120_000 });
}

/** Runs in the page: from the click on a link until its first rows were drawn. */
function open(label) {
  const begin = performance.now();
  return new Promise((done) => {
    const rows = new MutationObserver(() => {
      if (document.querySelector('tbody tr') === null) return;
      rows.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
    });
    rows.observe(document, { childList: true, subtree: true });
    [...document.querySelectorAll('main a')].findLast((link) => link.textContent.trim() === label).click();
  });
}

/** Runs in the page: the time between frames while it is scrolled, and the tasks of more than 50 ms. */
function scroll({ step, lasts }) {
  const frames = [];
  const long = [];
  new PerformanceObserver((list) => list.getEntries().forEach((task) => long.push(task.duration))).observe({ type: 'longtask' });
  const begin = performance.now();
  let last = begin;
  return new Promise((done) => {
    const frame = () => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      const place = scrollY;
      scrollBy(0, step);
      // At its end a list has nothing to show.
      const isOver = now - begin > lasts || (scrollY === place && frames.length > 100);
      if (isOver) done({ frames, long, rows: document.querySelectorAll('tbody tr').length });
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

const browser = await start(config.chromium);
const results = { version: browser.version(), load: loadavg()[0], lists: [] };
try {
  for (const viewport of VIEWPORTS) {
    const context = await browser.newContext({ viewport, hasTouch: true, isMobile: true });
    const page = await context.newPage();
    await signIn(page);
    for (const [name, label] of Object.entries(config.lists)) {
      await page.goto(`${config.url}/field/records`);
      await page.getByRole('link', { name: label, exact: true }).last().waitFor();
      // Names of records are still being read.
      await page.waitForTimeout(3_000);
      const opened = await page.evaluate(open, label);
      const scrolled = await page.evaluate(scroll, { step: STEP_PX, lasts: LASTS_MS });
      results.lists.push({ name, width: viewport.width, opened, ...scrolled });
    }
    await context.close();
  }
} finally {
  await browser.close();
}
writeFileSync(config.out, JSON.stringify(results));
