import { expect, test } from '../harness/test';
import { openedPlot } from '../pages/all';

test('a stretch that is dragged over fills the plot, and the address says so', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
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
  const plot = await openedPlot(page, request, 'plot');
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
  const plot = await openedPlot(page, request, 'plot');
  await plot.pointAt(0.5);
  for (const reading of await plot.readings.all()) {
    await expect(reading).toHaveText(/\d.*UTC/);
  }
  // Beside the cursor, where the eye is, and not only in the legend further down.
  await expect(plot.cursorCard).toBeInViewport();
  const value = (await plot.readings.first().innerText()).split(/[\n·]/)[0].trim();
  await expect(plot.cursorCard).toContainText(value.split(' ')[0]);
  await page.getByRole('heading', { level: 1 }).hover();
  await expect(plot.readings.first()).toHaveText('');
});

test('a hidden series leaves the statistics and comes back; Back undoes it', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  await expect(plot.statistics).toHaveCount(2);
  await plot.legend.getByRole('button', { name: /^Hide/ }).first().click();
  await expect(plot.statistics).toHaveCount(1);
  await page.goBack();
  await expect(plot.statistics).toHaveCount(2);
});

test('axes for which there is no room are named', async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const plot = await openedPlot(page, request, 'plot of many series');
  await expect(page.getByText(/^No room for the axis of .+\(.+\)/)).toBeVisible();
  await expect(plot.statistics).toHaveCount(8);
});

test('the strip shows the whole record; its brush moves and resizes the window by pointer and by keys', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  // By a clock that no summer time sets forth, all days are of one length.
  await plot.timesIn('UTC');
  const [from, to] = await plot.window();
  await plot.dragBrush(-0.3);
  await expect.poll(async () => (await plot.window())[0] < from).toBe(true);
  const [moved, movedEnd] = await plot.window();
  expect(Date.parse(movedEnd) - Date.parse(moved)).toBe(Date.parse(to) - Date.parse(from));

  await plot.brush('End of the window').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await plot.window())[1] < movedEnd).toBe(true);
  expect((await plot.window())[0]).toBe(moved);
  await expect(plot.brush('End of the window')).toHaveAttribute('aria-valuetext', /^\d{4}-\d\d-\d\d/);
  await plot.brush('Window').focus();
  await page.keyboard.press('Home');
  await expect(plot.brush('Start of the window')).toHaveAttribute('aria-valuenow', '0');
});

test('the rest of the record is loaded when asked for', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  const load = page.getByRole('button', { name: /^Load the whole record/ });
  await load.click();
  await expect(load).toHaveCount(0);
  await plot.loaded();
  await expect(page.getByText('Hatched: not loaded.')).toHaveCount(0);
});

test('the views before are one button or key away, and so is the way forth', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  const first = await plot.window();
  await plot.dragAcross(0.4, 0.6);
  await expect.poll(() => plot.window()).not.toEqual(first);
  const second = await plot.window();
  await page.getByRole('button', { name: 'Previous view' }).click();
  await expect.poll(() => plot.window()).toEqual(first);
  await expect(page.getByRole('button', { name: 'Previous view' })).toBeDisabled();
  await plot.surface.focus();
  await page.keyboard.press('Shift+Backspace');
  await expect.poll(() => plot.window()).toEqual(second);
});
