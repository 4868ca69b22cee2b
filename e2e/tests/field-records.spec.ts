// Records in the field app: equipment, lists, calendar, sheets, a site's equipment, accounts, the log.
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { violations } from '../harness/axe';
import { PASSWORD, Records, type Row } from '../harness/records';
import { Sidecar } from '../harness/sidecar';
import { expect, test } from '../harness/test';
import { Field } from '../pages/field';

const ADMINISTRATOR = 'administrator';

// A wrong account name is refused.
test.use({ tolerated: /Failed to load resource/, viewport: { width: 820, height: 1180 } });
test.describe.configure({ mode: 'default' });

let sidecar: Sidecar;
let records: Records;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  sidecar = await Sidecar.start({ name: 'field-records', demo: true });
  await sidecar.addUser(ADMINISTRATOR, PASSWORD, 'local:demo', 'administrator');
  records = await Records.signIn(sidecar.url, ADMINISTRATOR, PASSWORD);
});

test.afterAll(async () => sidecar.stop());

async function open(page: Page, path: string): Promise<Field> {
  const field = new Field(page);
  await page.goto(`${sidecar.url}${path}`);
  await field.signIn(ADMINISTRATOR, PASSWORD);
  return field;
}

async function firstOf(kind: string): Promise<Row> {
  const { items } = await records.get<{ items: Row[] }>(`/api/v1/${kind}?limit=1`);
  const [row] = items;
  if (row === undefined) {
    throw new Error(`the demonstration has no ${kind}`);
  }
  return row;
}

test('an item is opened by its serial number and tells where it was and how far it was off', async ({ page }) => {
  const item = await firstOf('equipment');
  const serial = String(item.record.serial_number);
  const field = await open(page, '/field/equipment');
  await expect(field.heading).toHaveText('Equipment');
  await page.getByRole('searchbox', { name: /Serial number/ }).fill('no such number');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText("'no such number'");
  await page.getByRole('searchbox', { name: /Serial number/ }).fill(serial);
  await page.keyboard.press('Enter');
  await expect(field.heading).toContainText(String(item.record.code));
  await expect(page.getByRole('list', { name: 'Deployments of the item' }).getByRole('listitem')).not.toHaveCount(0);
  await expect(page.getByRole('img', { name: /fouling/ }).first()).toBeVisible();
  await page.getByText('As a table').first().click();
  await expect(page.getByRole('columnheader', { name: 'Drift' }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('every kind has a list, which is saved as a file', async ({ page }) => {
  const field = await open(page, '/field/records');
  const links = page.getByRole('main').getByRole('listitem').getByRole('link');
  await expect(links.first()).toBeVisible();
  await page.getByRole('link', { name: 'Visits', exact: true }).last().click();
  await expect(field.heading).toHaveText('Visits');
  const { total } = await records.get<{ total: number }>('/api/v1/visits?limit=1');
  await expect(page.getByText(`${total} records.`)).toBeVisible();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(Math.min(total, 100) + 1);
  expect(await violations(page)).toEqual([]);
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as CSV' }).click();
  const lines = readFileSync(await (await saving).path(), 'utf8').trim().split('\r\n');
  expect(lines).toHaveLength(total + 1);
  expect(lines[0]).toContain('id,network,version');
  await page.getByRole('searchbox').fill('no visit says this');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByText('None.')).toBeVisible();
});

test('a long list grows while it is scrolled, and is where it was left when one comes back', async ({ page }) => {
  const field = await open(page, '/field/records/calibrations');
  const rows = page.getByRole('table', { name: 'Calibrations' }).getByRole('row');
  const { total } = await records.get<{ total: number }>('/api/v1/calibrations?limit=1');
  expect(total).toBeGreaterThan(100);
  await expect(async () => {
    await page.mouse.wheel(0, 5_000);
    await expect(rows).toHaveCount(total + 1, { timeout: 500 });
  }).toPass();
  const link = rows.nth(total - 20).getByRole('link');
  await link.scrollIntoViewIfNeeded();
  // A calibration has no page of its own: the visit tells of it.
  await link.click();
  await expect(field.heading).toHaveText(/^Visit of/);
  await page.goBack();
  await expect(field.heading).toHaveText('Calibrations');
  await expect(link).toBeInViewport();
});

test('the calendar leads to the sheet of a visit, and that to what hangs at its site', async ({ page }) => {
  const visit = await firstOf('visits');
  const month = String(visit.record.begin).slice(0, 7);
  const field = await open(page, `/field/calendar?month=${month}`);
  const day = page.getByRole('table').getByRole('link').last();
  await expect(day).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await day.click();
  await expect(field.heading).toContainText('Visit of');
  await expect(page.getByRole('listitem').filter({ hasText: /Calibration of/ }).first()).toContainText('Fouling');
  await expect(page.getByRole('button', { name: 'Print' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'The site' }).click();
  await expect(page.getByRole('heading', { name: 'Equipment now' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: /Sonde/ })).toBeVisible();
  await page.getByLabel(/On a day/).fill('2001-01-01');
  await expect(page.getByRole('heading', { name: 'Equipment on 2001-01-01' })).toBeVisible();
  await expect(page.getByText('None recorded.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('an administrator makes an account, gives a role and takes it, and the log tells of it', async ({ page }) => {
  const field = await open(page, '/field/admin');
  await expect(field.heading).toHaveText('Accounts');
  const make = async (name: string): Promise<void> => {
    await page.getByLabel(/Name to sign in by/).fill(name);
    await page.getByLabel('Password', { exact: true }).fill('ten thousand buckets');
    await page.getByRole('button', { name: 'Make the account' }).click();
  };
  await make('No Name');
  await expect(page.getByRole('alert').filter({ hasText: "'No Name'" })).toBeVisible();
  await make('partner.1');
  await expect(page.getByText('The account partner.1 is made.')).toBeVisible();
  const card = page.getByRole('listitem').filter({ hasText: 'partner.1' });
  await card.getByLabel('Role in local:demo').selectOption('technician');
  await expect(page.getByText('partner.1 is technician in local:demo.')).toBeVisible();
  await card.getByLabel('Role in local:demo').selectOption('No role');
  await expect(page.getByText('partner.1 has no role in local:demo.')).toBeVisible();
  await card.getByText('Password and access').click();
  await card.getByRole('button', { name: 'Shut out' }).click();
  await expect(page.getByText('partner.1 is shut out')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Log of changes' }).click();
  await expect(field.heading).toHaveText('Log of changes');
  await page.getByRole('searchbox').fill('partner.1');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'role' }).first()).toContainText(ADMINISTRATOR);
  expect(await violations(page)).toEqual([]);
});

test.describe('in dark colours on a phone', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 390, height: 844 } });

  test('axe finds nothing on the lists, an item and a sheet', async ({ page }) => {
    const item = await firstOf('equipment');
    const visit = await firstOf('visits');
    const field = await open(page, '/field/equipment');
    for (const path of [
      '/field/equipment',
      `/field/equipment/${item.id}`,
      '/field/records',
      '/field/records/visits',
      '/field/calendar',
      `/field/visits/${visit.id}/sheet`,
      '/field/admin',
      '/field/log',
    ]) {
      await page.goto(`${sidecar.url}${path}`);
      await expect(field.heading).toBeVisible();
      await expect(page.getByText(/^Loading/)).toHaveCount(0);
      expect(await violations(page), path).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${path} is wider than the phone`).toBeLessThanOrEqual(390);
    }
  });
});

test('signing in fetches no code of pages, and each page opens without a server', async ({ page }) => {
  test.setTimeout(120_000);
  const asked: string[] = [];
  page.on('request', (request) => {
    const name = /\/field\/chunks\/(.+)-[0-9a-f]{16}\.wasm$/.exec(request.url())?.[1];
    if (name !== undefined) {
      asked.push(name);
    }
  });
  const field = new Field(page);
  await page.goto(`${sidecar.url}/field`);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(asked).toEqual([]);
  await field.signIn(ADMINISTRATOR, PASSWORD);
  await expect(page.getByText(/^Ready for offline use/)).toBeVisible({ timeout: 60_000 });
  expect(asked).not.toContain('records');

  await sidecar.pause();
  try {
    await expect(field.status).toContainText('Offline since', { timeout: 90_000 });
    await page.getByRole('link', { name: 'Equipment', exact: true }).click();
    await expect(field.heading).toHaveText('Equipment');
    await expect(page.getByRole('searchbox', { name: /Serial number/ })).toBeVisible();
    await page.goto(`${sidecar.url}/field/records`);
    await expect(page.getByRole('main').getByRole('listitem').getByRole('link').first()).toBeVisible();
    await expect(page.getByText('This page could not be loaded')).toBeHidden();
  } finally {
    await sidecar.resume();
  }
});

test.describe('when the code of a page does not come', () => {
  test.use({ serviceWorkers: 'block', tolerated: /Failed to load resource|Failed to fetch|[Ss]ervice ?[Ww]orker/ });

  test('the page says so, and trying again brings it', async ({ page }) => {
    const field = await open(page, '/field');
    await expect(field.heading).toHaveText('Visits');
    await page.route('**/field/chunks/records-*', (route) => route.abort('connectionrefused'));
    await page.getByRole('link', { name: 'Equipment', exact: true }).click();
    const told = page.getByRole('alert').filter({ hasText: 'This page could not be loaded' });
    await expect(told).toBeVisible();
    await expect(field.heading).toHaveText('Equipment');
    expect(await violations(page)).toEqual([]);
    await page.unroute('**/field/chunks/records-*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(told).toBeHidden();
    await expect(page.getByRole('searchbox', { name: /Serial number/ })).toBeVisible();
  });
});
