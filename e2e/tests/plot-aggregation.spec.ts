import { expect, test } from '../harness/test';
import { openedPlot } from '../pages/all';

test('daily values are drawn and read at the cursor, with the statistic and the rules named', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  await page.getByLabel('Values drawn').selectOption({ label: 'Daily' });
  await expect(page).toHaveURL(/agg=day/);
  await expect(plot.legend.getByText('daily mean').first()).toBeVisible();
  await expect(page.getByText(/^Periods by the clock of UTC.*less than 80 % is there has no value/)).toBeVisible();
  await plot.timesIn('Site standard time');
  await plot.readFirst();
  await expect(plot.readings.first()).toHaveText(/ 00:00:00 /);
  await page.goBack();
  await page.goBack();
  await expect(page).not.toHaveURL(/agg=/);
  await expect(plot.legend.getByText('daily mean')).toHaveCount(0);
});
