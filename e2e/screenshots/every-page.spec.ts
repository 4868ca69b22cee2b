// Not a test: `cargo xtask screenshots` writes a picture of every page for people to look at.
import { join } from 'node:path';
import { test } from '../harness/test';
import { allPlaces, ERRORS_OF_PLACES, openPlace } from '../pages/all';

test.use({ tolerated: ERRORS_OF_PLACES });

const folder = process.env.GAGEHOUSE_SCREENSHOTS ?? '.';

for (const width of [390, 820, 1440]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every page at ${width} px in ${colorScheme} colours`, async ({ page, request }) => {
      test.setTimeout(180_000);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
      for (const place of await allPlaces(request)) {
        await openPlace(page, place);
        const file = `${place.name.replaceAll(' ', '-')}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, file), fullPage: true });
      }
    });
  }
}
