import { violations } from '../harness/axe';
import { expect, test } from '../harness/test';
import { CatalogPage } from '../pages/catalog';

test('a value leaves as many series as its count said, and Back brings the others', async ({
  page,
}) => {
  const catalog = new CatalogPage(page);
  await catalog.open();
  const all = await catalog.numberListed();
  const level = (await catalog.facet('Processing level')).getByRole('checkbox').first();
  const said = await catalog.numberBeside(level);
  await level.press('Space');
  await expect(page).toHaveURL(/f\.level=/);
  expect(await catalog.numberListed()).toBe(said);
  await expect(level).toBeChecked();
  await expect(level).toBeFocused();
  await page.goBack();
  await expect(level).not.toBeChecked();
  expect(await catalog.numberListed()).toBe(all);
  await page.goForward();
  expect(await catalog.numberListed()).toBe(said);
});

test('a copied link shows the same rows in the same order', async ({ page, context }) => {
  const catalog = new CatalogPage(page);
  await catalog.open();
  await (await catalog.facet('Processing level')).getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await expect(page).toHaveURL(/sort=end/);
  await expect(page.getByRole('columnheader', { name: 'End' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  const other = new CatalogPage(await context.newPage());
  await other.open(new URL(page.url()).search);
  expect(await other.rows.first().innerText()).toBe(await catalog.rows.first().innerText());
  expect(await other.numberListed()).toBe(await catalog.numberListed());
});

test('what is selected stays selected under other filters and goes to the plot', async ({
  page,
}) => {
  const catalog = new CatalogPage(page);
  await catalog.open();
  await catalog.rows.first().getByRole('checkbox').check();
  await expect(page.getByText('1 series selected')).toBeVisible();
  await catalog.search.fill('no such series');
  await expect(catalog.nothing).toBeVisible();
  await expect(page.getByText('1 series selected')).toBeVisible();
  const selected = new URL(page.url()).searchParams.get('d');
  await page.getByRole('link', { name: 'Plot selected' }).click();
  await expect(page).toHaveURL(/\/plot\?/);
  expect(new URL(page.url()).searchParams.get('d')).toBe(selected);
});

test('a search without result says how to come back to series', async ({ page }) => {
  const catalog = new CatalogPage(page);
  await catalog.open();
  const all = await catalog.numberListed();
  await catalog.search.fill('"no such series"');
  await expect(catalog.nothing).toBeVisible();
  await page.getByRole('button', { name: /^Clear Search: / }).click();
  await expect(catalog.rows.first()).toBeVisible();
  expect(await catalog.numberListed()).toBe(all);
  await expect(catalog.search).toHaveValue('');
});

test('the keyboard opens the details of a row and comes back to it', async ({ page }) => {
  const catalog = new CatalogPage(page);
  await catalog.open();
  const name = catalog.rows.nth(1).getByRole('button');
  await name.press('Enter');
  await expect(catalog.details).toBeVisible();
  await expect(catalog.details.getByText('Coordinates')).toBeVisible();
  await expect(page).toHaveURL(/details=/);
  await page.keyboard.press('Escape');
  await expect(catalog.details).toBeHidden();
  await expect(name).toBeFocused();
  await expect(page).not.toHaveURL(/details=/);
});

test('an address with parts that cannot be used still opens and says so', async ({ page }) => {
  const catalog = new CatalogPage(page);
  await catalog.open('?from=yesterday&d=nothing&f.colour=red&f.level=no+such+level');
  await expect(page.getByText(/Parts of the address could not be used/)).toBeVisible();
  await expect(page.getByText('no such level (not in this catalog)')).toBeVisible();
  await expect(catalog.nothing).toBeVisible();
});

test('the keyboard keeps its place while the minutes pass', async ({ page }) => {
  await page.clock.install();
  const catalog = new CatalogPage(page);
  await catalog.open();
  const name = catalog.rows.nth(5).getByRole('button');
  const status = catalog.rows.nth(5).locator('[data-head=Status]');
  await name.focus();
  const before = await status.innerText();
  // Long enough for the age of the last value to be told in other words.
  await page.clock.fastForward('02:00:00');
  await expect(status).not.toHaveText(before);
  await expect(name).toBeFocused();
});

test('a filter in force is named as its value is, and taken out by its name', async ({ page }) => {
  const catalog = new CatalogPage(page);
  await catalog.open('?f.status=live');
  await page.getByRole('button', { name: 'Remove Status: Live', exact: true }).click();
  await expect(page).not.toHaveURL(/f\.status/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1440]) {
    test(`axe finds nothing in any state at ${width} px in ${colorScheme} colours`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const catalog = new CatalogPage(page);
      await catalog.open();
      if (width < 896) {
        await page.getByRole('button', { name: 'Filters' }).click();
      }
      expect(await violations(page)).toEqual([]);
      await catalog.rows.first().getByRole('button').click();
      await expect(catalog.details).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await catalog.search.fill('no such series');
      await expect(catalog.nothing).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  }
}
