import { expect, test } from '../harness/test';
import { openedPlot } from '../pages/all';

for (const [kind, word, sign] of [
  ['Histogram', 'histogram', /values in \d+ bins of equal width/],
  ['Box and whisker', 'box', /Box: first quartile, median/],
  ['Exceedance', 'exceedance', /Of [\d,]+ (raw samples|daily values)/],
  ['Probability', 'probability', /A straight line would be a normal distribution/],
] as const) {
  test(`${kind}: one chart for each series, with its words and its numbers`, async ({
    page,
    request,
  }) => {
    const plot = await openedPlot(page, request, 'plot');
    await plot.showKind(kind);
    await expect(page).toHaveURL(new RegExp(`kind=${word}`));
    await expect(plot.surface).toBeHidden();
    const charts = page.getByRole('img', { name: /^(Histogram|Boxes|Exceedance|Probability): / });
    await expect(charts).toHaveCount(2);
    await expect(page.getByText(sign).first()).toBeVisible();
    await page.getByText('As a table').first().click();
    await expect(page.getByRole('region', { name: /as a table$/ }).first().getByRole('row').nth(1)).toBeVisible();
    await plot.showKind('Time series');
    await expect(plot.surface).toBeVisible();
    await expect(page).not.toHaveURL(/kind=/);
  });
}

test('boxes are grouped by month', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.period('1 year').click();
  await plot.showKind('Box and whisker');
  await page.getByLabel('Boxes', { exact: true }).selectOption({ label: 'By month' });
  await page.getByText('As a table').first().click();
  const rows = page.getByRole('region', { name: /as a table$/ }).first().getByRole('row');
  await expect(rows).toHaveCount(13, { timeout: 60_000 });
  await expect(rows.nth(1)).toContainText('Jan');
});

test('a curve is of days of whole years, or of all samples by choice', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.showKind('Probability');
  await page.getByLabel('Values of the curve').selectOption({ label: 'Of all samples' });
  await expect(page).toHaveURL(/kind=probability&of=samples/);
  await expect(page.getByText(/raw samples, which is no curve of time/).first()).toBeVisible();
});

test('a scatter pairs two series, and says so when there is one', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.showKind('Scatter');
  await expect(page.getByRole('img', { name: /^Scatter: .* over / })).toBeVisible();
  await expect(page.getByText(/[\d,]+ pairs at most \d+ s apart/)).toBeVisible();
  await plot.legend.getByRole('button', { name: /^Hide/ }).first().click();
  await expect(page.getByText('A scatter needs two series')).toBeVisible();
});

test('the table of values stands in place of the plot', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.showKind('Table');
  const table = page.getByRole('region', { name: /^Values of/ }).first();
  await expect(table.getByRole('row')).toHaveCount(101);
  await page.getByRole('button', { name: 'Later rows' }).first().click();
  await expect(page.getByText(/^101 to 200 of/).first()).toBeVisible();
});
