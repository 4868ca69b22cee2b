// B3: zoom and pan. Ten times to 0.6 of the window about its 37 %, then sixty moves by 1 %.
import { inFreshPage, openPeer, openProduct } from '../browser.mjs';
import { FIRST_MS, STEP_MS } from '../pages.mjs';
import { shuffled } from '../statistics.mjs';

const ZOOMS = 10;
const FACTOR = 0.6;
const ABOUT = 0.37;
const PANS = 60;
const SHARE = 0.01;

/** The windows of a whole run, in ms of the epoch. */
function windows(rows) {
  let [from, to] = [FIRST_MS, FIRST_MS + (rows - 1) * STEP_MS];
  const steps = [];
  for (let zoom = 0; zoom < ZOOMS; zoom += 1) {
    const about = from + (to - from) * ABOUT;
    [from, to] = [about - (about - from) * FACTOR, about + (to - about) * FACTOR];
    steps.push([from, to]);
  }
  for (let pan = 0; pan < PANS; pan += 1) {
    const by = (to - from) * SHARE;
    [from, to] = [from + by, to + by];
    steps.push([from, to]);
  }
  return steps;
}

/** One zoom and the pans at the widest window, where every step shows nearly all rows. */
function wideWindows(rows) {
  const [first, last] = [FIRST_MS, FIRST_MS + (rows - 1) * STEP_MS];
  const [from, to] = [first + (last - first) * 0.05, first + (last - first) * 0.75];
  const by = (to - from) * SHARE;
  return Array.from({ length: 20 }, (_, step) => [from + step * by, to + step * by]);
}

async function product(page, url, rows) {
  await openProduct(page, url);
  return page.evaluate(
    async ({ rows, zooms, factor, pans, share }) => {
      const { seen } = self.benchPages;
      await self.benchProduct.shown(`/plot?d=bench:${rows}&p=all`, () => seen.rows >= rows);
      const { step, task, nextFrame } = self.bench;
      const { zoom, pan } = self.benchProduct;
      const wide = [];
      await step(() => zoom(0.7));
      for (let number = 0; number < 20; number += 1) {
        wide.push(await step(() => pan(number % 2 === 0 ? share : -share)));
      }
      await step(() => zoom(1 / 0.7));
      const steps = [];
      for (let number = 0; number < zooms; number += 1) steps.push(await step(() => zoom(factor)));
      for (let number = 0; number < pans; number += 1) steps.push(await step(() => pan(share)));
      await task();
      await nextFrame();
      return { steps, wide };
    },
    { rows, zooms: ZOOMS, factor: FACTOR, pans: PANS, share: SHARE },
  );
}

async function peer(page, url, subject, rows, plot) {
  await openPeer(page, url, subject, plot);
  const plan = { rows, ways: { steps: windows(rows), wide: wideWindows(rows) } };
  return page.evaluate(async ({ rows, ways }) => {
    await self.benchPeer.show(rows, 'scan');
    const measured = {};
    for (const [name, windows] of Object.entries(ways)) {
      measured[name] = [];
      for (const [from, to] of windows) {
        measured[name].push(await self.bench.step(() => self.benchPeer.zoom(from, to)));
      }
    }
    return measured;
  }, plan);
}

/** Steps of every subject, `runs` times in random order, put together by subject. */
export async function frames({ browser, url, plot, subjects, log }, rows, runs) {
  const results = Object.fromEntries(subjects.map(({ name }) => [name, { steps: [], wide: [] }]));
  for (let run = 0; run < runs; run += 1) {
    for (const subject of shuffled(subjects)) {
      const measured = await inFreshPage(browser, { rows, isProduct: subject.isProduct }, (page) =>
        subject.isProduct ? product(page, url, rows) : peer(page, url, subject, rows, plot),
      );
      for (const part of ['steps', 'wide']) results[subject.name][part].push(...measured[part]);
      log(`B3 ${rows} run ${run + 1}: ${subject.name}, ${measured.steps.length} steps`);
    }
  }
  return results;
}
