// What a first visitor of a page of a site or network meets on a slow line and a slow phone: largest paint, layout shifts, when
// the app has taken over, bytes. Called by `cargo xtask bench --only site`, which serves the pages, with a file that names
// them and the browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { start } from './browser.mjs';
import { slowed } from './measure/startup.mjs';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const VIEWPORTS = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
];
const PATIENCE_MS = 120_000;
/** What comes last may still shift what is there. */
const SETTLED_MS = 3_000;

/** Runs in the page, before anything of it. */
function watch() {
  self.seen = { lcp: 0, element: '', shift: 0, shifts: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      self.seen.lcp = entry.startTime;
      self.seen.element = `${entry.element?.tagName ?? ''}.${entry.element?.className ?? ''}`;
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) {
        self.seen.shift += entry.value;
        const moved = entry.sources.map(({ node }) => `${node?.nodeName ?? ''}.${node?.className ?? ''}`);
        self.seen.shifts.push(`${entry.value.toFixed(4)} at ${entry.startTime.toFixed(0)} ms: ${moved.join(' ')}`);
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** What only the app's own page has, not the text that is sent before it. */
function ofTheApp(page, path) {
  return path.startsWith('/sites/')
    ? page.getByRole('button', { name: 'Copy citation' })
    : page.getByRole('list', { name: 'Sites by status' });
}

async function visit(browser, path, viewport) {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    const sent = await slowed(page, context);
    await page.addInitScript(watch);
    await page.goto(config.url + path, { waitUntil: 'commit', timeout: PATIENCE_MS });
    await ofTheApp(page, path).waitFor({ timeout: PATIENCE_MS });
    const ready = await page.evaluate(() => performance.now());
    await page.waitForLoadState('networkidle', { timeout: PATIENCE_MS });
    await page.waitForTimeout(SETTLED_MS);
    const seen = await page.evaluate(() => self.seen);
    return { width: viewport.width, ...seen, ready, ...sent };
  } finally {
    await context.close();
  }
}

const browser = await start(config.chromium);
const results = { version: browser.version(), load: loadavg()[0], visits: {} };
try {
  for (const [name, path] of Object.entries(config.pages)) {
    results.visits[name] = [];
    for (const viewport of VIEWPORTS) {
      for (let run = 0; run < config.runs; run += 1) {
        const seen = await visit(browser, path, viewport);
        results.visits[name].push(seen);
        process.stderr.write(
          `${path} ${viewport.width} px: LCP ${seen.lcp.toFixed(0)} ms (${seen.element}), CLS ${seen.shift.toFixed(4)}, ` +
            `app ${seen.ready.toFixed(0)} ms, ${(seen.bytes / 1e3).toFixed(0)} kB\n`,
        );
        for (const shift of seen.shifts) process.stderr.write(`    shift ${shift}\n`);
      }
    }
  }
} finally {
  await browser.close();
}
writeFileSync(config.out, JSON.stringify(results));
