import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from '../harness/axe';
import { Sidecar } from '../harness/sidecar';
import { expect, test } from '../harness/test';
import { MapPage } from '../pages/map';

const ARABIC = 'محطة وادي الأردن 12';
const SENTENCES = 'Gage below the confluence of both forks, as moved after the flood of 1987. '.repeat(4).trim();
const UNBROKEN = 'Wasserstandsmeßstelle'.repeat(14);
const MAPPING = `
[[network]]
code = "ODD"
name = "Odd names"

[[list]]
pattern = "*"
name = "Odd"
network = "ODD"

[list.site]
code = "code"
name = "name"
latitude = "lat"
longitude = "lon"
`;

let sidecar: Sidecar;
let folder: string;

test.use({ viewport: { width: 390, height: 844 } });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = mkdtempSync(join(tmpdir(), 'gagehouse-odd-'));
  const rows = [
    ['1', ARABIC, '31.8', '35.5'],
    ['2', SENTENCES, '31.9', '35.6'],
    ['3', UNBROKEN, '31.7', '35.4'],
    ['4', 'At nought', '0', '0'],
  ];
  const list = rows.map((row) => row.map((cell) => `"${cell}"`).join(','));
  writeFileSync(join(folder, 'list.csv'), ['code,name,lat,lon', ...list].join('\n'));
  writeFileSync(join(folder, 'mapping.toml'), MAPPING);
  const importSites = [join(folder, 'list.csv'), '--mapping', join(folder, 'mapping.toml')];
  sidecar = await Sidecar.start({ name: 'odd-names', importSites });
});

test.afterAll(async () => {
  await sidecar.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('names of 300 characters and from right to left break no page, and 0, 0 is no place on the map', async ({ page }) => {
  const map = new MapPage(page);
  await page.goto(sidecar.url);
  const list = page.getByRole('button', { name: 'List and search' });
  await list.click();
  await expect(map.count).toHaveText('4 sites, 1 without coordinates, not on the map');
  for (const name of [ARABIC, SENTENCES, UNBROKEN]) {
    await map.row(name).click();
    await expect(map.card(name)).toBeVisible();
    // A long name is scrolled past within the card.
    await map.anyCard.scrollIntoViewIfNeeded();
    await expect(map.anyCard).toBeInViewport();
    expect(await wide(page)).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'Close' }).click();
    // Choosing a site has shut the list.
    await list.click();
  }
  expect(await violations(page)).toEqual([]);
  for (const code of ['1', '2', '3']) {
    await page.goto(`${sidecar.url}/sites/local/${code}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await wide(page)).toBeLessThanOrEqual(390);
  }
});

/** How wide the page is that a reader would have to scroll. */
function wide(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}
