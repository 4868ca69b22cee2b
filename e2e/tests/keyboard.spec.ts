import { expect, test } from '../harness/test';
import { everythingByTab, tabTo } from '../harness/keyboard';
import { allPlaces, ERRORS_OF_PLACES, openPlace } from '../pages/all';
import { CatalogPage } from '../pages/catalog';
import { MapPage } from '../pages/map';
import { PlotPage } from '../pages/plot';
import { Shell } from '../pages/shell';

const SITE = 'Tansel River at Copper Bridge';

test.describe('on every page', () => {
  test.use({ tolerated: ERRORS_OF_PLACES });

  test('Tab alone reaches everything that can be used, and shows where it is', async ({
    page,
    request,
  }) => {
    test.setTimeout(300_000);
    for (const place of await allPlaces(request)) {
      await openPlace(page, place);
      const { unreached, unmarked } = await everythingByTab(page);
      expect(unreached, `not reached on the page ${place.name}`).toEqual([]);
      expect(unmarked, `focus not visible on the page ${place.name}`).toEqual([]);
    }
  });
});

test('from the map to the value of a point without a mouse', async ({ page }) => {
  test.setTimeout(120_000);
  await new Shell(page).open('/');
  const map = new MapPage(page);
  await tabTo(page, map.search);
  await page.keyboard.type('Copper');
  await expect(map.rows).toHaveCount(1);
  await tabTo(page, map.row(SITE));
  await page.keyboard.press('Enter');
  await tabTo(page, map.card(SITE).getByRole('link', { name: 'Catalog' }));
  await page.keyboard.press('Enter');

  const catalog = new CatalogPage(page);
  const series = catalog.row('pH', '0').getByRole('checkbox');
  await tabTo(page, series);
  await page.keyboard.press('Space');
  await expect(series).toBeChecked();
  await tabTo(page, catalog.plotSelected, 'Shift+Tab');
  await page.keyboard.press('Enter');

  const plot = new PlotPage(page);
  await plot.loaded();
  await tabTo(page, plot.surface);
  await page.keyboard.press('End');
  await expect(plot.readings.first()).toHaveText(/\d.*UTC/);
  const last = await plot.readings.first().innerText();
  await page.keyboard.press('ArrowLeft');
  await expect(plot.readings.first()).not.toHaveText(last);
  // What is read stands where a screen reader hears it.
  await expect(page.getByText(/pH, level 0.*: \d.*UTC.*\.$/).last()).toBeAttached();
});
