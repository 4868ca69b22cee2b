// What a first visitor of a site's page meets on a slow line and a slow phone: largest paint, layout shifts, when the app
// has taken over, bytes. Against a sidecar that serves the release build:
//
//   node crates/bench/browser/site-page.mjs CHROMIUM URL [RUNS], for example
//   node crates/bench/browser/site-page.mjs /usr/bin/chromium http://127.0.0.1:8080/sites/local/TR-30 5
import { start } from './browser.mjs';
import { slowed } from './measure/startup.mjs';

const [chromium, url, runs = '3'] = process.argv.slice(2);

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

const browser = await start(chromium);
const rows = [];
try {
  for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 900 }]) {
    for (let run = 0; run < Number(runs); run += 1) {
      const context = await browser.newContext({ viewport });
      const page = await context.newPage();
      const sent = await slowed(page, context);
      await page.addInitScript(watch);
      await page.goto(url, { waitUntil: 'commit' });
      await page.getByRole('button', { name: 'Copy citation' }).waitFor({ timeout: 120_000 });
      const ready = await page.evaluate(() => performance.now());
      await page.getByRole('img', { name: /24 hours/ }).first().waitFor({ timeout: 120_000 });
      const drawn = await page.evaluate(() => performance.now());
      await page.waitForTimeout(3_000);
      const seen = await page.evaluate(() => self.seen);
      rows.push({ width: viewport.width, ...seen, ready, drawn, ...sent });
      console.log(
        `${viewport.width} px: LCP ${seen.lcp.toFixed(0)} ms (${seen.element}), CLS ${seen.shift.toFixed(4)}, ` +
          `app ${ready.toFixed(0)} ms, first line ${drawn.toFixed(0)} ms, ${(sent.bytes / 1e3).toFixed(0)} kB`,
      );
      seen.shifts.forEach((shift) => console.log(`    shift ${shift}`));
      await context.close();
    }
  }
} finally {
  await browser.close();
}
const median = (of) => rows.map(of).sort((a, b) => a - b)[Math.floor(rows.length / 2)];
console.log(`median LCP ${median(({ lcp }) => lcp).toFixed(0)} ms, CLS ${median(({ shift }) => shift).toFixed(4)}; bars 2500 ms, 0.1`);
