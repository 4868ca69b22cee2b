// A plot of many series that is moved: small steps to and fro at the widest window.
import { inFreshPage, openProduct } from '../browser.mjs';

const STEPS = 120;
const SHARE = 0.01;

/** The steps of one run. */
export async function many({ browser, url, log }, count, rows) {
  const names = Array.from({ length: count }, (_, number) => `d=bench:many-${number + 1}`);
  return inFreshPage(browser, { rows, isProduct: true }, async (page) => {
    await openProduct(page, url);
    const steps = await page.evaluate(
      async ({ address, all, count, share }) => {
        const { seen } = self.benchPages;
        await self.benchProduct.shown(address, () => seen.rows >= all);
        const { step } = self.bench;
        const { zoom, pan } = self.benchProduct;
        await step(() => zoom(0.7));
        const steps = [];
        for (let number = 0; number < count; number += 1) {
          steps.push(await step(() => pan(number % 20 < 10 ? share : -share)));
        }
        return steps;
      },
      { address: `/plot?${names.join('&')}&p=all`, all: count * rows, count: STEPS, share: SHARE },
    );
    log(`${count} series of ${rows}: ${steps.length} steps`);
    return steps;
  });
}
