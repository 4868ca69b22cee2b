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

test('the columns that are chosen stand in the table and in the address', async ({ page }) => {
  const catalog = new CatalogPage(page);
  await catalog.open();
  await page.getByText('Columns', { exact: true }).click();
  const columns = page.getByRole('group', { name: 'Columns of the table' });
  await columns.getByRole('checkbox', { name: 'Network' }).check();
  await columns.getByRole('checkbox', { name: 'Interval' }).uncheck();
  await expect(page.getByRole('columnheader', { name: 'Network' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Interval' })).toHaveCount(0);
  await expect(page).toHaveURL(/columns=site,network,variable/);
  const other = new CatalogPage(await page.context().newPage());
  await other.open(new URL(page.url()).search);
  await expect(other.page.getByRole('columnheader', { name: 'Network' })).toBeVisible();
  await page.getByRole('button', { name: 'Show the usual columns' }).click();
  await expect(page).not.toHaveURL(/columns=/);
});

test('a view that was saved is there after the page was closed, and can be deleted', async ({
  page,
}) => {
  const catalog = new CatalogPage(page);
  await catalog.open('?f.level=1&sort=-end');
  const listed = await catalog.numberListed();
  await page.getByText('Saved views', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Save this view as' }).fill('Corrected, newest first');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved as Corrected, newest first.')).toBeVisible();
  const later = new CatalogPage(await page.context().newPage());
  await later.open();
  await later.page.getByText('Saved views', { exact: true }).click();
  await later.page.getByRole('link', { name: 'Corrected, newest first' }).click();
  await expect(later.page).toHaveURL(/f\.level=1&sort=-end/);
  expect(await later.numberListed()).toBe(listed);
  await later.page.getByRole('button', { name: 'Delete the view Corrected, newest first' }).click();
  await expect(later.page.getByText('No view is saved on this device yet.')).toBeVisible();
});

test('years of data narrow the rows, and the series left have as many', async ({ page }) => {
  const catalog = new CatalogPage(page);
  await catalog.open();
  const all = await catalog.numberListed();
  await page.getByRole('spinbutton', { name: 'Years' }).fill('1');
  await page.getByRole('spinbutton', { name: 'Years' }).press('Enter');
  await expect(page).toHaveURL(/years=1/);
  await expect(page.getByRole('button', { name: 'Remove At least 1 years of data' })).toBeVisible();
  const few = await catalog.numberListed();
  expect(few).toBeLessThan(all);
  await page.getByRole('combobox', { name: 'Of' }).selectOption('record, gaps and all');
  await expect(page).toHaveURL(/span=1/);
  expect(await catalog.numberListed()).toBeGreaterThanOrEqual(few);
});

test('a slip of the fingers finds what was meant, the best fit first', async ({ page }) => {
  const catalog = new CatalogPage(page);
  await catalog.open();
  await catalog.search.fill('dischrage');
  await expect(page).toHaveURL(/q=dischrage/);
  await expect(catalog.rows.first().getByRole('button')).toContainText('Discharge');
});

test('links to the programs before this one lead to what they meant', async ({ page, request }) => {
  const sites = (await (await request.get('/api/v1/sites')).json()) as { code: string }[];
  const { code } = sites[0];
  const catalog = new CatalogPage(page);
  await page.goto(`/tsa/?sitecode=${code}&qualitycontrollevelcode=0&view=datasets`);
  await expect(page).toHaveURL(/\/catalog\?f\.site=/);
  await expect(page).toHaveURL(/f\.level=0/);
  await catalog.rows.first().waitFor();
  await page.goto('/tsa/?sitecode=NO_SUCH_SITE');
  await expect(page.getByText('NO_SUCH_SITE (not in this catalog)')).toBeVisible();
  await page.goto(`/tsa/?sitecode=${code}&view=visualization&plot=true`);
  await expect(page).toHaveURL(/\/plot\?d=/);
});

test('what is selected can be taken away as a file', async ({ page }) => {
  const catalog = new CatalogPage(page);
  await catalog.open();
  await catalog.rows.first().getByRole('checkbox').check();
  await page.getByRole('link', { name: 'Download selected' }).click();
  await expect(page).toHaveURL(/\/plot\?d=.*#export/);
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
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
      for (const menu of width < 1216 ? ['Saved views'] : ['Columns', 'Saved views']) {
        await page.getByText(menu, { exact: true }).click();
        expect(await violations(page)).toEqual([]);
        await page.getByText(menu, { exact: true }).click();
      }
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
