import { dayWithoutGaps, datastream } from '../harness/sensorthings';
import { expect, test } from '../harness/test';
import { MapPage } from '../pages/map';
import { PlotPage } from '../pages/plot';
import { Shell } from '../pages/shell';
import { fromTheMapToAPlot, plotTwoLevels, readAndPassOn } from '../stories/levels';

const SITE = 'Tansel River at Copper Bridge';
const ZONE = /UTC\u221207:00/;

/** A local midnight of the demo network, so many days ago. */
function midnight(daysAgo: number): string {
  return `${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)}T00:00:00`;
}

test('from the map to a point of two levels of pH, and on by a link', async ({
  page,
  browser,
  request,
}) => {
  test.setTimeout(180_000);
  const levels = [
    await datastream(request, `pH at ${SITE}, raw data`),
    await datastream(request, `pH at ${SITE}, quality controlled data`),
  ];
  const day = await dayWithoutGaps(request, levels, 96);
  await plotTwoLevels(
    page,
    browser,
    { search: 'Copper', site: SITE, variable: 'pH' },
    { from: midnight(500), to: midnight(1) },
    { ...day, zone: ZONE },
  );
});

test('a series of ten years and 350,000 values plots the same way', async ({
  page,
  browser,
  request,
}) => {
  test.setTimeout(180_000);
  const variable = 'Water temperature';
  const series = await datastream(request, `${variable} at ${SITE}, quality controlled data`);
  const day = await dayWithoutGaps(request, [series], 96);
  await fromTheMapToAPlot(page, { search: 'Copper', site: SITE, variable }, ['1']);
  const plot = new PlotPage(page);
  await plot.period('All data').click();
  await plot.loaded();
  await expect
    .poll(async () => (await plot.counts()).map((count) => count > 350_000), { timeout: 60_000 })
    .toEqual([true]);
  await readAndPassOn(page, browser, { ...day, zone: ZONE });
});

test('a click on the map opens the card of the site under it', async ({ page }) => {
  await new Shell(page).open('/?c=41.342,-110.863&z=12');
  const map = new MapPage(page);
  await expect(map.row(SITE)).toBeVisible();
  await expect(async () => {
    await map.clickTheMiddle();
    await expect(map.card(SITE)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page).toHaveURL(/site=local/);
});
