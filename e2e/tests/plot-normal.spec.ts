import { expect, test } from '../harness/test';
import { longest } from '../pages/all';
import { PlotPage } from '../pages/plot';

test('the normal range says before what it reads, and at the cursor on how many years a date rests', async ({
  page,
  request,
}) => {
  const [stage] = await longest(request, /^Stage/);
  await page.goto(`/plot?d=${stage}&p=P30D`);
  const plot = new PlotPage(page);
  await plot.loaded();
  await expect(page.getByText(/^reads the whole record, about [\d,]+ values more$/)).toBeVisible();
  await page.getByLabel('Normal range for the date').check();
  await expect(page).toHaveURL(/band=normal/);
  const normal = plot.legend.getByTestId('normal');
  await expect(normal).toHaveText(/^Normal range: daily mean of \d+( to \d+)? years \(\d{4} to \d{4}\)/, {
    timeout: 60_000,
  });
  await expect(page.getByText(/dates with fewer than 5 years have none/)).toBeVisible();
  await plot.surface.focus();
  await page.keyboard.press('End');
  await expect(normal).toHaveText(
    /^Median of \d+ years for \d+ [A-Z][a-z]+: [\d.]+; P25 to P75: [\d.]+ to [\d.]+; P10 to P90: [\d.]+ to [\d.]+/,
  );
  await page.getByLabel('Normal range for the date').uncheck();
  await expect(normal).toHaveCount(0);
});

test('a short record has no normal range, and says so', async ({ page, request }) => {
  const [turbidity] = await longest(request, /^Turbidity/);
  const [rain] = await longest(request, /^Precipitation/);
  await page.goto(`/plot?d=${turbidity}&d=${rain}&p=P30D&band=normal`);
  const plot = new PlotPage(page);
  const normal = plot.legend.getByTestId('normal');
  await expect(normal.first()).toHaveText(/no date has complete days of 5 years/, { timeout: 30_000 });
  await expect(normal.nth(1)).toHaveText(/^No normal range for totals/);
});
