import { expect, test } from '../harness/test';
import { openedPlot } from '../pages/all';
import { PlotPage } from '../pages/plot';

test('what the sources say about the values of the window is listed with counts', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot of many series');
  const list = page.getByRole('list', { name: 'Quality of the window’s values' });
  await expect(list.getByRole('listitem')).toHaveCount(8);
  await expect(list.getByRole('listitem').first()).toContainText(/[\d,]+ (rows|[A-Z])/);
  const [rows] = await plot.counts();
  expect(rows).toBeGreaterThan(0);
});

test('a value of stage names the datum it is counted from, and a series its processing level', async ({
  page,
}) => {
  await page.goto('/plot?d=local:11&p=P7D');
  const plot = new PlotPage(page);
  await plot.loaded();
  await plot.surface.focus();
  await page.keyboard.press('End');
  await expect(plot.readings.first()).toHaveText(/\d.*\(local gage datum\)/);
  await expect(plot.legend.getByRole('listitem').first()).toContainText('level 0');
});

test('a reduced plot says how much time one column of pixels shows', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.period('1 year').click();
  await plot.loaded();
  await expect(plot.legend.getByText(/^Downsampled: 1 px = [\d.]+ (min|h)$/).first()).toBeVisible();
});
