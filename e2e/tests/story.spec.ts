import { datastream, ofOneDay } from '../harness/sensorthings';
import { expect, test } from '../harness/test';
import { CatalogPage } from '../pages/catalog';
import { MapPage } from '../pages/map';
import { PlotPage } from '../pages/plot';
import { Shell } from '../pages/shell';
import { plotTwoLevels } from '../stories/two-levels';

const SITE = 'Tansel River at Copper Bridge';
const STANDARD_OFFSET_MS = 7 * 3_600_000;

/** A local day of the demo network as a date. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

test('from the map to a point of two levels of pH, and on by a link', async ({
  page,
  browser,
  request,
}) => {
  test.setTimeout(180_000);
  const raw = await datastream(request, `pH at ${SITE}, raw data`);
  const corrected = await datastream(request, `pH at ${SITE}, quality controlled data`);
  // The last whole day on which neither level has a gap.
  let day = '';
  let [ofRaw, ofCorrected] = [[], []] as Awaited<ReturnType<typeof ofOneDay>>[];
  for (let ago = 30; ago < 400 && (ofRaw.length !== 96 || ofCorrected.length !== 96); ago += 1) {
    day = daysAgo(ago);
    const from = new Date(Date.parse(`${day}T00:00:00Z`) + STANDARD_OFFSET_MS);
    ofRaw = await ofOneDay(request, raw, from);
    ofCorrected = await ofOneDay(request, corrected, from);
  }
  const nextDay = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  await plotTwoLevels(page, browser, {
    search: 'Copper',
    site: SITE,
    variable: 'pH',
    from: `${daysAgo(500)}T00:00:00`,
    to: `${daysAgo(1)}T00:00:00`,
    day: `${day}T00:00:00`,
    nextDay: `${nextDay}T00:00:00`,
    valuesOnTheDay: 96,
    first: { raw: String(ofRaw[0].result), corrected: String(ofCorrected[0].result) },
    zone: /UTC\u221207:00/,
  });
});

test('a series of ten years and 350,000 values plots the same way', async ({ page }) => {
  test.setTimeout(180_000);
  await new Shell(page).open('/catalog?q=%22Copper+Bridge%22');
  const catalog = new CatalogPage(page);
  await catalog.select('Water temperature', '1');
  await catalog.plotSelected.click();
  const plot = new PlotPage(page);
  await plot.period('All data').click();
  await plot.loaded();
  await expect.poll(() => plot.counts(), { timeout: 60_000 }).toHaveLength(1);
  await expect
    .poll(async () => (await plot.counts())[0], { timeout: 60_000 })
    .toBeGreaterThan(350_000);
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
