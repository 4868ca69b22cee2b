// Every state that a site can be in is told honestly: in words, by script and without, and axe finds nothing in any.
import { Agency } from '../harness/agency';
import { violations } from '../harness/axe';
import { Sidecar } from '../harness/sidecar';
import { expect, test } from '../harness/test';
import { SitePage } from '../pages/site';

/** What the page says of the site, and its card of the value. */
const STATES: [code: string, page: RegExp, card: RegExp][] = [
  ['LIVE', /Live\. Data arrive as expected/, /1\.\d+\sm above local gage datum/],
  ['LATE', /Late\. New data have been overdue since \d{4}-\d\d-\d\d \d\d:\d\d UTC−07:00, \d hours ago/, /Late since \d{4}-/],
  ['STALE', /Stale\. No new data have come for long: overdue since \d{4}-/, /Stale since \d{4}-/],
  ['SEASONAL', /Out of season\. It rests for a part of the year/, /Out of season/],
  ['SUSPECT', /Clock suspect\. The newest value lies in the future/, /Clock suspect/],
  ['ENDED', /Ended\. The record has ended; its data remain\..*\d+ (months|years) ago/, /Ended/],
  ['NEVER', /No data yet\. No data have come yet\./, /no data yet/],
  ['HIDDEN', /Live\./, /hidden by its owner/],
];

let agency: Agency;
let sidecar: Sidecar;

test.beforeAll(async () => {
  agency = await Agency.start();
  sidecar = await Sidecar.start({ name: 'site-states', settings: agency.settings });
  const sites = async (): Promise<number> =>
    ((await (await fetch(`${sidecar.url}/api/v1/sites`)).json()) as unknown[]).length;
  await expect.poll(sites, { timeout: 30_000 }).toBe(STATES.length);
});

test.afterAll(async () => {
  await sidecar.stop();
  await agency.stop();
});

for (const [code, page_, card_] of STATES) {
  test(`${code.toLowerCase()} is told in words, and axe finds nothing`, async ({ page }) => {
    const site = new SitePage(page);
    await site.open(`${sidecar.url}/sites/agency/${code}`);
    await expect(site.conditions).toContainText(page_);
    await expect(site.card('Stage')).toContainText(card_);
    await page.waitForLoadState('networkidle');
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page), 'dark').toEqual([]);
  });
}

test('photos of the agency are shown, its documents linked, its neighbours along the river named', async ({ page }) => {
  const site = new SitePage(page);
  await site.open(`${sidecar.url}/sites/agency/LIVE`);
  const files = page.getByRole('region', { name: 'Documents and photos' });
  const photo = files.getByRole('img', { name: 'Photo of Gage that is live: gage from the bridge' });
  await photo.scrollIntoViewIfNeeded();
  await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await expect(files.getByRole('link', { name: 'rating table.pdf' })).toBeVisible();
  await expect(site.nearby.getByRole('listitem').filter({ hasText: 'late' })).toContainText(/upstream/);
  await expect(site.nearby.getByRole('listitem').filter({ hasText: 'stale' })).toContainText(/downstream/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('each state can be read', async ({ page }) => {
    for (const [code, page_, card_] of STATES) {
      await page.goto(`${sidecar.url}/sites/agency/${code}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Gage that is ${code.toLowerCase()}`);
      const conditions = page.getByRole('region', { name: 'Current conditions' });
      await expect(conditions).toContainText(page_);
      await expect(conditions.getByRole('listitem')).toContainText(card_);
    }
    await page.goto(`${sidecar.url}/networks/agency/agency`);
    await expect(page.getByRole('row', { name: /Gage that is suspect/ })).toContainText('Clock suspect');
  });
});

test.describe('when the connection is gone', () => {
  test.use({ tolerated: /ERR_INTERNET_DISCONNECTED|Failed to fetch/ });

  test('an open page keeps what it shows, with the age of its data', async ({ page, context }) => {
    await page.clock.install();
    const site = new SitePage(page);
    await site.open(`${sidecar.url}/sites/agency/LIVE`);
    await expect(site.card('Stage')).toContainText(/1\.\d+\sm/);
    await context.setOffline(true);
    await page.clock.fastForward(40 * 60_000);
    await expect(site.card('Stage')).toContainText(/1\.\d+\sm/);
    await expect(site.conditions).toContainText(/Checked 40 minutes ago/);
    await expect(page.getByText(/Not refreshed\. The catalog shown was loaded earlier/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await context.setOffline(false);
  });
});

test.describe('when the source is gone', () => {
  test.use({ tolerated: /ERR_CONNECTION_REFUSED|Failed to fetch/ });
  test.describe.configure({ mode: 'serial' });

  test('the site shows what was found last, since when, and how to go on', async ({ page }) => {
    await agency.stop();
    await sidecar.harvest('agency');
    const site = new SitePage(page);
    await site.open(`${sidecar.url}/sites/agency/LATE`);
    await expect(page.getByText(/The last harvest of Agency of Made-up Waters failed \(.+\)\. What is shown was found at \d{4}-/)).toBeVisible();
    await expect(site.conditions).toContainText(/Late\./);
    await expect(site.card('Stage')).toContainText(/1\.\d+\sm.*(could not be read|could not be reached)/);
    expect(await violations(page)).toEqual([]);
  });
});
