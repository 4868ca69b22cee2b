import { expect, test } from '../harness/test';
import { Sidecar } from '../harness/sidecar';
import { Shell } from '../pages/shell';

// Nothing listens at port 9 of a machine that does not offer the discard service.
const settings = `
[[source]]
key = "down"
kind = "sensorthings"
url = "http://127.0.0.1:9/v1.1"
name = "An agency that is down"
`;

test('a source that cannot be reached is told on every page, and the rest works', async ({ page }) => {
  const sidecar = await Sidecar.start({ name: 'source-down', demo: true, settings });
  try {
    const shell = new Shell(page);
    await shell.open(`${sidecar.url}/catalog`);
    // The harvest runs beside the first visits: the message comes with the next load after it failed.
    await expect(async () => {
      await page.reload();
      await expect(page.getByText('Harvest failed.')).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(page.getByText(/Nothing could be read from An agency that is down so far/)).toBeVisible();
    await shell.link('About').click();
    await expect(page.getByRole('main')).toContainText('An agency that is down');
    await expect(shell.crash).toBeHidden();
  } finally {
    await sidecar.stop();
  }
});

test.describe('when the sidecar goes away', () => {
  test.use({ tolerated: /ERR_CONNECTION_REFUSED|Failed to fetch/ });

  test('the page says what failed and how to go on, and works again afterwards', async ({ page }) => {
    const shell = new Shell(page);
    await page.route('**/api/v1/catalog*', (route) => route.abort('connectionrefused'));
    await shell.open('/catalog');
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(shell.crash).toBeHidden();
    await page.unroute('**/api/v1/catalog*');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await expect(page.getByRole('alert')).toBeHidden();
  });
});
