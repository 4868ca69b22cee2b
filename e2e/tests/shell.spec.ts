import { expect, test } from '../harness/test';
import { allPlaces, openPlace } from '../pages/all';
import { Shell } from '../pages/shell';

test('the links at the top lead to each page and mark the one shown', async ({ page }) => {
  const shell = new Shell(page);
  await shell.open('/');
  for (const name of ['Catalog', 'Plot', 'About', 'Map']) {
    await shell.link(name).click();
    await expect(shell.link(name)).toHaveAttribute('aria-current', 'page');
    await expect(shell.heading).toBeVisible();
    await expect(page).toHaveTitle(/Gagehouse/);
  }
});

test.describe('an address that is no page', () => {
  // The browser reports the answer's status on its console.
  test.use({ tolerated: /status of 404/ });

  test('says so and leads on', async ({ page }) => {
    const shell = new Shell(page);
    const answer = await page.goto('/no-such-page');
    expect(answer?.status()).toBe(404);
    await expect(shell.heading).toContainText(/not found/i);
    await page.getByRole('main').getByRole('link', { name: /map/i }).click();
    await expect(shell.heading).toHaveText('Map of sites');
  });
});

test('a chosen theme is kept when the page is opened again', async ({ page }) => {
  const shell = new Shell(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await shell.open('/about');
  const background = () =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await shell.theme.click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  await shell.heading.waitFor();
  expect(await background()).toBe(dark);
});

test('the first stop of the keyboard leads past the navigation', async ({ page }) => {
  await new Shell(page).open('/about');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /skip/i })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('synthetic data is marked on every page that shows it', async ({ page, request }) => {
  const showing = ['map', 'catalog', 'plot', 'network'];
  for (const place of await allPlaces(request)) {
    if (showing.includes(place.name)) {
      await openPlace(page, place);
      await expect(page.getByText('Synthetic data.')).toBeVisible();
    }
  }
});
