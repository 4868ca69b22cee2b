import { expect, test } from '../harness/test';
import { CatalogPage } from '../pages/catalog';
import { MapPage } from '../pages/map';
import { PlotPage } from '../pages/plot';
import { Shell } from '../pages/shell';

const SITE = 'Tansel River at Copper Bridge';

test('Back and Forward walk from map to plot and back, each page as it was left', async ({ page }) => {
  const shell = new Shell(page);
  await shell.open('/');
  const map = new MapPage(page);
  await map.row(SITE).click();
  await map.card(SITE).getByRole('link', { name: 'Catalog' }).click();
  const catalog = new CatalogPage(page);
  await expect(catalog.row('pH', '0')).toBeVisible();
  const catalogAddress = page.url();
  await catalog.select('pH', '0');
  await catalog.plotSelected.click();
  const plot = new PlotPage(page);
  await plot.loaded();
  const plotAddress = page.url();

  await page.goBack();
  await expect(catalog.row('pH', '0').getByRole('checkbox')).toBeChecked();
  await page.goBack();
  await expect(map.card(SITE)).toBeVisible();
  await page.goForward();
  await expect(catalog.row('pH', '0')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('f.site')).toBe(
    new URL(catalogAddress).searchParams.get('f.site'),
  );
  await page.goForward();
  await plot.loaded();
  expect(page.url()).toBe(plotAddress);
});

test('a filter is a step of its own for Back', async ({ page }) => {
  await new Shell(page).open('/catalog');
  const catalog = new CatalogPage(page);
  const before = await catalog.count.innerText();
  await (await catalog.facet('Processing level')).getByRole('checkbox').first().check();
  await expect(page).toHaveURL(/f\.level=/);
  await expect(catalog.count).not.toHaveText(before);
  await page.goBack();
  await expect(catalog.count).toHaveText(before);
});
