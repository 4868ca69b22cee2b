import { readFileSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import type { Download, Page } from '@playwright/test';
import { violations } from '../harness/axe';
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

/** Names and texts of the files in a ZIP archive, by the directory at its end. */
function unzipped(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let file = 0; file < bytes.readUInt16LE(end + 10); file++) {
    const [method, crc, size] = [at + 10, at + 16, at + 20].map((place, number) =>
      number === 0 ? bytes.readUInt16LE(place) : bytes.readUInt32LE(place),
    );
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const from = bytes.readUInt32LE(at + 42) + 30 + nameLength;
    const packed = bytes.subarray(from, from + size);
    const content = method === 8 ? inflateRawSync(packed) : packed;
    expect(crc32(content), name).toBe(crc);
    files.set(name, content.toString('utf8'));
    at += 46 + nameLength;
  }
  return files;
}

test('several series are saved as a ZIP archive with a file for each', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  const counts = await plot.counts();
  await plot.openExport();
  const { download, bytes } = await saved(page, 'ZIP');
  expect(download.suggestedFilename()).toMatch(/ and others\.zip$/);
  const files = unzipped(bytes);
  expect([...files.keys()].every((name) => / - .+\.csv$/.test(name))).toBe(true);
  const rows = [...files.values()].map(
    (text) => text.trimEnd().split('\n').filter((line) => !line.startsWith('#')).length - 1,
  );
  expect(rows).toHaveLength(2);
  rows.forEach((count, number) => expect(count).toBeGreaterThanOrEqual(counts[number]));
  await expect(page.getByRole('dialog').getByText('Saved.')).toBeVisible();
});

test('fewer values are saved on request and say what they may hide', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.openExport();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Fewer values, to look at and not to compute with').check();
  await expect(dialog.getByText('It keeps the extremes of the window, may hide others')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('At most').fill('2');
  await dialog.getByRole('button', { name: 'CSV' }).click();
  await expect(dialog.getByText("'2' is not a number from 4 to 1,000,000.")).toBeVisible();
  await dialog.getByLabel('At most').fill('50');
  const text = (await saved(page, 'CSV')).bytes.toString('utf8');
  expect(text).toMatch(/^# REDUCED: .* chosen by MinMaxLTTB, which keeps the extremes/m);
  const rows = text.trimEnd().split('\n').filter((line) => !line.startsWith('#'));
  expect(rows.length - 1).toBeLessThanOrEqual(100);
  expect(rows.length - 1).toBeGreaterThan(40);
});

test('a long file tells how far it is and can be cancelled', async ({ page, request }) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.period('All').click();
  await plot.loaded();
  // A slow device, so that there is time to change one's mind.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 20 });
  await plot.openExport();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'CSV' }).click();
  await expect(dialog.getByRole('progressbar', { name: 'Rows written' })).toBeVisible();
  await expect(dialog.getByText(/^[\d,]+ of [\d,]+ rows$/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByText('Cancelled: nothing was saved.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'CSV' })).toBeEnabled();
});

test('daily values are saved as they are drawn, with rules, count and coverage', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  await page.getByLabel('Values drawn').selectOption({ label: 'Daily' });
  await expect(plot.statistics.first()).toContainText('daily mean');
  await plot.openExport();
  await expect(page.getByRole('dialog').getByLabel('Daily values, as they are drawn')).toBeChecked();
  const lines = (await saved(page, 'CSV')).bytes.toString('utf8').trimEnd().split('\n');
  for (const line of ['# AggregationPeriod: day', '# AggregationStatistic: daily mean']) {
    expect(lines).toContain(line);
  }
  for (const key of ['PeriodBoundaryZone', 'TimeStamps', 'CompletenessThreshold']) {
    expect(lines.some((line) => line.startsWith(`# ${key}: `)), key).toBe(true);
  }
  const table = lines.filter((line) => !line.startsWith('#'));
  expect(table[0]).toMatch(/^Period,LocalStart,UTCOffset,StartUTC,EndUTC,.*daily mean Count"?,.* Coverage/);
  expect(table.length - 1).toBeGreaterThan(27);
  expect(table.length - 1).toBeLessThanOrEqual(31);
  expect(table[5]).toMatch(/^\d{4}-\d\d-\d\d,/);
});

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

test('a picture of another kind holds the chart of every series, a calendar the days of each', async ({ page, request }) => {
  const first = await openedPlot(page, request, 'plot');
  for (const [kind, title] of [
    ['Histogram', 'Histogram: '],
    ['Completeness calendar', 'Completeness of '],
  ] as const) {
    await first.showKind(kind);
    await expect(page.getByRole('heading', { name: title }).nth(1)).toBeVisible();
    await first.openExport();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Width').fill('900');
    const svg = (await saved(page, 'SVG')).bytes.toString('utf8');
    expect(svg.split(title).length - 1).toBe(2);
    const png = (await saved(page, 'PNG')).bytes;
    const height = Number(/height="(\d+)"/.exec(svg)?.[1]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1800, height * 2]);
    await page.keyboard.press('Escape');
  }
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
    // The picture hatches what is not there, as the screen does.
    const svg = (await saved(page, 'SVG')).bytes.toString('utf8');
    expect(svg).toContain('INCOMPLETE');
    expect(svg.match(/opacity="0\.35"/g)?.length ?? 0).toBeGreaterThan(20);
  });
});

test('values are shown in the units that the reader prefers, and exported as measured', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  const mean = async () => Number.parseFloat((await plot.figures('Mean').first().textContent()) ?? '');
  const celsius = await mean();
  await page.getByLabel('Units').selectOption({ label: 'US customary' });
  await expect(page).toHaveURL(/units=us/);
  // The numbers, not only their unit; also after the worker said that nothing more comes.
  const isFahrenheit = async () => Math.abs((await mean()) - (celsius * 1.8 + 32)) < 0.01;
  await expect.poll(isFahrenheit).toBe(true);
  await plot.period('1 year').click();
  await plot.loaded();
  await plot.period('30 days').click();
  await plot.loaded();
  await expect.poll(isFahrenheit).toBe(true);
  await plot.readFirst();
  await expect(plot.readings.first()).toContainText('°F');
  await expect(plot.legend.getByText('measured in °C').first()).toBeVisible();
  await plot.openExport();
  await expect(page.getByText(/Files have the units as measured, .* in °C \(shown in °F\)/)).toBeVisible();
  const text = (await saved(page, 'CSV')).bytes.toString('utf8');
  expect(text).toContain('VariableUnitsAbbreviation: °C');
  expect(text).toMatch(/# ServiceUrl: http:\/\/.+\/sensorthings\/v1\.1/);
  await page.keyboard.press('Escape');
  // The device remembers, and other pages are not in its way.
  await page.goto('/plot?d=local:1&p=P7D');
  await plot.loaded();
  await expect(page).toHaveURL(/units=us/);
  await page.getByRole('link', { name: 'Catalog', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Catalog');
  await expect(page).toHaveURL(/\/catalog$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/plot\?d=local:1&p=P7D&units=us$/);
});
