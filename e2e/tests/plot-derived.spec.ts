import { expect, test } from '../harness/test';
import { longest, openedPlot } from '../pages/all';
import { PlotPage } from '../pages/plot';

test('a difference is a series of its own: on the plot, in the statistics, at the cursor, in the file', async ({
  page,
  request,
}) => {
  const [raw, corrected] = await longest(request, /^Stage/);
  await page.goto(`/plot?d=${raw}&d=${corrected}&p=P30D`);
  const plot = new PlotPage(page);
  await plot.loaded();
  await page.getByText('Difference or ratio of two series').click();
  await page.getByRole('combobox', { name: 'First', exact: true }).selectOption('2');
  await page.getByRole('combobox', { name: 'Second', exact: true }).selectOption('1');
  await page.getByRole('button', { name: 'Add to the plot' }).click();
  await expect(page).toHaveURL(/derive=difference,2,1/);
  await expect(plot.statistics).toHaveCount(3);
  await expect(plot.statistics.nth(2)).toContainText('Difference 2 − 1: Stage');
  const row = plot.legend.getByRole('listitem').nth(2);
  await expect(row).toContainText(/ minus .*, of values at most 7\.5 min apart/);
  await plot.readFirst();
  await plot.openExport();
  const saved = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'CSV' }).click();
  const text = await (await saved).createReadStream().then(
    (stream) =>
      new Promise<string>((resolve) => {
        let all = '';
        stream.on('data', (part: Buffer) => (all += part.toString()));
        stream.on('end', () => resolve(all));
      }),
  );
  expect(text).toContain('Computation: ');
  const [, values] = text.split('DateTimeUTC').pop()?.split('\n') ?? [];
  const cells = values.split(',');
  // Local time, offset, UTC, then value and qualifier of each series.
  expect(Number(cells[7])).toBeCloseTo(Number(cells[5]) - Number(cells[3]), 9);
});

test('what cannot be brought to one unit is refused with words', async ({ page, request }) => {
  const [stage] = await longest(request, /^Stage/);
  const [temperature] = await longest(request, /^Water temperature/);
  await page.goto(`/plot?d=${stage}&d=${temperature}&p=P7D&derive=difference,1,2`);
  const plot = new PlotPage(page);
  await plot.loaded();
  await expect(page.getByText('1 − 2: values in m and in °C cannot be brought to one unit.')).toBeVisible();
  await expect(plot.legend.getByRole('listitem')).toHaveCount(2);
});

test('a computed series goes with one of its two', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot of a difference');
  await plot.legend.getByRole('button', { name: /^Hide Difference|^Hide .*Difference/ }).click();
  await expect(page).toHaveURL(/hide=computed:difference,2,1/);
  await plot.legend.getByRole('button', { name: /^Remove/ }).first().click();
  await expect(page).not.toHaveURL(/derive=|computed/);
  await expect(plot.legend.getByRole('listitem')).toHaveCount(1);
});
