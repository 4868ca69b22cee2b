import { expect, listen, test } from '../harness/test';
import { Shell } from '../pages/shell';

test('two tabs of one browser do not disturb each other', async ({ page, context }) => {
  const other = await context.newPage();
  const complaints = listen(other);
  await Promise.all([new Shell(page).open('/catalog?q=water'), new Shell(other).open('/about')]);
  await new Shell(other).theme.click();
  await new Shell(page).link('Map').click();
  await new Shell(other).link('Catalog').click();
  await expect(new Shell(page).heading).toHaveText('Map of sites');
  await expect(new Shell(other).heading).toHaveText('Catalog');
  await expect(other).toHaveURL(/\/catalog$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/catalog\?q=water$/);
  await expect(new Shell(other).heading).toHaveText('Catalog');
  expect(complaints).toEqual([]);
});
