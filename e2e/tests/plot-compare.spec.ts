import { expect, test } from '../harness/test';
import { longest, openedPlot } from '../pages/all';
import { PlotPage } from '../pages/plot';

test('other years are laid over the same dates, named in the legend and at the cursor, and never counted', async ({
  page,
  request,
}) => {
  const [stage] = await longest(request, /^Stage/);
  await page.goto(`/plot?d=${stage}&p=P7D`);
  const plot = new PlotPage(page);
  await plot.loaded();
  const [values] = await plot.counts();
  await plot.compareWith('3 years before');
  await expect(page).toHaveURL(/compare=3/);
  const years = plot.otherYears.getByRole('listitem');
  await expect(years).toHaveCount(3);
  await expect(page.getByText(/^Lighter and dashed: the same dates and hours of other years/)).toBeVisible();
  await plot.loaded();
  await plot.pointAt(0.5);
  await expect(plot.readings.first()).toHaveText(/UTC/);
  const own = /(\d{4})-(\d\d-\d\d)/.exec(await plot.readings.first().innerText());
  const names = await years.allInnerTexts();
  expect(names).toHaveLength(3);
  for (const [number, text] of names.entries()) {
    // Each with a value, and its own date in its own year.
    const year = Number(own?.[1]) - 3 + number;
    expect(text).toMatch(new RegExp(`^${year}.*\\d.*${year}-${own?.[2]}`, 's'));
  }
  expect(await plot.counts()).toEqual([values]);
  await page.goBack();
  await expect(plot.otherYears).toHaveCount(0);
});

test('the years are read by keyboard, and what is too long to be compared is said', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot beside other years');
  await plot.surface.focus();
  await page.keyboard.press('End');
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: /In \d{4}: / })).toHaveCount(1);
  await plot.period('All data').click();
  await expect(page.getByText(/laid over a window of a year at most/)).toBeVisible();
  await expect(plot.otherYears).toHaveCount(0);
});

test('a year that cannot be had is said, and the window is drawn all the same', async ({
  page,
  request,
}) => {
  const [stage] = await longest(request, /^Stage/);
  const now = new Date().getUTCFullYear();
  await page.route('**/Observations?*', (route) => {
    const from = /ge (\d{4})/.exec(new URL(route.request().url()).searchParams.get('$filter') ?? '');
    return Number(from?.[1] ?? now) < now - 1
      ? route.fulfill({ status: 400, json: { message: 'not this year' } })
      : route.fallback();
  });
  await page.goto(`/plot?d=${stage}&p=P7D&compare=3`);
  const plot = new PlotPage(page);
  await expect(plot.legend.getByText(/^Incomplete: \d{4}-/)).toBeVisible({ timeout: 30_000 });
  await expect(plot.inWords).toHaveAttribute('aria-label', /\d values from [^:]*\.$/);
});
