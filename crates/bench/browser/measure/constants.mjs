// The constants of the limit, measured in the same browser as everything else.
import { inFreshPage } from '../browser.mjs';

async function opened(page, url) {
  await page.goto(`${url}/bench/page/constants.html`);
  await page.waitForFunction(() => document.title === 'ready');
}

/** Rates in bytes a millisecond and times in milliseconds; `plot` is the size of the plot. */
export async function constants({ browser, url, plot }) {
  return inFreshPage(browser, {}, async (page) => {
    await opened(page, url);
    return page.evaluate(async ({ width, height }) => {
      const { copyRate, scanRate, columnTime, axesTime } = self.benchConstants;
      return {
        copy: await copyRate(),
        scan: await scanRate(),
        column: await columnTime(width, height),
        axes: await axesTime(width, height),
      };
    }, plot);
  });
}

/** How long the pages of so many rows take to arrive, from memory and from the stand-in. */
export async function arrival({ browser, url }, rows) {
  const of = (options) =>
    inFreshPage(browser, options, async (page) => {
      await opened(page, url);
      return page.evaluate((count) => self.benchConstants.arrivalTime(count), rows);
    });
  return { memory: await of({ rows }), http: await of({}) };
}
