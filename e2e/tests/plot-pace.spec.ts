import { expect, test } from '../harness/test';
import { openedPlot } from '../pages/all';

test('series that are switched ten times in a second leave the plot as the last switch said', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.loaded();
  const [counted] = await plot.counts();
  const first = plot.legend.getByRole('listitem').first();
  for (let switched = 0; switched < 10; switched += 1) {
    await first.getByRole('button', { name: /^(Hide|Show)/ }).click({ noWaitAfter: true });
  }
  await expect(plot.statistics).toHaveCount(2);
  await plot.loaded();
  expect((await plot.counts())[0]).toBe(counted);
  await expect(page).not.toHaveURL(/hide=/);
});
