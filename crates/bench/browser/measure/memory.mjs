// B5: memory after everything was loaded and drawn and rubbish was collected.
import { readFile } from 'node:fs/promises';
import { inFreshPage, openPeer, openProduct } from '../browser.mjs';

/** Resident bytes of the largest renderer, which is that of the only page. */
async function rendererBytes(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const sizes = await Promise.all(
    renderers.map(async ({ id }) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
    }),
  );
  return Math.max(...sizes);
}

async function measured(browser, page, context) {
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const heap = await session.send('Runtime.getHeapUsage');
  return {
    heap: heap.usedSize + (heap.backingStorageSize ?? 0),
    wasm: await page.evaluate(() => self.bench.wasmBytes()),
    resident: await rendererBytes(browser),
  };
}

/** Bytes of every subject with nothing, and with so many observations. */
export async function memory({ browser, url, plot, subjects, log }, rows) {
  const results = {};
  for (const subject of subjects) {
    results[subject.name] = await inFreshPage(browser, { isProduct: subject.isProduct }, async (page, context) => {
      if (subject.isProduct) await openProduct(page, url);
      else await openPeer(page, url, subject, plot);
      const empty = await measured(browser, page, context);
      await page.evaluate(
        async ({ rows, way, isProduct }) => {
          if (!isProduct) return void (await self.benchPeer.show(rows, way));
          await self.benchProduct.shown(`/plot?d=bench:${rows}&p=all`, self.benchProduct.isLoaded);
        },
        { rows, way: subject.way, isProduct: subject.isProduct === true },
      );
      return { empty, full: await measured(browser, page, context) };
    });
    log(`B5 ${rows}: ${subject.name}`);
  }
  return results;
}
