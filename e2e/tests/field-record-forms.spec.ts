// Records of their own in the field app: items, models, standards, limits, people; written, changed and deleted by those who may.
import type { Page } from '@playwright/test';
import { violations } from '../harness/axe';
import { everythingByTab } from '../harness/keyboard';
import { PASSWORD, Records, TECHNICIAN } from '../harness/records';
import { Sidecar } from '../harness/sidecar';
import { expect, test } from '../harness/test';
import { Field } from '../pages/field';

const ADMINISTRATOR = 'administrator';

// What is in use is not deleted: the server refuses it.
test.use({ tolerated: /Failed to load resource/, viewport: { width: 820, height: 1180 } });
test.describe.configure({ mode: 'default' });

let sidecar: Sidecar;
let records: Records;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  sidecar = await Sidecar.start({ name: 'field-record-forms', demo: true });
  await sidecar.addUser(ADMINISTRATOR, PASSWORD, 'local:demo', 'administrator');
  await sidecar.addUser(TECHNICIAN, PASSWORD, 'local:demo', 'technician');
  records = await Records.signIn(sidecar.url, ADMINISTRATOR, PASSWORD);
});

test.afterAll(async () => sidecar.stop());

async function open(page: Page, path: string, account = ADMINISTRATOR): Promise<Field> {
  const field = new Field(page);
  await page.goto(`${sidecar.url}${path}`);
  await field.signIn(account, PASSWORD);
  return field;
}

/** Finishes the form and waits until the server has it. */
async function finish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  await expect(page.getByText(/sent, version \d+ at the server/)).toBeVisible({ timeout: 30_000 });
}

test('a maker, a model, an item of it and a standard are entered, and each is offered on the next form', async ({ page }) => {
  const field = await open(page, '/field/records/organizations');
  await page.getByRole('button', { name: 'New organization' }).click();
  await expect(field.heading).toHaveText('New organization');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not finished yet' })).toContainText('Name is missing');
  await page.getByLabel('Name', { exact: true }).fill('Synthetic instruments');
  await page.getByLabel(/^Code/).fill('SYN');
  await page.getByLabel('Type', { exact: true }).selectOption({ label: 'Manufacturer' });
  await page.getByLabel(/^Its page/).fill('ftp://nowhere');
  await page.getByRole('button', { name: 'Finish', exact: true }).click();
  await expect(page.getByText("'ftp://nowhere' is no address").first()).toBeVisible();
  await page.getByLabel(/^Its page/).fill('https://example.org');
  // Every keystroke is kept.
  await page.reload();
  await expect(page.getByLabel(/^Its page/)).toHaveValue('https://example.org');
  await finish(page);

  await page.goto(`${sidecar.url}/field/records/equipment-models`);
  await page.getByRole('button', { name: 'New equipment model' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Synthetic probe');
  await field.choose(page.locator('main'), 'Maker', 'Synthetic instruments');
  await page.getByLabel('It measures').check();
  await page.getByRole('button', { name: 'Add an output variable' }).click();
  await page.getByRole('button', { name: 'Add an output variable' }).click();
  const output = page.getByRole('group', { name: 'Output variable 1' });
  await output.getByLabel('Code of the variable').fill('WTEMP');
  await output.getByLabel('Unit it comes in').fill('°C');
  await output.getByLabel(/^Further units/).fill('°F, K');
  await output.getByLabel(/^Resolution/).fill('0.01');
  // The second row stays blank, and is no part of the record.
  await page.reload();
  await expect(output.getByLabel(/^Further units/)).toHaveValue('°F, K');
  expect(await everythingByTab(page)).toEqual({ unreached: [], unmarked: [] });
  await finish(page);

  await page.goto(`${sidecar.url}/field/equipment`);
  await page.getByRole('button', { name: 'New item of equipment' }).click();
  await page.getByLabel(/^Code/).fill('SYN-PROBE-1');
  await page.getByLabel('Name', { exact: true }).fill('Probe');
  await page.getByLabel('Type', { exact: true }).selectOption({ label: 'Sensor' });
  await field.choose(page.locator('main'), 'Model', 'Synthetic probe');
  await page.getByLabel('Serial number', { exact: true }).fill('SN-9');
  await field.choose(page.locator('main'), 'Owner', 'Synthetic instruments');
  await finish(page);
  await page.getByRole('link', { name: 'Its page' }).click();
  await expect(field.heading).toHaveText('SYN-PROBE-1 Probe');

  await page.goto(`${sidecar.url}/field/records/reference-materials`);
  await page.getByRole('button', { name: 'New standard' }).click();
  await page.getByLabel(/^Name/).fill('pH 4 buffer');
  await page.getByLabel(/^Code/).first().fill('BUFFER-04');
  await page.getByLabel('Lot', { exact: true }).fill('L-4');
  await page.getByLabel(/^Good until \(UTC-07:00\)/).fill('2098-05-31');
  await page.getByLabel('Medium', { exact: true }).selectOption({ label: 'Liquid aqueous' });
  await page.getByRole('button', { name: 'Add a value' }).click();
  const value = page.getByRole('group', { name: 'Value 1' });
  await value.getByLabel('Code of the variable').fill('PH');
  await value.getByLabel('Value', { exact: true }).fill('4.01');
  await value.getByLabel('Unit', { exact: true }).fill('pH');
  await value.getByLabel(/^At the temperature/).fill('25');
  await finish(page);

  const { items } = await records.get<{ items: { record: Record<string, unknown> }[] }>('/api/v1/reference-materials?q=BUFFER-04');
  // Known to the day, by the clock of the network.
  expect(items[0]?.record.expires).toBe('2098-05-31-07:00');
  expect(items[0]?.record.values).toMatchObject([{ variable: 'PH', value: '4.01', unit: 'pH', temperature_c: '25' }]);
  const models = await records.get<{ items: { record: { output_variables: object[] } }[] }>('/api/v1/equipment-models?q=probe');
  expect(models.items[0]?.record.output_variables).toMatchObject([{ variable: 'WTEMP', unit: '°C', other_units: ['°F', 'K'] }]);
});

test('a record tells what is known of it, is changed, and is deleted with a reason unless others name it', async ({ page }) => {
  const field = await open(page, '/field/records/methods');
  await page.getByRole('button', { name: 'New method' }).click();
  await page.getByLabel('Name', { exact: true }).fill('By hand');
  await page.getByLabel(/^Code/).fill('HAND');
  await page.getByLabel(/^For actions/).selectOption({ label: 'Observation' });
  await finish(page);
  await page.getByRole('link', { name: 'Its page' }).click();
  await expect(field.heading).toHaveText('Method By hand');
  await expect(page.getByText('Observation', { exact: true })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByLabel('About it').fill('Read from the staff.');
  await finish(page);
  await page.getByRole('link', { name: 'Its page' }).click();
  await expect(page.getByText('Read from the staff.')).toBeVisible();
  await expect(page.getByText(/version 2/)).toBeVisible();

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete this method' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'needs a reason' })).toBeVisible();
  await page.getByLabel('Why it is deleted').fill('entered twice');
  await page.getByRole('button', { name: 'Delete this method' }).click();
  await expect(field.status).toContainText('everything sent', { timeout: 30_000 });
  const left = await records.get<{ total: number }>('/api/v1/methods?q=HAND');
  expect(left.total).toBe(0);
  // The log calls it by its name, also now that it is gone, and leads to all its changes.
  await page.goto(`${sidecar.url}/field/log`);
  await page.getByRole('link', { name: 'Method By hand' }).first().click();
  await expect(page.getByLabel(/^Of one record/)).not.toHaveValue('');
  await expect(page.getByRole('listitem').filter({ hasText: 'Method By hand' })).toHaveCount(3);

  // The model of the demonstration's sondes is in use: the items that name it are told by their names.
  await page.goto(`${sidecar.url}/field/records/equipment-models`);
  await page.getByRole('link', { name: 'Synthetic multiparameter sonde' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByLabel('Why it is deleted').fill('no longer made');
  await page.getByRole('button', { name: 'Delete this equipment model' }).click();
  const refused = page.getByText(/Needs attention/);
  await expect(refused).toContainText('SYN-', { timeout: 30_000 });
  await expect(refused).not.toContainText('/api/v1/');
  await page.getByRole('button', { name: 'Take it out, unsent' }).click();
  await expect(refused).toHaveCount(0);
});

test("a network's limits start from the usual ones and are kept by who keeps its data", async ({ page }) => {
  const field = await open(page, '/field/records/limits');
  await page.getByRole('button', { name: 'New set of limits' }).click();
  const first = page.getByRole('group', { name: 'Parameter 1', exact: true });
  await expect(first.getByLabel('Name', { exact: true })).not.toHaveValue('');
  await first.getByRole('group', { name: /^Calibration criterion/ }).getByLabel('In the unit').fill('0.15');
  await finish(page);
  const { items } = await records.get<{ items: { record: { parameters: { criterion: object }[] } }[] }>('/api/v1/limits');
  expect(items[0]?.record.parameters[0]?.criterion).toMatchObject({ absolute: '0.15' });

  await page.goto(`${sidecar.url}/field`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await field.signIn(TECHNICIAN, PASSWORD);
  await expect(page.getByText('Signed in as technician')).toBeVisible();
  await page.goto(`${sidecar.url}/field/records/limits`);
  await expect(page.getByText('1 record.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New set of limits' })).toHaveCount(0);
  await page.goto(`${sidecar.url}/field/records/methods`);
  await expect(page.getByRole('button', { name: 'New method' })).toBeVisible();
});
