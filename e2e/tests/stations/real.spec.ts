import { violations } from '../../harness/axe';
import { Sidecar } from '../../harness/sidecar';
import { stations, stationsMapping } from '../../harness/stations';
import { expect, test } from '../../harness/test';
import { MapPage } from '../../pages/map';

let sidecar: Sidecar;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const importSites = [...(stations ?? []), '--mapping', stationsMapping];
  sidecar = await Sidecar.start({ name: 'stations', importSites });
  await expect
    .poll(async () => ((await (await fetch(`${sidecar.url}/api/v1/sites`)).json()) as unknown[]).length, {
      timeout: 120_000,
    })
    .toBe(25_704);
});

test.afterAll(() => sidecar.stop());

test('every station of six real lists is in the list, and on the map when it has coordinates', async ({ page }) => {
  await page.goto(sidecar.url);
  const map = new MapPage(page);
  await expect(map.count).toHaveText('25,704 sites, 74 without coordinates, not on the map');
  await map.openLegend();
  await expect.poll(() => map.sitesOnTheMap()).toBe(25_704 - 74);
  await map.colorBy('Network');
  await expect.poll(() => map.sitesOnTheMap()).toBe(25_704 - 74);
  expect(await violations(page)).toEqual([]);
});

test('the nearest gage to a place', async ({ page }) => {
  await page.goto(sidecar.url);
  const map = new MapPage(page);
  await map.search.fill('Logan, Utah');
  await page.getByRole('button', { name: /Places named/ }).click();
  await page.getByRole('list', { name: 'Places' }).getByRole('button', { name: 'Logan, Utah' }).click();
  await expect(map.rows.first()).toContainText('LOGAN');
  await map.rows.first().click();
  await expect(map.anyCard).toBeVisible();
});

test('stations at one point are listed', async ({ page }) => {
  // The penstocks of Shasta Dam share a point.
  await page.goto(`${sidecar.url}/?c=40.718,-122.424&z=16`);
  const map = new MapPage(page);
  await expect(map.count).toContainText('25,704 sites');
  await map.pointAt(/^\d+ sites/);
  await map.click();
  await expect(map.here.first()).toBeVisible();
  expect(await map.here.count()).toBe(5);
  expect(await violations(page)).toEqual([]);
  await map.here.first().click();
  await expect(map.anyCard).toBeVisible();
});

test('west of the date line and east of it are one map', async ({ page }) => {
  await page.goto(`${sidecar.url}/?c=52,180&z=5`);
  const map = new MapPage(page);
  await expect(map.count).toContainText('25,704 sites');
  await expect(page.getByRole('alert')).toBeHidden();
});
