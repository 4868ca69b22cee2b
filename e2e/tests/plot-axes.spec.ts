import { expect, test } from '../harness/test';
import { openedPlot } from '../pages/all';

test('an axis changes side, scale and reach, and the address holds it', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.openAxes();
  const axis = plot.axis('Water temperature (°C)');
  await axis.getByLabel('Side').selectOption({ label: 'Right' });
  await axis.getByLabel('Scale').selectOption({ label: 'Logarithmic' });
  await expect(page).toHaveURL(/axis=right,log:Water%20temperature/);
  await page.reload();
  await plot.loaded();
  await plot.openAxes();
  await expect(axis.getByLabel('Side')).toHaveValue('right');
  await expect(axis.getByLabel('Scale')).toHaveValue('log');
});

test('a fixed range is typed in, and one that is none is refused in words', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.openAxes();
  const axis = plot.axis('Water temperature (°C)');
  await axis.getByLabel('Reaches over').selectOption({ label: 'A fixed range' });
  await axis.getByLabel('From').fill('30');
  await axis.getByLabel('To').fill('20');
  await axis.getByRole('button', { name: 'Set range' }).click();
  await expect(axis.getByText('30 is not less than 20.')).toBeVisible();
  await axis.getByLabel('From').fill('0');
  await axis.getByLabel('To').fill('25');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/axis=0\.\.25:Water/);
  await page.goBack();
  await expect(page).not.toHaveURL(/axis=0\.\.25:/);
});

test('values without a place on a logarithmic axis are counted', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.openAxes();
  await plot.axis('Water temperature (°C)').getByLabel('Scale').selectOption({ label: 'Logarithmic' });
  await expect(page.getByText(/[\d,]+ values of zero or less have no place/).first()).toBeVisible();
});

test('a threshold is marked on its axis by its name, kept in the address, and taken away', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.openAxes();
  const axis = plot.axis('Water temperature (°C)');
  await axis.getByLabel('Threshold', { exact: true }).fill('warm');
  await axis.getByRole('button', { name: 'Add threshold' }).click();
  await expect(axis.getByRole('alert')).toHaveText("'warm' is not a number.");
  await axis.getByLabel('Threshold', { exact: true }).fill('5.5');
  await axis.getByLabel('Its name').fill('Spawning');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/th=5\.5,Spawning:Water/);
  await page.reload();
  await plot.loaded();
  await plot.openAxes();
  await axis.getByRole('button', { name: 'Remove threshold Spawning 5.5' }).click();
  await expect(page).not.toHaveURL(/th=/);
});

test('a series is drawn as the reader chooses, and again as suits it', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  const select = page.getByLabel(/^Draw .+ as$/).first();
  await expect(select).toHaveValue('line');
  await select.selectOption({ label: 'Bars' });
  await expect(page).toHaveURL(/as=bars,local:/);
  await page.reload();
  await plot.loaded();
  await expect(select).toHaveValue('bars');
  await select.selectOption({ label: 'Line' });
  await expect(page).not.toHaveURL(/as=/);
});
