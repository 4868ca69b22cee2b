// B8: what is sent before the first plot, and how long it takes on a slow machine and line with a cold cache.
import { inFreshPage, gotoPeer } from '../browser.mjs';

/** 1.6 Mbit/s down, 150 ms, a processor at a quarter of its speed. */
const LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const SLOWDOWN = 4;

export async function slowed(page, context) {
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', LINE);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  const sent = { bytes: 0, requests: 0 };
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    sent.bytes += encodedDataLength;
    sent.requests += 1;
  });
  return sent;
}

const SUBJECTS = {
  /** The public page: the map with its sites, ready for the pointer. */
  gagehouse_map: async (page, url) => {
    await page.goto(`${url}/`, { waitUntil: 'commit' });
    await page.getByRole('searchbox').or(page.getByRole('combobox')).first().waitFor();
    await page.locator('.leaflet-container canvas').first().waitFor();
    return page.evaluate(() => performance.now());
  },
  gagehouse_plot: async (page, url, rows) => {
    await page.goto(`${url}/plot?d=bench:${rows}&p=all`, { waitUntil: 'commit' });
    return page.evaluate(async () => {
      const shown = await self.benchProduct.shown(null, self.benchProduct.isLoaded);
      return shown.last - performance.timeOrigin;
    });
  },
};

function peer(subject) {
  return async (page, url, rows, plot) => {
    await gotoPeer(page, url, subject, plot);
    await page.evaluate(([id, way]) => self.benchPeer.show(id, way), [rows, subject.way]);
    return page.evaluate(() => performance.now());
  };
}

/** Bytes and times of the map, and of a plot of a few observations beside the peers'. */
export async function startup({ browser, url, plot, subjects, log }, rows, runs) {
  const plots = subjects.filter(({ isProduct }) => !isProduct).map((subject) => [subject.name, peer(subject)]);
  const results = {};
  for (const [name, open] of [...Object.entries(SUBJECTS), ...plots]) {
    results[name] = [];
    for (let run = 0; run < runs; run += 1) {
      const isProduct = name.startsWith('gagehouse');
      const measured = await inFreshPage(browser, { isProduct }, async (page, context) => {
        const sent = await slowed(page, context);
        const took = await open(page, url, rows, plot);
        return { took, ...sent };
      });
      results[name].push(measured);
      log(`B8 ${name}: ${measured.took.toFixed(0)} ms, ${(measured.bytes / 1e3).toFixed(0)} kB`);
    }
  }
  return results;
}
