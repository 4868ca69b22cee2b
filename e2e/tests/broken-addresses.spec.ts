import { expect, test } from '../harness/test';
import { Shell } from '../pages/shell';

// The sidecar answers 404 for a site that is not there, which the browser reports on its console.
test.use({ tolerated: /status of 404/ });

const addresses = [
  '/plot?d=nonsense',
  '/plot?d=nowhere:1',
  '/plot?d=local:999999999',
  '/plot?d=local:1&from=yesterday&to=%00',
  '/plot?d=local:1&from=2030-01-01T00:00:00Z&to=2020-01-01T00:00:00Z',
  '/plot?d=local:1&p=P0D&tz=Mars%2FOlympus',
  '/plot?d=&d=&d=%F0%9F%92%A7',
  `/plot?${'d=local:1&'.repeat(200)}`,
  '/catalog?f.nothing=x&f.=&q=%22%3Cscript%3E',
  '/catalog?q=' + 'a'.repeat(2_000),
  '/?c=north,west&z=1e9',
  '/?c=91,181&z=-3',
  '/sites/local/no-such-site',
  '/sites/nowhere/%2F..%2F',
  '/networks/local/no-such-network',
  '/sites/local/%E0%A4%A',
];

for (const address of addresses) {
  test(`a broken address shows a page, not a crash: ${address.slice(0, 60)}`, async ({ page }) => {
    const shell = new Shell(page);
    await page.goto(address);
    await expect(shell.heading).toBeVisible();
    await shell.settled();
    await expect(shell.crash).toBeHidden();
  });
}

test('a plot of a series that does not exist says so', async ({ page }) => {
  const shell = new Shell(page);
  await shell.open('/plot?d=local:999999999');
  await shell.settled();
  await expect(page.getByRole('main')).toContainText(/local:999999999/);
});

for (const address of ['/?zoom=3', '/catalog?zoom=3', '/plot?zoom=3']) {
  test(`a parameter that does not exist is named: ${address}`, async ({ page }) => {
    const shell = new Shell(page);
    await shell.open(address);
    await expect(page.getByText(/^zoom=3: .* no such parameter$/)).toBeVisible();
  });
}

for (const path of ['/', '/catalog', '/plot']) {
  test(`what a mail program or another site adds to a link is passed over: ${path}`, async ({ page }) => {
    const shell = new Shell(page);
    await shell.open(`${path}?utm_source=letter&fbclid=IwAR0&zoom=3`);
    await expect(page.getByText(/^zoom=3: /)).toBeVisible();
    await expect(page.getByText(/utm_source|fbclid/)).toBeHidden();
  });
}

test('an unreadable window says so and still shows a plot page', async ({ page }) => {
  const shell = new Shell(page);
  await shell.open('/plot?d=local:1&from=yesterday');
  await expect(page.getByRole('main')).toContainText(/yesterday/);
});
