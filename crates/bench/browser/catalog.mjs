// The catalog page with a million datastreams: how long it takes to read them, and from a tick in a facet to the
// rows and counts in the document. Called by `cargo xtask bench --only catalog` with a file that names what it needs.
import { readFileSync, writeFileSync } from 'node:fs';
import { inFreshPage, start } from './browser.mjs';
import { serve } from './server.mjs';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const serving = (bodies) => serve({ app: config.app, libraries: config.libraries, bodies, special: {} });
const server = await serving(config.bodies);
const browser = await start(config.chromium);

/**
 * Ticks and unticks what a person would, in the page itself; each answer is over before the next tick. Milliseconds from the
 * click: `document` to the last change of the document, which has all counts and rows by then; `laid` until the browser has
 * styled and laid them out, which it is made to do there and then; `painted` until the next frame is handed on, for which it
 * has to wait besides.
 */
async function toggles(count) {
  const measured = [];
  const numbers = { state: 7 };
  const roll = (sides) => {
    numbers.state = (Math.imul(numbers.state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (numbers.state >> 8) % sides;
  };
  const rest = () => new Promise((resolve) => setTimeout(resolve, 120));
  for (let run = 0; run < count; run += 1) {
    const boxes = [...document.querySelectorAll('.facet[open] li:not([hidden]) input')];
    const ticked = boxes.filter((box) => box.checked);
    const box = ticked.length > 3 || (ticked.length > 0 && roll(3) === 0) ? ticked[roll(ticked.length)] : boxes[roll(boxes.length)];
    let last = 0;
    const watcher = new MutationObserver(() => {
      last = performance.now();
    });
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    performance.clearMeasures('catalog answer');
    const begin = performance.now();
    box.click();
    for (let turn = 0; turn < 100; turn += 1) await null;
    document.body.getBoundingClientRect();
    const laid = performance.now() - begin;
    await self.bench.nextFrame();
    await self.bench.task();
    const painted = performance.now() - begin;
    await rest();
    watcher.disconnect();
    const [answer] = performance.getEntriesByName('catalog answer');
    if (answer !== undefined) measured.push({ answer: answer.duration, document: last - begin, laid, painted });
  }
  return measured;
}

/** Milliseconds from opening a facet to its values in the document. */
async function opening(name) {
  const summaries = [...document.querySelectorAll('.facet summary')];
  const facet = summaries.find(({ textContent }) => textContent.trim() === name).closest('details');
  let last = 0;
  const watcher = new MutationObserver(() => {
    last = performance.now();
  });
  watcher.observe(facet, { subtree: true, childList: true, characterData: true });
  const begin = performance.now();
  facet.open = true;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  watcher.disconnect();
  return last - begin;
}

const sum = (entries) => entries.reduce((total, { duration }) => total + duration, 0);

try {
  const results = await inFreshPage(browser, {}, async (page) => {
    await page.goto(`${server.url}/catalog`);
    await page.locator('.series-row').first().waitFor();
    // Twelve facets are open, as the bar has it.
    const opened = await page.evaluate(() => {
      const facets = [...document.querySelectorAll('.facet')];
      let open = facets.filter((facet) => facet.open).length;
      for (const facet of facets) {
        if (!facet.open && open < 12) {
          facet.open = true;
          open += 1;
        }
      }
      return open;
    });
    await page.waitForTimeout(1_000);
    await page.evaluate(toggles, 5);
    const measured = await page.evaluate(toggles, config.toggles);
    const of = async (name) =>
      sum(await page.evaluate((name) => performance.getEntriesByName(name).map(({ duration }) => ({ duration })), name));
    return {
      opened,
      toggles: measured,
      decode: await of('catalog decode'),
      build: await of('catalog build'),
      index: await of('catalog index'),
      wasm: await page.evaluate(() => self.bench.wasmBytes()),
    };
  });
  const wideServer = await serving(config.wide);
  results.wide = await inFreshPage(browser, {}, async (page) => {
    await page.goto(`${wideServer.url}/catalog`);
    await page.locator('.series-row').first().waitFor();
    await page.waitForTimeout(1_000);
    return page.evaluate(opening, 'Method');
  });
  await wideServer.stop();
  writeFileSync(config.out, JSON.stringify({ version: browser.version(), ...results }));
} finally {
  await browser.close();
  await server.stop();
}
