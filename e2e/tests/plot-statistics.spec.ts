import { expect, test } from '../harness/test';
import { openedPlot } from '../pages/all';

test('the window is summed up in counts, range, means, spread and quantiles, with what they do not mean', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  for (const name of ['Values', 'Smallest', 'Largest', 'Mean', 'Time-weighted mean', 'Standard deviation']) {
    await expect(plot.figures(name).first(), name).toHaveText(/^[−\d]/);
  }
  const number = async (name: string): Promise<number> =>
    Number((await plot.figures(name).first().innerText()).split('\n')[0].replace('−', '-').replace(/,/g, ''));
  const names = ['Smallest', '5 %', '10 %', '25 %', '50 % (median)', '75 %', '90 %', '95 %', 'Largest'];
  const ascending = await Promise.all(names.map(number));
  expect(ascending).toEqual([...ascending].sort((a, b) => a - b));
  await expect(plot.figures('Censored').first()).toHaveText('0');
  // Both series are water temperatures.
  await expect(plot.figures('Coefficient of variation').filter({ hasText: 'zero is a convention (°C)' })).toHaveCount(2);
  await page.getByText('What these figures are').click();
  await expect(page.getByText('of the sample: √(Σ(x − mean)² / (n − 1))')).toBeVisible();
});

test('statistics follow the window and are of the values drawn', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  const [all] = await plot.counts();
  await plot.period('7 days').click();
  await expect.poll(async () => (await plot.counts())[0]).toBeLessThan(all);
  await plot.period('30 days').click();
  await page.getByLabel('Values drawn').selectOption({ label: 'Daily' });
  await expect(plot.statistics.first()).toContainText('daily mean');
  await expect.poll(async () => (await plot.counts())[0]).toBeLessThanOrEqual(31);
  await expect(plot.figures('Largest').first()).toHaveText(/\d{4}-\d{2}-\d{2}$/);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test('the names of the figures stay while the series are scrolled', async ({ page, request }) => {
    const plot = await openedPlot(page, request, 'plot of many series');
    const name = plot.statisticsTable.getByRole('rowheader', { name: 'Mean', exact: true });
    await name.scrollIntoViewIfNeeded();
    const before = await name.boundingBox();
    await plot.statisticsTable.evaluate((region) => region.scrollTo({ left: 600 }));
    expect((await name.boundingBox())?.x).toBe(before?.x);
  });
});
