import { expect, test } from '../harness/test';
import { longest } from '../pages/all';
import { PlotPage } from '../pages/plot';

test('the calendar says how much of each day is there, by keyboard, by pointer and as a table', async ({
  page,
  request,
}) => {
  const [stage] = await longest(request, /^Stage/);
  await page.goto(`/plot?d=${stage}&p=P1Y`);
  const plot = new PlotPage(page);
  await plot.loaded();
  await plot.showKind('Completeness calendar');
  await expect(page).toHaveURL(/kind=calendar/);
  const calendar = page.getByRole('application', { name: /^Completeness of/ });
  await expect(calendar).toBeVisible();
  const said = page.getByTestId('day');
  await expect(said).toHaveText(
    /^\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d: [\d.]+ % there; \d+ whole days, \d+ in part, \d+ without values\.$/,
  );
  await calendar.focus();
  await page.keyboard.press('Home');
  const first = await said.innerText();
  expect(first).toMatch(/^\d{4}-\d\d-\d\d: (\d+ % there, [\d,]+ values?|no values)/);
  await page.keyboard.press('ArrowRight');
  await expect(said).not.toHaveText(first);
  await page.keyboard.press('ArrowLeft');
  await expect(said).toHaveText(first);
  const box = await calendar.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 120, (box?.y ?? 0) + 60);
  await expect(said).not.toHaveText(first);
  await page.getByText('As a table').click();
  const rows = page.getByRole('region', { name: /by month$/ }).getByRole('row');
  await expect(rows).toHaveCount(14);
  await expect(rows.nth(2)).toContainText(/[\d.]+ %/);
});
