import { expect, test } from '../harness/test';
import { allPlaces, ERRORS_OF_PLACES, openPlace } from '../pages/all';

// A window of 1280 px at 400 % zoom.
test.use({ viewport: { width: 320, height: 256 }, tolerated: ERRORS_OF_PLACES });

test('at 400 % zoom no page has to be scrolled sideways', async ({ page, request }) => {
  test.setTimeout(180_000);
  for (const place of await allPlaces(request)) {
    await openPlace(page, place);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(wide, place.name).toBeLessThanOrEqual(320);
  }
});
