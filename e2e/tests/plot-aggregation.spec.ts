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

test('what the times of a series mean is a choice, and a value of midnight moves to the day before', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  await page.getByLabel('Values drawn').selectOption({ label: 'Daily' });
  await expect(page.getByText('one of 00:00 counts for the day that begins').first()).toBeVisible();
  const choice = page.getByRole('combobox', { name: /^Times of / }).first();
  const figures = (): Promise<string[]> =>
    Promise.all(
      ['Smallest', 'Largest', 'Mean', 'Standard deviation', '5 %', '95 %'].map((name) =>
        plot.figures(name).first().innerText(),
      ),
    );
  await expect(plot.figures('95 %').first()).toHaveText(/\d/);
  const before = await figures();
  await choice.selectOption({ label: 'the end of its interval' });
  await expect(page).toHaveURL(/stamp=end,local:\d+/);
  await expect(page.getByText('one of 00:00 counts for the day before').first()).toBeVisible();
  await expect.poll(figures).not.toEqual(before);
  await page.reload();
  await plot.loaded();
  await expect(choice).toHaveValue('end');
});

test('totals whose stamps nobody names are asked about', async ({ page, request }) => {
  const sites = (await (await request.get('/api/v1/sites')).json()) as { source: string; code: string }[];
  for (const { source, code } of sites) {
    const site = (await (
      await request.get(`/api/v1/sites/${source}/${encodeURIComponent(code)}`)
    ).json()) as { datastreams: { reference: string; variable_name: string }[] };
    const rain = site.datastreams.find(({ variable_name: name }) => name === 'Precipitation');
    if (rain !== undefined) {
      await page.goto(`/plot?d=${rain.reference}&p=P30D&agg=day`);
      await expect(page.getByText('Totals are often stamped at the end of their interval')).toBeVisible({
        timeout: 30_000,
      });
      await expect(page.getByRole('list', { name: 'Series on the plot' }).getByText('daily sum')).toBeVisible();
      return;
    }
  }
  throw new Error('the demo network has no rain');
});
