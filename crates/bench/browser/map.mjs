// Measures the map beside Leaflet.markercluster and OpenLayers' WebGL points on the same sites.
// Called by `cargo xtask bench --only map` with a file that names app, libraries, browser and sites.
//
// Each part has its time. WebGL without a graphics card may take a second for a frame: gestures end when theirs is over, no
// other run of that subject begins then, and the table says so. A page that fails, or draws nothing in its time, is not waited
// for, and the table says why.
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
/** For the first picture, for the gestures of a run, for all runs of a subject. */
const FIRST_MS = 60_000;
const GESTURES_MS = 20_000;
const SUBJECT_MS = 60_000;

const GESTURES = [
  ...[[-14, 4], [12, 6]].flatMap(drag),
  ...[-120, -120, -120, 120, 120, 120, 120].map((dy) => async ({ mouse }) => mouse.wheel(0, dy).then(() => pause(450))),
];

/** The moves of a drag by a real mouse. */
function drag([dx, dy]) {
  const middle = [980, 480];
  const moves = Array.from({ length: 30 }, (_, at) => async ({ mouse }) => mouse.move(middle[0] + dx * (at + 1), middle[1] + dy * (at + 1)));
  return [
    async ({ mouse }) => mouse.move(...middle).then(() => mouse.down()),
    ...moves,
    async ({ mouse }) => mouse.up().then(() => pause(300)),
    async ({ mouse }) => mouse.move(...middle),
  ];
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Drags and turns of the wheel, as many as there is time for; the share that was made. */
async function gestures(page) {
  const end = performance.now() + GESTURES_MS;
  let made = 0;
  for (const gesture of GESTURES) {
    if (performance.now() > end) break;
    await gesture(page);
    made += 1;
  }
  await page.mouse.up();
  return made / GESTURES.length;
}

/** Waits for the first picture, or until the page fails. */
async function firstPicture(page, isThere) {
  const failed = new Promise((_, reject) => page.once('pageerror', reject));
  await Promise.race([page.waitForFunction(isThere, null, { timeout: FIRST_MS }), failed]);
}

async function acted(page, first) {
  let share = 0;
  const frames = await scriptByFrame(browser, page, async () => {
    share = await gestures(page);
  });
  return { first, frames, share };
}

async function product(url) {
  return inFreshPage(browser, {}, async (page) => {
    await page.addInitScript(readFileSync(new URL('page/mapwatch.js', import.meta.url), 'utf8'));
    const there = firstPicture(page, () => self.benchMap?.times.paint > 0);
    await Promise.all([page.goto(url + VIEW), there]);
    const first = await page.evaluate(() => self.benchMap.times.paint - self.benchMap.times.data);
    await pause(1_500);
    return acted(page, first);
  });
}

async function peer(url, library) {
  return inFreshPage(browser, {}, async (page) => {
    const there = firstPicture(page, () => document.title === 'ready');
    await Promise.all([page.goto(`${url}/bench/page/map.html?library=${library}`), there]);
    const first = await page.evaluate(() => self.benchMapTook);
    await pause(500);
    return acted(page, first);
  });
}

const browser = await start(config.chromium);
const results = { version: browser.version(), load: loadavg()[0], sites: config.real.sites, runs: {}, failed: {} };
const used = {};

/** Runs a subject, or tells why it could not be. */
async function measured(subject, run) {
  const begin = performance.now();
  try {
    const measured = await run();
    const took = performance.now() - begin;
    log(
      `map: ${subject}, first paint ${measured.first.toFixed(0)} ms, ${measured.frames.length} frames, ` +
        `${(took / 1e3).toFixed(0)} s in all`,
    );
    return measured;
  } catch (error) {
    const [why] = String(error.message).split('\n');
    log(`map: ${subject} could not be measured: ${error.message}`);
    results.failed[subject] = why;
    return null;
  } finally {
    used[subject] = (used[subject] ?? 0) + performance.now() - begin;
  }
}

try {
  const real = await serve({ app: config.app, libraries: config.libraries, bodies: config.real.bodies, special: {} });
  for (let run = 0; run < config.runs; run += 1) {
    for (const subject of shuffled(['gagehouse', 'markercluster', 'openlayers'].filter(wanted))) {
      const runs = results.runs[subject]?.length ?? 0;
      const wouldUse = runs === 0 ? 0 : (used[subject] * (runs + 1)) / runs;
      if (wouldUse > SUBJECT_MS || subject in results.failed) continue;
      const open = () => (subject === 'gagehouse' ? product(real.url) : peer(real.url, subject));
      const one = await measured(subject, open);
      if (one !== null) (results.runs[subject] ??= []).push(one);
    }
  }
  await real.stop();
  if (wanted('many')) {
    const many = await serve({ app: config.app, libraries: config.libraries, bodies: config.many.bodies, special: {} });
    const one = await measured(`${config.many.sites} sites`, () => product(many.url));
    if (one !== null) results.many = { sites: config.many.sites, ...one };
    await many.stop();
  }
} finally {
  await browser.close();
}
writeFileSync(join(config.out, 'map.json'), JSON.stringify(results, null, 1));
