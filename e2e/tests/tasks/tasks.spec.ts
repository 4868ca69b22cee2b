// What somebody comes for who was never here, on real data: six lists of stations, and the Logan network as of today. Each task
// begins at the map and is counted in clicks.
import { violations } from '../../harness/axe';
import { Hands } from '../../harness/hands';
import { asOfToday } from '../../harness/living';
import { logan, loganMapping } from '../../harness/logan';
import { Sidecar } from '../../harness/sidecar';
import { stations, stationsMapping } from '../../harness/stations';
import { expect, test } from '../../harness/test';
import { CatalogPage } from '../../pages/catalog';
import { MapPage } from '../../pages/map';
import { PlotPage } from '../../pages/plot';
import { Shell } from '../../pages/shell';
import { SitePage } from '../../pages/site';

const DAY_MIN = 24 * 60;
const MOST_CLICKS = 5;

let sidecar: Sidecar;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  const files = asOfToday(logan ?? [], {
    TonyGrove: 20,
    WaterLab: 20,
    BlackSmithFork: 20,
    FranklinBasin: 12 * 60,
    Mendon: 8 * DAY_MIN,
  });
  sidecar = await Sidecar.start({
    name: 'tasks',
    importCsv: [...files, '--mapping', loganMapping],
    importSites: [...(stations ?? []), '--mapping', stationsMapping],
  });
  const sites = async (): Promise<number> =>
    ((await (await fetch(`${sidecar.url}/api/v1/sites`)).json()) as unknown[]).length;
  await expect.poll(sites, { timeout: 120_000 }).toBe(25_704 + 5);
});

test.afterAll(() => sidecar.stop());

test.beforeEach(async ({ page }) => {
  test.setTimeout(120_000);
  await new Shell(page).open(sidecar.url);
  // The first visitor waits while the parts of the catalog are built.
  await expect(new MapPage(page).count).toContainText('25,709 sites', { timeout: 60_000 });
});

test('the nearest live gage to a place', async ({ page }, testInfo) => {
  const [map, hands] = [new MapPage(page), new Hands()];
  await hands.write(map.search, 'Logan, Utah');
  await hands.click(page.getByRole('button', { name: /Places named/ }));
  await hands.click(page.getByRole('list', { name: 'Places' }).getByRole('button', { name: 'Logan, Utah' }));
  await hands.click(page.getByText('Legend', { exact: true }));
  await hands.click(map.colors.getByRole('button', { name: /^Live/ }));
  await expect(map.rows.first()).toContainText(/Utah Water Research Laboratory.*3\.\d km.*Live, last value \d+ minutes ago/);
  await expect(map.rows).toHaveCount(3);
  hands.tell(testInfo);
  expect(hands.clicks).toBeLessThanOrEqual(MOST_CLICKS);
  expect(await violations(page)).toEqual([]);
});

test('all turbidity series with at least two years of data in one county: there is none', async ({ page }, testInfo) => {
  const [catalog, hands] = [new CatalogPage(page), new Hands()];
  await hands.click(new Shell(page).link('Catalog'));
  await hands.click(page.locator('summary', { hasText: 'County' }));
  await hands.click(catalog.choice('County', 'Cache, Utah'));
  await hands.click(catalog.choice('Variable', 'Turbidity'));
  const years = page.getByRole('spinbutton', { name: 'Years' });
  await hands.write(years, '2');
  await hands.press(years, 'Enter');
  await expect(catalog.nothing).toBeVisible();
  hands.tell(testInfo);
  expect(hands.clicks).toBeLessThanOrEqual(MOST_CLICKS);
  // The span of the same series is six years: what counts is data.
  await page.getByLabel('Of', { exact: true }).selectOption('span');
  await expect.poll(() => catalog.numberListed()).toBeGreaterThan(0);
});

test('the latest stage of a named river', async ({ page }, testInfo) => {
  const [map, hands] = [new MapPage(page), new Hands()];
  await hands.write(map.search, 'Blacksmith Fork');
  await hands.click(map.row('Blacksmith Fork above its confluence'));
  const card = map.card('Blacksmith Fork above its confluence with the Logan River');
  // The corrected value of the last row of the files, 66.82; the logger's was 57.82.
  await expect(card).toContainText(/Gage height\s*66\.8\d?\scm/);
  await expect(card).toContainText(/Live.*Last value \d+ minutes ago, .*UTC−07:00/);
  hands.tell(testInfo);
  expect(hands.clicks).toBeLessThanOrEqual(MOST_CLICKS);
});

test('which sites of a network are stale', async ({ page }, testInfo) => {
  const [map, hands] = [new MapPage(page), new Hands()];
  await hands.write(map.search, 'Logan River Observatory');
  await hands.click(page.getByText('Legend', { exact: true }));
  await hands.click(map.colors.getByRole('button', { name: /^Stale/ }));
  await expect(map.rows).toHaveCount(1);
  await expect(map.rows).toContainText(/Mendon Road.*Stale, last value 8 days ago/);
  hands.tell(testInfo);
  expect(hands.clicks).toBeLessThanOrEqual(MOST_CLICKS);
});

test('the raw and the corrected pH of one site on one plot', async ({ page }, testInfo) => {
  const [map, hands] = [new MapPage(page), new Hands()];
  await hands.write(map.search, 'Tony Grove');
  await hands.click(map.row('Logan River near Tony Grove'));
  await hands.click(map.anyCard);
  await hands.click(new SitePage(page).card('pH').getByRole('link', { name: /^Plot/ }));
  const plot = new PlotPage(page);
  await plot.loaded();
  await expect(plot.legend.getByRole('listitem').filter({ hasText: /pH/ })).toHaveCount(2);
  await expect(plot.legend).toContainText(/raw/i);
  await expect(plot.legend).toContainText(/quality controlled/i);
  hands.tell(testInfo);
  expect(hands.clicks).toBeLessThanOrEqual(MOST_CLICKS);
});
