import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test';
import { CatalogPage } from '../pages/catalog';
import { MapPage } from '../pages/map';
import { PlotPage } from '../pages/plot';
import { Shell } from '../pages/shell';

const SITE = 'Tansel River at Copper Bridge';

/** Names, without their hashes, of the chunks that a page asks for from now on. */
function chunks(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => {
    const name = /\/chunks\/(.+)-[0-9a-f]{16}\.wasm$/.exec(request.url())?.[1];
    if (name !== undefined) {
      names.push(name);
    }
  });
  return names;
}

test('the map loads no code of other pages; each page fetches its own when it is first shown', async ({ page }) => {
  const asked = chunks(page);
  const shell = new Shell(page);
  await shell.open('/');
  const map = new MapPage(page);
  await expect(map.row(SITE)).toBeVisible();
  await shell.settled();
  expect(asked).toEqual([]);
  await map.row(SITE).click();
  await expect(map.card(SITE)).toBeVisible();
  expect(asked).toContain('explore');
  expect(asked).not.toContain('catalog');
  expect(asked).not.toContain('sites');

  await shell.link('Catalog').click();
  const catalog = new CatalogPage(page);
  await expect(catalog.count).toBeVisible();
  expect(asked).toContain('catalog');
  expect(asked).not.toContain('plot');

  await map.page.goBack();
  await expect(map.card(SITE)).toBeVisible();
  await map.card(SITE).getByRole('link', { name: 'Plot' }).click();
  await new PlotPage(page).loaded();
  expect(asked).toContain('plot');
  expect(new Set(asked).size, 'no chunk is fetched twice').toBe(asked.length);
});

test('the focus stays at the heading while a page is fetched', async ({ page }) => {
  await page.route('**/chunks/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  const shell = new Shell(page);
  await shell.open('/');
  await shell.link('Catalog').click();
  await expect(page.getByText('Loading the page')).toBeVisible();
  await expect(shell.heading).toBeFocused();
  await expect(new CatalogPage(page).count).toBeVisible();
  await expect(shell.heading).toHaveText('Catalog');
  await expect(shell.heading).toBeFocused();
});

test.describe('when the code of a page does not come', () => {
  test.use({ tolerated: /ERR_CONNECTION_REFUSED|Failed to fetch/ });

  test('the page says so, the others work, and trying again brings it', async ({ page }) => {
    const shell = new Shell(page);
    await shell.open('/');
    await page.route('**/chunks/*', (route) => route.abort('connectionrefused'));
    await shell.link('About').click();
    await expect(page.getByRole('alert')).toContainText('This page could not be loaded');
    await shell.link('Map').click();
    await expect(new MapPage(page).row(SITE)).toBeVisible();
    await shell.link('About').click();
    await page.unroute('**/chunks/*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('alert')).toBeHidden();
    await expect(shell.heading).toHaveText(/About/);
    await expect(shell.crash).toBeHidden();
  });
});
