import { violations } from '../harness/axe';
import { expect, test } from '../harness/test';
import { SitePage } from '../pages/site';

const COPPER = '/sites/local/TR-30';

test('a site says its conditions in words, each variable on a card with its last day', async ({ page }) => {
  const site = new SitePage(page);
  await site.open(COPPER);
  await expect(page).toHaveTitle('Tansel River at Copper Bridge (TR-30) – Gagehouse');
  await expect(site.conditions).toContainText(/Discharge [\d.]+\sm³\/s at [\d: -]+ \(UTC−07:00\), (rising|falling|steady|trend unknown), .+ ago/);
  const stage = site.card('Stage');
  await expect(stage).toContainText(/[\d.]+\sm above local gage datum/);
  await expect(stage.getByRole('img', { name: /24 hours to .+: [\d.]+ to [\d.]+\sm/ })).toBeVisible();
  await expect(stage).toContainText(/24 hours/);
  await expect(stage).toContainText(/30 days: [\d.]+ to [\d.]+\sm/);
  // Ten years of the flagship's stage tell how a value stands.
  await expect(stage).toContainText(/(Higher|Lower) than on/);
  await stage.getByRole('link', { name: /^Plot/ }).click();
  await expect(page).toHaveURL(/\/plot\?d=local/);
});

test('values are shown in the units that the reader chose', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('gagehouse.units', 'us'));
  const site = new SitePage(page);
  await site.open(COPPER);
  await expect(site.card('Stage')).toContainText(/[\d.]+\sft above local gage datum/);
  await expect(site.card('Stage').getByRole('img', { name: /to [\d.]+\sft/ })).toBeVisible();
});

test('neighbours along the river and near by are named with distance and status', async ({ page }) => {
  const site = new SitePage(page);
  await site.open(COPPER);
  await expect(site.nearby.getByRole('listitem').first()).toContainText(/Slate Narrows.*upstream, [\d.]+\skm south-east/);
  await expect(site.nearby.getByRole('img')).toHaveAccessibleName(/this site in the middle/);
  await site.nearby.getByRole('link', { name: /Two Barns/ }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Two Barns/);
});

test('a site that nothing came from for long says since when, with its last day dated', async ({ page }) => {
  const site = new SitePage(page);
  await site.open('/sites/local/TR-40');
  await expect(site.conditions).toContainText(/Stale\. No new data have come for long: overdue since \d{4}-\d{2}-\d{2}/);
  await expect(site.card('Stage')).toContainText(/Stale since \d{4}-/);
  await expect(site.card('Stage')).toContainText(/24 hours to \d{4}-/);
});

test.describe('when rows cannot be had', () => {
  test.use({ tolerated: /status of 404/ });

  test('the card says so, and what the catalog knows stays', async ({ page }) => {
    await page.route('**/Observations*', (route) => route.fulfill({ status: 404, body: '{}' }));
    const site = new SitePage(page);
    await site.open(COPPER);
    await expect(site.card('Stage')).toContainText('The last 24 hours could not be read');
    await expect(site.card('Stage')).toContainText(/[\d.]+\sm above/);
  });
});

test('every series has its plot and its file with a size', async ({ page }) => {
  const site = new SitePage(page);
  await site.open(COPPER);
  await expect(site.series.getByRole('link', { name: /Save the record of Stage.*about [\d.]+ [kM]B \([\d,]+ values\)/ }).first()).toBeVisible();
  await expect(site.series.getByRole('link', { name: /^Plot 0: Raw data/ }).first()).toBeVisible();
  await site.card('Stage').getByRole('link', { name: /Last year/ }).click();
  await expect(page).toHaveURL(/compare=1/);
});

test('a site is cited as text and in files', async ({ page }) => {
  const site = new SitePage(page);
  await site.open(COPPER);
  const cite = page.getByRole('region', { name: 'Cite this site' });
  await expect(cite).toContainText(/Tansel River at Copper Bridge \(TR-30\), \d{4}-\d{2}-\d{2} to \d{4}-\d{2}-\d{2}.*Accessed/);
  const download = page.waitForEvent('download');
  await cite.getByRole('button', { name: 'RIS' }).click();
  expect((await download).suggestedFilename()).toBe('TR-30.ris');
});

test('a page left open asks for new values, changes its texts and nothing else, and rests while hidden', async ({ page }) => {
  await page.clock.install();
  const site = new SitePage(page);
  await site.open(COPPER);
  await site.card('Stage').getByRole('link', { name: /^Plot/ }).focus();
  const asked = page.waitForRequest('**/api/v1/catalog');
  await page.clock.fastForward(16 * 60_000);
  await asked;
  await expect(site.conditions).toContainText('Checked just now');
  await expect(site.card('Stage').getByRole('link', { name: /^Plot/ })).toBeFocused();
  let requests = 0;
  await page.route('**/api/v1/catalog', (route) => {
    requests += 1;
    return route.continue();
  });
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true, configurable: true }));
  await page.clock.fastForward(60 * 60_000);
  expect(requests).toBe(0);
});

test('a watershed and a network say what they are, with conditions and status of each site', async ({ page }) => {
  await page.goto('/networks/local/Tansel%20River');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tansel River');
  const table = page.getByRole('region', { name: 'Table of sites' });
  await expect(table.getByRole('row', { name: /Copper Bridge/ })).toContainText(/Live.*Discharge [\d.]+/);
  await expect(table.getByRole('row', { name: /Two Barns TR-40|Tansel River below Two Barns/ })).toContainText('Stale');
});

test('the table of a network tells how sites stand for the date, and whose record is too short', async ({ page, request }) => {
  const answer = await request.get('/api/v1/standings?variable=Discharge');
  const { series } = (await answer.json()) as { series: { standing: { years: number } | null }[] };
  const [long] = series.filter(({ standing }) => standing !== null);
  await page.goto('/networks/local/demo');
  const table = page.getByRole('region', { name: 'Table of sites' });
  await expect(table.getByRole('columnheader', { name: 'Last value, for the date' })).toBeVisible();
  await expect(table).toContainText('No percentile: record too short');
  const ranked = table.getByRole('row').filter({ hasText: `of ${long.standing?.years} years` });
  await expect(ranked).not.toHaveCount(0);
  await expect(ranked.first()).toContainText(/normal/i);
  await expect(ranked.first()).toContainText(/(higher|lower) than on/);
});

test('the sites of one status are listed, and the address keeps the choice', async ({ page }) => {
  await page.goto('/networks/local/Tansel%20River');
  const rows = page.getByRole('region', { name: 'Table of sites' }).getByRole('row');
  const stale = page.getByRole('list', { name: 'Sites by status' }).getByRole('button', { name: /^Stale/ });
  await stale.click();
  await expect(page).toHaveURL(/\/networks\/local\/Tansel%20River\?status=stale$/);
  await expect(rows.filter({ hasText: 'Stale' })).not.toHaveCount(0);
  await expect(rows.filter({ hasText: 'Live' })).toHaveCount(0);
  await page.reload();
  await expect(stale).toHaveAttribute('aria-pressed', 'true');
  await expect(rows.filter({ hasText: 'Live' })).toHaveCount(0);
});

test('the latest field visits stand on the page, with what is deployed now', async ({ page }) => {
  const history = page.getByRole('region', { name: 'Field visits and equipment' });
  // The demonstration network's history comes in beside the first visits.
  await expect(async () => {
    await new SitePage(page).open(COPPER);
    await expect(history).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(history.getByRole('listitem').first()).toContainText(/Sonde, Synthetic multiparameter sonde, no\. .+, since \d{4}-\d\d-\d\d \d\d:\d\d UTC−07:00/);
  await expect(history.getByRole('list').last().getByRole('listitem')).toHaveCount(5);
  await expect(history).toContainText(/Cleaning, recorder data collected, calibration of /);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on sites and networks in any state in ${colorScheme} colours`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const site = new SitePage(page);
    for (const address of [COPPER, '/sites/local/TR-40', '/sites/local/OC-26', '/sites/local/TR-C1']) {
      await site.open(address);
      await page.waitForLoadState('networkidle');
      expect(await violations(page), address).toEqual([]);
    }
    await page.goto('/networks/local/Tansel%20River');
    await expect(page.getByRole('region', { name: 'Table of sites' })).toBeVisible();
    expect(await violations(page), 'watershed').toEqual([]);
    await page.route('**/Observations*', () => {});
    await site.open(COPPER);
    expect(await violations(page), 'loading').toEqual([]);
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a site and a network can be read', async ({ page, request }) => {
    await page.goto(COPPER);
    await expect(page).toHaveTitle('Tansel River at Copper Bridge (TR-30) – Gagehouse');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tansel River at Copper Bridge');
    await expect(page.getByRole('region', { name: 'Current conditions' })).toContainText(/Discharge [\d.]+\sm³\/s/);
    await expect(page.getByRole('row', { name: /Raw data/ }).first()).toBeVisible();
    await page.getByRole('link', { name: 'Tansel River', exact: true }).click();
    await expect(page.getByRole('row', { name: /Copper Bridge/ })).toContainText('Live');
    const missing = await request.get('/sites/local/nowhere', { headers: { accept: 'text/html' } });
    expect(missing.status()).toBe(404);
  });
});
