import { expect, test } from '../harness/test';
import { allPlaces, openPlace } from '../pages/all';
import { PlotPage } from '../pages/plot';

/** A plot of the place named, loaded. */
async function opened(
  page: PlotPage['page'],
  request: Parameters<typeof allPlaces>[0],
  name: string,
): Promise<PlotPage> {
  const place = (await allPlaces(request)).find((place) => place.name === name);
  expect(place, `the place ${name}`).toBeDefined();
  if (place !== undefined) {
    await openPlace(page, place);
  }
  const plot = new PlotPage(page);
  await plot.loaded();
  return plot;
}

test('a stretch that is dragged over fills the plot, and the address says so', async ({
  page,
  request,
}) => {
  const plot = await opened(page, request, 'plot');
  const [before] = await plot.counts();
  await plot.dragAcross(0.4, 0.6);
  await expect.poll(async () => (await plot.counts())[0]).toBeLessThan(before / 3);
  await expect(page).toHaveURL(/from=.*to=/);
  const words = (await plot.inWords.getAttribute('aria-label')) ?? '';
  await page.reload();
  await plot.loaded();
  await expect(plot.inWords).toHaveAttribute('aria-label', words);
});

test('the wheel zooms at the pointer and a double click shows all data', async ({
  page,
  request,
}) => {
  const plot = await opened(page, request, 'plot');
  const [before] = await plot.counts();
  await plot.pointAt(0.5);
  await page.mouse.wheel(0, -240);
  await expect.poll(async () => (await plot.counts())[0]).toBeLessThan(before);
  await plot.surface.dblclick();
  await expect.poll(async () => (await plot.counts())[0]).toBeGreaterThan(before);
});

test('the pointer reads the values under it, and nothing once it has left', async ({
  page,
  request,
}) => {
  const plot = await opened(page, request, 'plot');
  await plot.pointAt(0.5);
  for (const reading of await plot.readings.all()) {
    await expect(reading).toHaveText(/\d.*UTC/);
  }
  await page.getByRole('heading', { level: 1 }).hover();
  await expect(plot.readings.first()).toHaveText('');
});

test('a hidden series leaves the statistics and comes back; Back undoes it', async ({
  page,
  request,
}) => {
  const plot = await opened(page, request, 'plot');
  await expect(plot.statistics).toHaveCount(2);
  await plot.legend.getByRole('button', { name: /^Hide/ }).first().click();
  await expect(plot.statistics).toHaveCount(1);
  await page.goBack();
  await expect(plot.statistics).toHaveCount(2);
});

test('axes for which there is no room are named', async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const plot = await opened(page, request, 'plot of many series');
  await expect(page.getByText(/^No room for the axis of .+\(.+\)/)).toBeVisible();
  await expect(plot.statistics).toHaveCount(8);
});
