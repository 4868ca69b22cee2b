// Measures the map beside Leaflet.markercluster and OpenLayers' WebGL points on the same sites.
// Called by `cargo xtask bench --only map` with a file that names app, libraries, browser and sites.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { inFreshPage, start } from './browser.mjs';
import { serve } from './server.mjs';
import { shuffled } from './statistics.mjs';
import { scriptByFrame } from './trace.mjs';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const wanted = (part) => config.parts.length === 0 || config.parts.includes(part);
const log = (text) => process.stderr.write(`${text}\n`);
/** The middle of the States, where the sites are dense. */
const VIEW = '/?c=39,-98&z=5';
const PATIENCE_MS = 240_000;
/** Its points are drawn by WebGL, which without a graphics card takes a second for a frame: one run, fewer gestures. */
const SLOW = 'openlayers';

/** Drags and turns of the wheel by a real mouse. */
async function gestures(page, isSlow = false) {
  const { mouse } = page;
  const middle = [980, 480];
  await mouse.move(...middle);
  for (const [dx, dy] of isSlow ? [[-14, 4]] : [[-14, 4], [12, 6]]) {
    await mouse.down();
    for (let step = 1; step <= 30; step += 1) await mouse.move(middle[0] + dx * step, middle[1] + dy * step);
    await mouse.up();
    await page.waitForTimeout(300);
    await mouse.move(...middle);
  }
  for (const dy of isSlow ? [-120, 120] : [-120, -120, -120, 120, 120, 120, 120]) {
    await mouse.wheel(0, dy);
    await page.waitForTimeout(450);
  }
}

async function product(url) {
  return inFreshPage(browser, {}, async (page) => {
    await page.addInitScript(readFileSync(new URL('page/mapwatch.js', import.meta.url), 'utf8'));
    await page.goto(url + VIEW);
    await page.waitForFunction(() => self.benchMap.times.paint > 0, null, { timeout: PATIENCE_MS });
    const first = await page.evaluate(() => self.benchMap.times.paint - self.benchMap.times.data);
    await page.waitForTimeout(1_500);
    const frames = await scriptByFrame(browser, page, () => gestures(page));
    return { first, frames };
  });
}

async function peer(url, library) {
  return inFreshPage(browser, {}, async (page) => {
    await page.goto(`${url}/bench/page/map.html?library=${library}`);
    await page.waitForFunction(() => document.title === 'ready', null, { timeout: PATIENCE_MS });
    const first = await page.evaluate(() => self.benchMapTook);
    await page.waitForTimeout(500);
    const frames = await scriptByFrame(browser, page, () => gestures(page, library === SLOW));
    return { first, frames };
  });
}

const browser = await start(config.chromium);
const results = { version: browser.version(), load: loadavg()[0], sites: config.real.sites, runs: {} };
try {
  const real = await serve({ app: config.app, libraries: config.libraries, bodies: config.real.bodies, special: {} });
  for (let run = 0; run < config.runs; run += 1) {
    const subjects = ['gagehouse', 'markercluster', SLOW].filter((subject) => subject !== SLOW || run === 0);
    for (const subject of shuffled(subjects.filter(wanted))) {
      const measured = await (subject === 'gagehouse' ? product(real.url) : peer(real.url, subject));
      (results.runs[subject] ??= []).push(measured);
      log(`map run ${run + 1}: ${subject}, first paint ${measured.first.toFixed(0)} ms, ${measured.frames.length} frames`);
    }
  }
  await real.stop();
  if (wanted('many')) {
    const many = await serve({ app: config.app, libraries: config.libraries, bodies: config.many.bodies, special: {} });
    results.many = { sites: config.many.sites, ...(await product(many.url)) };
    log(`map: ${config.many.sites} sites, first paint ${results.many.first.toFixed(0)} ms`);
    await many.stop();
  }
} finally {
  await browser.close();
}
writeFileSync(join(config.out, 'map.json'), JSON.stringify(results, null, 1));
