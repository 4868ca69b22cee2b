import { violations } from '../harness/axe';
import { expect, test } from '../harness/test';
import { MapPage } from '../pages/map';
import { Shell } from '../pages/shell';

interface Site {
  name: string;
  longitude: number | null;
  latitude: number | null;
}

async function open(page: import('@playwright/test').Page, address: string): Promise<MapPage> {
  await new Shell(page).open(address);
  const map = new MapPage(page);
  await expect(map.count).not.toHaveText(/^No sites/);
  return map;
}

async function sites(page: import('@playwright/test').Page): Promise<Site[]> {
  return (await (await page.request.get('/api/v1/sites')).json()) as Site[];
}

test('a ring counts the sites that lie close together, and a click zooms to them', async ({ page }) => {
  const placed = (await sites(page)).filter(({ longitude }) => longitude !== null);
  const { longitude, latitude } = placed[0];
  const map = await open(page, `/?c=${latitude},${longitude}&z=4`);
  await map.pointAt(/^\d+ sites/);
  await map.click();
  await expect(async () => {
    expect(Number(new URL(page.url()).searchParams.get('z'))).toBeGreaterThan(6);
  }).toPass();
});

test('the legend counts the sites of the list, whatever colours tell', async ({ page }) => {
  const map = await open(page, '/');
  const rows = await map.placed();
  expect(rows).toBeGreaterThan(1);
  await map.openLegend();
  await expect.poll(() => map.sitesOnTheMap()).toBe(rows);
  await map.colorBy('Network');
  await expect(page).toHaveURL(/color=network/);
  await expect.poll(() => map.sitesOnTheMap()).toBe(rows);
  await map.colorBy(/^(Water temperature|Temperature|Air temperature)/i);
  await expect(page).toHaveURL(/color=latest/);
  await expect.poll(() => map.sitesOnTheMap()).toBe(rows);
  const options = await page.getByRole('combobox', { name: 'Colour by' }).getByRole('option').allTextContents();
  const heights = options.filter((name) => /stage|gage height|water level/i.test(name));
  expect(heights.filter((name) => name.includes('latest'))).toEqual([]);
  // Against its own past every height can stand beside others.
  expect(heights.length).toBeGreaterThan(0);
});

test('colours tell how values stand for the date, a short record says so, and the address keeps it', async ({ page }) => {
  const map = await open(page, '/');
  const rows = await map.placed();
  await map.openLegend();
  await map.colorBy(/^Discharge: percentile/);
  await expect(page).toHaveURL(/color=percentile(:|%3A)Discharge/);
  const colours = page.getByRole('list', { name: 'Colours' });
  await expect(colours).toContainText('Much above normal (over 90)');
  await expect(colours.getByRole('listitem').filter({ hasText: 'the record is too short' })).toContainText(/[1-9]/);
  await expect.poll(() => map.sitesOnTheMap()).toBe(rows);
  await page.reload();
  await map.openLegend();
  await expect(colours).toContainText('Much below normal (under 10)');
  // What does not measure it, what has no value now and whose record is short are three things.
  for (const reason of ['Does not measure it', 'No current value', 'the record is too short']) {
    await expect(colours.getByRole('listitem').filter({ hasText: reason })).toContainText(/[1-9]/);
  }
  // The one record of ten years has a place among the five classes; the list says the same in words.
  await expect(page.getByRole('list', { name: 'Sites' })).toContainText(/(Much below|Below|Above|Much above) normal \(|Normal \(/);
  expect(await violations(page)).toEqual([]);
  // The card says it of its site, with the number of years.
  await page.getByRole('list', { name: 'Sites' }).getByRole('button').filter({ hasText: /normal \(/i }).first().click();
  await expect(map.anyCard).toBeVisible();
  await expect(page.getByText(/Discharge for the date: .*normal \(.*\), percentile \d+ of \d+ years/i)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('hidden inactive sites leave list and map together, and the address keeps it', async ({ page }) => {
  const map = await open(page, '/');
  const all = await map.rows.count();
  await page.getByRole('checkbox', { name: 'Hide inactive' }).check();
  await expect(page).toHaveURL(/inactive=hidden/);
  await map.openLegend();
  const left = await map.rows.count();
  expect(left).toBeLessThanOrEqual(all);
  await expect.poll(() => map.sitesOnTheMap()).toBe(await map.placed());
  await page.reload();
  await expect(page.getByRole('checkbox', { name: 'Hide inactive' })).toBeChecked();
  await expect.poll(() => map.rows.count()).toBe(left);
});

test('an area by numbers narrows list, map and catalog', async ({ page }) => {
  const placed = (await sites(page)).filter(({ longitude }) => longitude !== null);
  const { name, longitude, latitude } = placed[0];
  const map = await open(page, '/');
  await map.openTools();
  await page.getByText('Area by numbers').click();
  const edges = { West: -0.02, South: -0.02, East: 0.02, North: 0.02 };
  for (const [edge, by] of Object.entries(edges)) {
    const middle = edge === 'West' || edge === 'East' ? longitude : latitude;
    await page.getByRole('textbox', { name: edge }).fill(String((middle ?? 0) + by));
  }
  await page.getByRole('button', { name: 'Show this area' }).click();
  await expect(page).toHaveURL(/box=/);
  await expect(map.row(name)).toBeVisible();
  expect(await map.rows.count()).toBeLessThan(placed.length);
  await page.getByRole('link', { name: 'Series of these sites in the catalog' }).click();
  await expect(page).toHaveURL(/\/catalog\?.*box=/);
  await page.goBack();
  await map.chip(/Marked area/).click();
  await expect.poll(() => map.rows.count()).toBe((await sites(page)).length);
});

test('an area that is no area is told', async ({ page }) => {
  const map = await open(page, '/');
  await map.openTools();
  await page.getByText('Area by numbers').click();
  await page.getByRole('textbox', { name: 'West' }).fill('east');
  await page.getByRole('button', { name: 'Show this area' }).click();
  await expect(page.getByRole('alert')).toContainText('Four numbers of degrees');
});

test('dragging marks an area, Escape ends it', async ({ page }) => {
  const map = await open(page, '/');
  await map.openTools();
  const mark = page.getByRole('button', { name: 'Mark an area' });
  await mark.click();
  await expect(page.getByText('Drag over the map to mark an area', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(mark).toHaveAttribute('aria-pressed', 'false');
  await mark.click();
  const box = await map.canvas.boundingBox();
  if (box === null) throw new Error('the map is not on the page');
  await page.mouse.move(box.x + 5, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 5, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/box=/);
  await expect(map.chip(/Marked area/)).toBeVisible();
});

test('near me asks only when it is pressed, and lists the nearest first', async ({ page, context }) => {
  const placed = (await sites(page)).filter(({ longitude }) => longitude !== null);
  const nearest = placed[placed.length - 1];
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ longitude: nearest.longitude ?? 0, latitude: nearest.latitude ?? 0 });
  const map = await open(page, '/');
  await map.openTools();
  await page.getByRole('button', { name: 'Near me' }).click();
  await expect(map.chip('Nearest to where you are')).toBeVisible();
  await expect(map.rows.first()).toContainText(nearest.name);
  await expect(map.rows.first()).toContainText('0.0 km');
  expect(page.url()).not.toContain('where');
});

test('near me says why when the browser may not tell', async ({ page, context }) => {
  await context.clearPermissions();
  const map = await open(page, '/');
  await map.openTools();
  await page.getByRole('button', { name: 'Near me' }).click();
  await expect(page.getByRole('alert')).toContainText(/may not tell where it is|does not tell where it is/);
});

test('a place by its name: the sites nearest to it', async ({ page }) => {
  const map = await open(page, '/');
  await map.search.fill('logan utah');
  await page.getByRole('button', { name: /Places named/ }).click();
  await page.getByRole('list', { name: 'Places' }).getByRole('button', { name: 'Logan, Utah' }).click();
  await expect(map.chip('Nearest to Logan')).toBeVisible();
  await expect(map.rows.first()).toContainText('km');
  await map.chip('Nearest to Logan').click();
  await expect(map.rows.first()).not.toContainText(' km');
});

test('Enter goes to a place of the name where no site matches', async ({ page }) => {
  const map = await open(page, '/');
  await map.search.fill('Denver');
  await expect(map.rows).toHaveCount(0);
  await map.search.press('Enter');
  await expect(map.chip('Nearest to Denver')).toBeVisible();
  await expect(map.rows.first()).toContainText('km');
  await expect(map.search).toHaveValue('');
});

test.describe('a service of places', () => {
  test.use({ tolerated: /status of 502/ });
  test('what the list of towns does not have, the configured service is asked for, and its failure is told', async ({ page }) => {
    const asked: (string | null)[] = [];
    await page.route('**/api/v1/places?**', (route) => {
      const name = new URL(route.request().url()).searchParams.get('q');
      asked.push(name);
      if (name === 'Temple Fork') {
        const message = 'Gazetteer did not answer within 5 s';
        return route.fulfill({ status: 502, json: { code: 502, message, requestId: '1' } });
      }
      const places = [{ name: 'Tony Grove Lake, Cache County, Utah', latitude: 41.894, longitude: -111.643 }];
      return route.fulfill({ json: { service: 'Gazetteer', attribution: '© Gazetteer contributors', places } });
    });
    const map = await open(page, '/');
    await map.search.fill('Tony Grove Lake');
    await page.getByRole('button', { name: /Places named/ }).click();
    const found = page.getByRole('list', { name: 'Places of Gazetteer' });
    await expect(found).toBeVisible();
    await expect(page.getByText('© Gazetteer contributors')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    // Another name is not asked for while it is typed.
    await map.search.fill('Temple Fork');
    await page.getByRole('button', { name: 'Ask Gazetteer for “Temple Fork”' }).click();
    await expect(page.getByRole('alert')).toContainText('Gazetteer did not answer within 5 s');
    // The server has waited for it already: it is not asked again by itself.
    expect(asked.filter((name) => name === 'Temple Fork')).toHaveLength(1);
    await map.search.fill('Tony Grove Lake');
    await page.getByRole('button', { name: /More places named/ }).click();
    await found.getByRole('button', { name: 'Tony Grove Lake' }).click();
    await expect(map.chip('Nearest to Tony Grove Lake')).toBeVisible();
  });
});

test('a variable is found by its name, and the filters of the catalog hold on the map', async ({ page }) => {
  const map = await open(page, '/?q=turbidity');
  const measured = await map.rows.count();
  expect(measured).toBeGreaterThan(0);
  const all = await open(page, '/');
  await expect.poll(() => all.rows.count()).toBeGreaterThan(measured);
  const streams = await open(page, '/?f.type=Stream');
  await expect(streams.chip(/Stream/)).toBeVisible();
  await expect.poll(() => streams.rows.count()).toBeGreaterThan(0);
  expect(await streams.rows.count()).toBeLessThan((await sites(page)).length);
});

for (const [name, media] of [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['forced', { forcedColors: 'active' }],
] as const) {
  test(`axe finds nothing on the map with everything open, ${name} colours`, async ({ page }) => {
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
    // Forced colours are the system's, and axe reads the page's own beside them.
    const found = async (): Promise<string[]> =>
      (await violations(page)).filter((line) => name !== 'forced' || !line.startsWith('color-contrast'));
    const map = await open(page, '/?color=network');
    await map.openLegend();
    await map.openTools();
  await page.getByText('Area by numbers').click();
    await map.search.fill('logan');
    await page.getByRole('button', { name: /Places named/ }).click();
    await expect(page.getByRole('list', { name: 'Places' })).toBeVisible();
    expect(await found()).toEqual([]);
    await map.search.fill('');
    await page.getByRole('button', { name: 'Mark an area' }).click();
    expect(await found()).toEqual([]);
  });
}
