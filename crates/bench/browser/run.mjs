// Measures Gagehouse beside its peers in one Chromium and writes what was measured as JSON.
// Called by `cargo xtask bench --only browser` with a file that names app, libraries, browser and sizes.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { inFreshPage, openProduct, start } from './browser.mjs';
import { arrival, constants } from './measure/constants.mjs';
import { correctness } from './measure/correctness.mjs';
import { frames } from './measure/frames.mjs';
import { many } from './measure/many.mjs';
import { memory } from './measure/memory.mjs';
import { pixels } from './measure/pixels.mjs';
import { startup } from './measure/startup.mjs';
import { serve } from './server.mjs';
import { GAGEHOUSE, PEERS, SUBJECTS } from './subjects.mjs';
import { hardRows } from './hard.mjs';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const log = (text) => process.stderr.write(`${text}\n`);

/** The loop that stands for the least work of reading, assembled now. */
function scanLoop() {
  const out = join(config.out, 'scan.wasm');
  execFileSync(config.wasmAs, [new URL('page/scan.wat', import.meta.url).pathname, '-o', out]);
  return readFileSync(out);
}

const hard = hardRows();
const server = await serve({
  app: config.app,
  libraries: config.libraries,
  bodies: { ...config.catalog, '/bench/scan.wasm': scanLoop() },
  special: { hard: hard.answer },
});
const browser = await start(config.chromium);
const results = { version: browser.version(), load: loadavg()[0], sizes: {} };
try {
  const { url } = server;
  // The peers draw in as many pixels as Gagehouse's plot has.
  const plot = await inFreshPage(browser, { rows: 2_000, isProduct: true }, async (page) => {
    await openProduct(page, url);
    return page.evaluate(async () => {
      const { seen } = self.benchPages;
      await self.benchProduct.shown('/plot?d=bench:2000&p=all', () => seen.rows >= 2_000);
      return self.benchProduct.area();
    });
  });
  const keep = (name, bytes) => writeFileSync(join(config.out, name), bytes);
  const common = { browser, url, plot, log, keep };
  const wanted = (part) => config.parts.length === 0 || config.parts.includes(part);
  results.plot = { width: plot.width, height: plot.height };
  results.constants = await constants(common);
  if (wanted('correctness')) {
    results.correctness = await correctness({ ...common, subjects: SUBJECTS }, hard);
  }
  if (wanted('startup')) {
    results.startup = await startup({ ...common, subjects: PEERS }, config.startupRows, config.startupRuns);
  }
  if (wanted('many')) results.many = await many(common, config.many, config.manyRows);
  for (const { rows, runs, httpRuns, frameRuns, hasMemory } of config.sizes) {
    const subjects = SUBJECTS.filter(({ most }) => rows <= most);
    const few = subjects.filter(({ name }) => [GAGEHOUSE.name, 'json_uplot', 'scan_uplot'].includes(name));
    const drawn = subjects.filter(({ name }) => name !== 'scan_uplot');
    const size = {};
    if (wanted('pixels')) {
      size.arrival = await arrival(common, rows);
      size.memory = await pixels({ ...common, subjects }, rows, runs, 'memory');
      size.http = await pixels({ ...common, subjects: few }, rows, httpRuns, 'http');
    }
    if (wanted('frames') && frameRuns > 0) {
      const moved = subjects.filter(({ hasFrames }) => hasFrames === true);
      size.frames = await frames({ ...common, subjects: moved }, rows, frameRuns);
    }
    if (wanted('memory') && hasMemory) {
      size.bytes = await memory({ ...common, subjects: drawn }, rows);
    }
    results.sizes[rows] = size;
  }
} finally {
  await browser.close();
  await server.stop();
}
writeFileSync(join(config.out, 'browser.json'), JSON.stringify(results, null, 1));
