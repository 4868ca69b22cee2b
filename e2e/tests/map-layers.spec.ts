// Picture tiles below the sites of the map, as the settings name them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { violations } from '../harness/axe';
import { Sidecar } from '../harness/sidecar';
import { expect, test as base } from '../harness/test';
import { TileServer } from '../harness/tiles';
import { MapPage } from '../pages/map';
import { Shell } from '../pages/shell';

const SITE = { latitude: 41.9, longitude: -111.6 };
const LIST = `code,name,lat,lon
1,Synthetic weir,${SITE.latitude},${SITE.longitude}
2,Synthetic spring,42.9,-112.6
`;
const MAPPING = `
[[network]]
code = "TWO"
name = "Two synthetic sites"

[[list]]
pattern = "*"
name = "Two"
network = "TWO"

[list.site]
code = "code"
name = "name"
latitude = "lat"
longitude = "lon"
`;

interface House {
  tiles: TileServer;
  sidecar: Sidecar;
}

const test = base.extend<object, { house: House }>({
  house: [
    async ({}, use) => {
      const tiles = await TileServer.start();
      const settings = `
        [[layer]]
        key = "relief"
        name = "Relief"
        url = "${tiles.url('relief')}"
        attribution = "© Example <b>survey</b>"
        attribution_url = "https://tiles.example.org/copyright"

        [[layer]]
        key = "rivers"
        name = "Rivers"
        kind = "overlay"
        url = "${tiles.url('rivers')}"
        attribution = "© Example rivers"
        min_zoom = 12
      `;
      const folder = mkdtempSync(join(tmpdir(), 'gagehouse-layers-'));
      writeFileSync(join(folder, 'list.csv'), LIST);
      writeFileSync(join(folder, 'mapping.toml'), MAPPING);
      const importSites = [join(folder, 'list.csv'), '--mapping', join(folder, 'mapping.toml')];
      const sidecar = await Sidecar.start({ name: 'layers', settings, importSites });
      await use({ tiles, sidecar });
      await sidecar.stop();
      await tiles.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test.describe.configure({ mode: 'serial' });

test('a layer is chosen by keyboard, named with whose it is, and the address brings it back', async ({ page, house }) => {
  const { tiles, sidecar } = house;
  await new Shell(page).open(`${sidecar.url}/`);
  const map = new MapPage(page);
  await expect(map.rows.first()).toBeVisible();
  await map.openLayers();
  await new Shell(page).settled();
  expect(tiles.asked, 'before one is chosen').toEqual([]);
  await map.layer('Borders').focus();
  await page.keyboard.press('ArrowDown');
  await expect(map.layer('Relief')).toBeChecked();
  await expect(page).toHaveURL(/layers=relief/);
  await expect.poll(() => tiles.asked.length).toBeGreaterThan(0);
  expect(tiles.asked.every((path) => path.startsWith('/relief/'))).toBe(true);
  // As it was written in the settings, no markup of it.
  const credit = page.getByRole('link', { name: '© Example <b>survey</b>' });
  await expect(credit).toHaveAttribute('href', 'https://tiles.example.org/copyright');
  expect(await violations(page)).toEqual([]);

  // Too coarse a view has no tiles of the other, and says so.
  await expect(page.getByText('zoom in to see it')).toBeVisible();
  await map.layer('Rivers').check();
  await expect(page).toHaveURL(/layers=relief,rivers/);
  await expect(page.getByText('© Example rivers')).toBeVisible();
  const address = page.url();
  await page.goto(address);
  await expect(credit).toBeVisible();
  await map.openLayers();
  await expect(map.layer('Relief')).toBeChecked();
  await expect(map.layer('Rivers')).toBeChecked();

  await map.layer('Borders').check();
  await expect(page).toHaveURL(/layers=rivers$/);
  await expect(credit).toBeHidden();
  await page.goBack();
  await expect(credit).toBeVisible();
});

test('sites stay above the tiles', async ({ page, house }) => {
  const place = `c=${SITE.latitude},${SITE.longitude}&z=13`;
  await new Shell(page).open(`${house.sidecar.url}/?${place}&layers=relief,rivers`);
  const map = new MapPage(page);
  await expect(map.rows.first()).toBeVisible();
  await expect.poll(() => house.tiles.asked.some((path) => path.startsWith('/rivers/13/'))).toBe(true);
  await map.clickTheMiddle();
  await expect(map.anyCard).toBeVisible();
});

test('a layer that the server does not have is told, and the map is there', async ({ page, house }) => {
  await new Shell(page).open(`${house.sidecar.url}/?layers=relief,moon`);
  await expect(page.getByText('layers=moon: this server has no such layer')).toBeVisible();
  await expect(page.getByRole('link', { name: /© Example/ })).toBeVisible();
});

test.describe('when the tiles do not come', () => {
  test.use({ tolerated: /status of 503/ });

  test('the layer says so once, and the sites are there', async ({ page, house }) => {
    house.tiles.fails = true;
    await new Shell(page).open(`${house.sidecar.url}/?layers=relief`);
    const map = new MapPage(page);
    const said = page.getByText('The pictures of “Relief” could not be loaded. The map shows its own ground.');
    await expect(said).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).click();
    await map.canvas.focus();
    await page.keyboard.press('+');
    await new Shell(page).settled();
    await expect(said).toBeHidden();
    await expect(map.rows.first()).toBeVisible();
    house.tiles.fails = false;
  });
});

test('without layers there is no choice, and nothing is asked of others', async ({ page }) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await new Shell(page).open('/');
  const map = new MapPage(page);
  await expect(map.rows.first()).toBeVisible();
  await new Shell(page).settled();
  await expect(page.getByText('Layers', { exact: true })).toBeHidden();
  expect([...hosts]).toEqual([new URL(page.url()).host]);
});
