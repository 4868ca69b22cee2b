// Field records on the plot that they explain: marks above it, readings in it, a list below it.
import { violations } from '../harness/axe';
import { expect, test } from '../harness/test';
import { longest } from '../pages/all';
import { PlotPage } from '../pages/plot';

/** Half a year of a pH series of the demonstration network, with what was done to it. */
async function openPh(plot: PlotPage, request: Parameters<typeof longest>[0], more = ''): Promise<void> {
  const [ph] = await longest(request, /^pH/);
  await plot.page.goto(`/plot?d=${ph}&p=P180D${more}`);
  await plot.loaded();
}

test('field records are listed below the plot, and shown on it by kind', async ({ page, request }) => {
  const plot = new PlotPage(page);
  await openPh(plot, request);
  await expect(plot.records.getByText(/^Visit/).first()).toBeVisible({ timeout: 30_000 });
  await expect(plot.records.getByText(/^Calibration of PH/).first()).toBeVisible();
  // What was done to other series of the site is not here.
  await expect(plot.records.getByText(/^Calibration of TURB/)).toHaveCount(0);
  await expect(plot.records.getByText(/^Deployment of Sonde SYN-/)).toHaveCount(1);
  const visits = await plot.records.getByText(/^Visit$/).count();
  expect(visits).toBeGreaterThan(2);
  await page.getByRole('checkbox', { name: /Visits/ }).uncheck();
  await expect(page).toHaveURL(/events=calibrations,maintenance,programs,deployments,readings/);
  await expect(plot.records.getByText(/^Visit$/)).toHaveCount(0);
  await page.getByRole('checkbox', { name: /Visits/ }).check();
  await expect(page).not.toHaveURL(/events=/);
  expect(await violations(page)).toEqual([]);
});

test('keys go from record to record, say what was found in its unit, and open it', async ({ page, request }) => {
  const plot = new PlotPage(page);
  await openPh(plot, request, '&events=calibrations');
  await expect(plot.records.getByText(/^Calibration of PH/).first()).toBeVisible({ timeout: 30_000 });
  await plot.surface.focus();
  await page.keyboard.press('e');
  const said = page.locator('[aria-live=polite]', { hasText: 'Calibration of PH' });
  await expect(said).toHaveText(/Fouling: [+−]?[\d.]+ pH\. Drift: [+−]?[\d.]+ pH\./);
  // The clock of the site, its zone named.
  await expect(said).toHaveText(/\d{4}-\d\d-\d\d \d\d:\d\d \(America\/\w+, UTC/);
  await expect(plot.cursorCard).toContainText('Calibration of PH');
  await page.keyboard.press('Enter');
  const open = plot.records.locator('details[open]');
  await expect(open).toHaveCount(1);
  await expect(open.locator('summary')).toBeFocused();
  await expect(open).toContainText(/pH standard: 7\.00 pH, as found [\d.]+ pH, as left 7\.00 pH/);
});

test('from a record one comes to its days on the plot, and to the record itself', async ({ page, request }) => {
  const plot = new PlotPage(page);
  await openPh(plot, request);
  const summary = plot.records.locator('summary', { hasText: 'Visit' }).first();
  await expect(summary).toBeVisible({ timeout: 30_000 });
  await summary.click();
  const details = plot.records.locator('details[open]');
  await expect(details).toContainText('demonstration crew (invented)');
  const record = await details.getByRole('link', { name: 'The record as JSON' }).getAttribute('href');
  const answer = await request.get(record ?? '');
  expect((await answer.json()).record.party).toBe('demonstration crew (invented)');
  await details.getByRole('link', { name: 'Plot the days around it' }).click();
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\dT.*to=/);
  await plot.loaded();
  await expect(plot.records.getByText(/^Visit$/)).toHaveCount(1);
});

test('a series without records has no list, and a plot without them no marks', async ({ page, request }) => {
  const [rain] = await longest(request, /^Precipitation/);
  await page.goto(`/plot?d=${rain}&p=P30D`);
  const plot = new PlotPage(page);
  await plot.loaded();
  await expect(page.getByRole('heading', { name: 'Statistics of the window' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Field records' })).toHaveCount(0);
});

test('a file of the plot shows its records with the serial number of the sensor', async ({ page, request }) => {
  const plot = new PlotPage(page);
  await openPh(plot, request);
  await expect(plot.records.getByText(/^Visit/).first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'SVG' }).click();
  const stream = await (await download).createReadStream();
  let svg = '';
  for await (const part of stream) {
    svg += String(part);
  }
  expect(svg).toMatch(/SYN-/);
  expect(svg).toMatch(/Field records: visits \(circle\), calibrations \(diamond\)/);
});
