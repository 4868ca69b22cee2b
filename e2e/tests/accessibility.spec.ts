import { violations } from '../harness/axe';
import { expect, test } from '../harness/test';
import { allPlaces, ERRORS_OF_PLACES, openPlace } from '../pages/all';

test.use({ tolerated: ERRORS_OF_PLACES });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page in ${colorScheme} colours`, async ({ page, request }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: Record<string, string[]> = {};
    for (const place of await allPlaces(request)) {
      await openPlace(page, place);
      const here = await violations(page);
      if (here.length > 0) {
        found[place.name] = here;
      }
    }
    expect(found).toEqual({});
  });
}
