import { violations } from '../harness/axe';
import { expect, test } from '../harness/test';
import { allPlaces } from '../pages/all';
import { Shell } from '../pages/shell';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page in ${colorScheme} colours`, async ({ page, request }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const shell = new Shell(page);
    const found: Record<string, string[]> = {};
    for (const { name, address } of await allPlaces(request)) {
      await shell.open(address);
      await shell.settled();
      const here = await violations(page);
      if (here.length > 0) {
        found[name] = here;
      }
    }
    expect(found).toEqual({});
  });
}
