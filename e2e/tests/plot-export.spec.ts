import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { expect, test } from '../harness/test';
import { allPlaces, ERRORS_OF_PLACES, openedPlot, openPlace } from '../pages/all';
import { PlotPage } from '../pages/plot';

/** Presses a button of the export dialog and returns the file it gives. */
async function saved(page: Page, button: string): Promise<{ download: Download; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click(),
  ]);
  return { download, bytes: readFileSync(await download.path()) };
}

test('the window is saved as one wide table with lines that say what it is', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  const counts = await plot.counts();
  await plot.openExport();
  const { download, bytes } = await saved(page, 'CSV');
  expect(download.suggestedFilename()).toMatch(/ - .+ and others\.csv$/);
  const lines = bytes.toString('utf8').trimEnd().split('\n');
  for (const key of ['SiteName', 'VariableName', 'Source', 'QualityControlLevelCode', 'RowsInThisFile']) {
    expect(lines.some((line) => line.startsWith(`# ${key}: `)), key).toBe(true);
  }
  const table = lines.filter((line) => !line.startsWith('#'));
  expect(table[0]).toMatch(/^LocalDateTime,UTCOffset,DateTimeUTC,/);
  expect(table.length - 1).toBeGreaterThanOrEqual(Math.max(...counts));
  const [local, offset, utc] = table[1].split(',');
  expect(Date.parse(`${local}Z`) - Number(offset) * 3_600_000).toBe(Date.parse(`${utc}Z`));
  expect(bytes.toString('utf8')).not.toContain('INCOMPLETE');
});

test('a picture is saved as SVG and PNG of the size chosen', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.openExport();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Width').fill('90');
  await dialog.getByRole('button', { name: 'SVG' }).click();
  await expect(dialog.getByText("'90' is not a number from 200 to 8000.")).toBeVisible();
  await dialog.getByLabel('Width').fill('900');
  const svg = (await saved(page, 'SVG')).bytes.toString('utf8');
  expect(svg).toContain('width="900"');
  expect(svg).toMatch(/Water temperature \(°C\)/);
  const png = (await saved(page, 'PNG')).bytes;
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(1800);
});

test('the request that the dialog names gives the same first value', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.openExport();
  const dialog = page.getByRole('dialog');
  await dialog.locator('summary').first().click();
  const url = await dialog.getByRole('link').first().getAttribute('href');
  const page1 = (await (await request.get(url ?? '')).json()) as { value: { result: number }[] };
  expect(page1.value.length).toBeGreaterThan(0);
  await expect(dialog.getByRole('region', { name: /^Python, / }).first()).toContainText(url ?? '?');
});

test.describe('a source that refuses', () => {
  test.use({ tolerated: ERRORS_OF_PLACES });
  test('an incomplete series is called that in the dialog and in the file', async ({ page, request }) => {
    const place = (await allPlaces(request)).find((place) => place.name === 'plot that failed');
    await openPlace(page, place!);
    const plot = new PlotPage(page);
    await plot.openExport();
    await expect(page.getByRole('dialog').getByText('Incomplete.')).toBeVisible();
    const text = (await saved(page, 'CSV')).bytes.toString('utf8');
    expect(text).toContain('# INCOMPLETE: ');
  });
});

test('values are shown in the units that the reader prefers, and exported as measured', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  await page.getByLabel('Units').selectOption({ label: 'US customary' });
  await expect(page).toHaveURL(/units=us/);
  await plot.readFirst();
  await expect(plot.readings.first()).toContainText('°F');
  await expect(plot.legend.getByText('measured in °C').first()).toBeVisible();
  await plot.openExport();
  const text = (await saved(page, 'CSV')).bytes.toString('utf8');
  expect(text).toContain('VariableUnitsAbbreviation: °C');
  await page.keyboard.press('Escape');
  // The device remembers.
  await page.goto('/plot?d=local:1&p=P7D');
  await plot.loaded();
  await expect(page).toHaveURL(/units=us/);
});
