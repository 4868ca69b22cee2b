// B1: pages to pixels. From the first request for Observations to the plot of all of them.
import { inFreshPage, openPeer, openProduct } from '../browser.mjs';
import { shuffled } from '../statistics.mjs';

const WAYS_TO_ARRIVE = { memory: (rows) => ({ rows }), http: () => ({}) };

async function product(page, url, rows) {
  await openProduct(page, url);
  const requested = page.waitForRequest(/Observations/).catch(() => null);
  const shown = await page.evaluate(async (count) => {
    const seen = self.benchPages?.seen;
    const isComplete = () => (seen === undefined ? self.benchProduct.isLoaded() : seen.rows >= count);
    return { ...(await self.benchProduct.shown(`/plot?d=bench:${count}&p=all`, isComplete)), seen };
  }, rows);
  const start = shown.seen?.first ?? (await requested).timing().startTime;
  return {
    total: shown.last - start,
    first: shown.first - start,
    raster: shown.raster,
    paints: shown.paints,
    arrived: shown.seen === undefined ? null : shown.seen.last - start,
    requests: shown.seen?.pages ?? null,
  };
}

async function peer(page, url, subject, rows, plot) {
  await openPeer(page, url, subject, plot);
  const shown = await page.evaluate(([id, way]) => self.benchPeer.show(id, way), [rows, subject.way]);
  return { ...shown, first: shown.total };
}

/** Every subject `runs` times in random order; a list of measured runs by subject. */
export async function pixels({ browser, url, plot, subjects, log }, rows, runs, arriving) {
  const results = Object.fromEntries(subjects.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const subject of shuffled(subjects)) {
      const options = { ...WAYS_TO_ARRIVE[arriving](rows), isProduct: subject.isProduct };
      const measured = await inFreshPage(browser, options, (page) =>
        subject.isProduct ? product(page, url, rows) : peer(page, url, subject, rows, plot),
      );
      results[subject.name].push(measured);
      log(`B1 ${rows} ${arriving} run ${run + 1}: ${subject.name} ${measured.total.toFixed(1)} ms`);
    }
  }
  return results;
}
