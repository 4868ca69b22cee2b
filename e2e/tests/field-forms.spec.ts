// What the field app's forms are for beside an afternoon at a gage: equipment put in place and taken out, work at the bench and at
// the maker, visits that only the server has, two tabs, a tablet that breaks, a camera.
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { violations } from '../harness/axe';
import { PASSWORD, Records, type Row, TECHNICIAN } from '../harness/records';
import { Sidecar } from '../harness/sidecar';
import { expect, test } from '../harness/test';
import { Field } from '../pages/field';

const SITE = 'TR-30';
const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const DAY = day(2);
const MANAGER = 'manager';

test.use({ tolerated: /Failed to load resource/, viewport: { width: 820, height: 1180 } });
test.describe.configure({ mode: 'default' });

let sidecar: Sidecar;
let records: Records;
let siteKey: number;
let siteName: string;
let oxygenSensor: string;
let swapped: string[];

/** An oxygen sensor with a thermometer in stock, another at the maker, a logger in place; two reference points; a measurement. */
test.beforeAll(async () => {
  test.setTimeout(180_000);
  sidecar = await Sidecar.start({ name: 'field-forms', demo: true });
  await sidecar.addUser(TECHNICIAN, PASSWORD, 'local:demo', 'technician');
  records = await Records.signIn(sidecar.url, TECHNICIAN, PASSWORD);
  const sites = await records.get<{ key: number; code: string; name: string }[]>('/api/v1/sites');
  const site = sites.find(({ code }) => code === SITE);
  siteKey = site?.key ?? 0;
  siteName = site?.name ?? '';
  const { items } = await records.get<{ items: Row[] }>('/api/v1/organizations?network=local:demo');
  const owner = items[0]?.id;
  const model = (name: string, outputs: [string, string][]): Promise<string> =>
    records.put('equipment-models', {
      name,
      manufacturer: owner,
      is_instrument: outputs.length > 0,
      output_variables: outputs.map(([variable, unit]) => ({ variable, unit })),
    });
  const optode = await model('Synthetic optode', [
    ['ODO', 'mg/L'],
    ['WTEMP', '°C'],
  ]);
  const logger = await model('Synthetic logger', []);
  const item = (code: string, type: string, of: string, status = 'inStock'): Promise<string> =>
    records.put('equipment', {
      code,
      name: type === 'datalogger' ? 'Logger' : 'Optode',
      equipment_type: type,
      model: of,
      serial_number: `SN-${code}`,
      owner,
      status,
    });
  oxygenSensor = await item('OPT-1', 'sensor', optode);
  await item('OPT-2', 'sensor', optode, 'atFactory');
  swapped = [await item('SWAP-1', 'sensor', optode), await item('SWAP-2', 'sensor', optode)];
  const box = await item('LOG-1', 'datalogger', logger);
  await records.put('deployments', {
    site: siteKey,
    action_type: 'equipmentDeployment',
    equipment: box,
    begin: `${day(90)}T10:00-07:00`,
  });
  const elsewhere = sites.find(({ code }) => code === 'HF-30')?.key;
  for (const [of, name, elevation] of [
    [siteKey, 'RP1', '2.000'],
    [siteKey, 'RP2', '2.348'],
    [elsewhere, 'RP far', '1.000'],
  ]) {
    await records.put('reference-points', {
      site: of,
      name,
      datum: 'localDatum',
      periods: [{ from: `${day(900)}-07:00`, elevation, unit: 'm' }],
    });
  }
  await records.put('actions', {
    site: siteKey,
    action_type: 'dischargeMeasurement',
    begin: `${day(40)}T10:00-07:00`,
    discharge: {
      value: '1.10',
      unit: 'm³/s',
      gage_height: '0.520',
      gage_height_unit: 'm',
      discharge_method: 'wading',
      quality_rating: 'good',
      control_condition: 'clear',
    },
  });
  await sidecar.addUser(MANAGER, PASSWORD, 'local:demo', 'manager');
  const manager = await Records.signIn(sidecar.url, MANAGER, PASSWORD);
  const own = (vocabulary: string, code: string, name: string): Promise<string> =>
    manager.put('terms', { vocabulary, code, name });
  await own('controlCondition', 'reeds', 'Reeds on the control');
  await own('completedWork', 'steps', 'Steps mended');
});

test.afterAll(async () => sidecar.stop());

async function open(page: Page, path: string): Promise<Field> {
  const field = new Field(page);
  await page.goto(`${sidecar.url}${path}`);
  await field.signIn(TECHNICIAN, PASSWORD);
  return field;
}

/** Begins a visit of the site on a day that is over. */
async function begin(page: Page): Promise<Field> {
  const field = await open(page, '/field');
  await expect(page.getByText(/^Ready for offline use|^Sites and records as of/)).toBeVisible({ timeout: 60_000 });
  await page.getByLabel('Name or code').fill(SITE);
  await page.getByRole('button', { name: `Begin a visit of ${siteName}` }).click();
  const visit = field.region('The visit');
  await visit.getByLabel(/^Begin \(/).fill(`${DAY}T10:00`);
  await visit.getByLabel(/^End \(/).fill(`${DAY}T12:00`);
  return field;
}

async function finish(page: Page, field: Field): Promise<void> {
  await page.getByRole('button', { name: /^Finish/ }).click();
  await expect(field.status).toContainText('everything sent', { timeout: 30_000 });
}

test('an item is put in place with what it feeds, a logger is looked at, and each is taken out only from where it is', async ({ page }) => {
  test.setTimeout(120_000);
  const field = await begin(page);
  const deployment = await field.add('Deployment');
  const item = deployment.getByLabel('Item', { exact: true });
  // What is at the maker is offered with all, and asks why.
  await expect(item.locator('option').filter({ hasText: 'OPT-2' })).toHaveCount(0);
  await expect(item.locator('option').filter({ hasText: 'LOG-1' })).toHaveCount(0);
  await deployment.getByLabel('Show all items, not only those at hand').check();
  await field.choose(deployment, 'Item', 'OPT-2');
  await expect(deployment.getByText("item 'OPT-2' is atFactory: say why it is deployed")).toBeVisible();
  await field.choose(deployment, 'Item', 'LOG-1');
  await expect(deployment.getByText(/^item 'LOG-1' is deployed at .* and is still there$/)).toBeVisible();
  await field.choose(deployment, 'Item', 'OPT-1');
  await expect(deployment.getByText(/is still there/)).toHaveCount(0);
  // The raw series of its variables are what it feeds; here its oxygen is loaded nowhere.
  const feeds = deployment.getByRole('group', { name: 'What it feeds' });
  await expect(feeds.getByLabel('WTEMP feeds').locator('option:checked')).toHaveText('Water temperature (°C), level 0');
  await expect(feeds.getByLabel('ODO feeds').locator('option:checked')).toHaveText('Dissolved oxygen (mg/L), level 0');
  await feeds.getByLabel('ODO feeds').selectOption('');
  await deployment.getByLabel(/^In place \(/).fill(`${DAY}T13:00`);
  await expect(deployment.getByText(/is after the visit ended/)).toBeVisible();
  await deployment.getByLabel(/^In place \(/).fill(`${DAY}T11:00`);
  await expect(deployment.getByText(/is after the visit ended/)).toHaveCount(0);

  const logger = await field.add('Check of the logger');
  await field.choose(logger, 'Logger', 'LOG-1');
  await logger.getByLabel(/^At \(/).fill(`${DAY}T11:10`);
  await logger.getByLabel(/^Its clock shows \(/).fill(`${DAY}T11:10:42`);
  await logger.getByLabel(/^Right time \(/).fill(`${DAY}T11:10:30`);
  await expect(logger.getByText('Its clock − right time: +12 s')).toBeVisible();
  await logger.getByLabel(/^Battery \(V\)/).fill('12.6');

  const other = await field.add('Other action');
  await field.choose(other, 'What was done', 'Specimen collection');
  await other.getByLabel(/^Begun \(/).fill(`${DAY}T11:15`);
  await other.getByLabel('Remarks').fill('two bottles');

  const retrieval = await field.add('Retrieval');
  const taken = retrieval.getByLabel('Item', { exact: true });
  await expect(taken.locator('option').filter({ hasText: 'LOG-1' })).toHaveCount(1);
  await expect(taken.locator('option').filter({ hasText: ', at ' })).toHaveCount(0);
  // What is elsewhere could never be finished here.
  await expect(taken.locator('option').filter({ hasText: 'DEMO-HF-30' })).toHaveCount(0);
  await expect(retrieval.getByText('An item at another site is taken out on a visit of that site.')).toBeVisible();
  await field.choose(retrieval, 'Item', 'LOG-1');
  await retrieval.getByLabel(/^Taken out \(/).fill(`${DAY}T11:30`);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await finish(page, field);
  await page.getByRole('link', { name: 'Its sheet' }).click();
  const steps = page.getByRole('listitem');
  await expect(steps.filter({ hasText: 'Check of the logger Logger SN-LOG-1' }).first()).toContainText('+12 s against the right time');
  await expect(steps.filter({ hasText: 'Specimen collection' }).first()).toContainText('two bottles');
  await expect(steps.filter({ hasText: 'Retrieval' }).first()).toBeVisible();
  const [made] = (await records.naming('deployments', oxygenSensor)).map((row) => row.record);
  const fed = made?.datastreams as { output_variable: string; processing_level: string }[];
  expect(fed.map((one) => [one.output_variable, one.processing_level])).toEqual([['WTEMP', '0']]);
});

test('a discharge measurement and a level survey are entered in their units, beside the last ones and what is recorded', async ({ page }) => {
  test.setTimeout(120_000);
  const field = await begin(page);
  // What the network added to the lists is offered as well.
  await page.getByLabel('Steps mended').check();
  const discharge = await field.add('Discharge measurement');
  await discharge.getByLabel(/^Begun \(UTC-07:00\)/).fill(`${DAY}T10:10`);
  await discharge.getByLabel(/^Ended \(/).fill(`${DAY}T10:55`);
  await expect(discharge.getByLabel('It took (h)')).toHaveValue('0.75');
  // The units are those of the last measurement, whose values stand beside today's.
  await expect(discharge.getByLabel('Unit of discharge', { exact: true })).toHaveValue('m³/s');
  const value = discharge.getByLabel('Discharge (m³/s)', { exact: true });
  await expect(value).toHaveAttribute('inputmode', 'decimal');
  await expect(discharge.getByText('last visit 1.10 m³/s')).toBeVisible();
  await expect(discharge.getByText('last visit 0.520 m')).toBeVisible();
  await value.fill('1,02');
  await expect(discharge.getByText("'1,02' is not a number")).toBeVisible();
  await value.fill('1.02');
  await discharge.getByLabel('Number of the measurement').fill('12');
  await discharge.getByLabel('Mean gage height (m)').fill('0.512');
  await discharge.getByLabel('Change of gage height meanwhile (m)').fill('-0.004');
  await expect(discharge.getByText('Gage height from 0.514 to 0.510 m')).toBeVisible();
  await expect(discharge.getByText(/^Record of discharge midway: .* m³\/s\. Measured − record: .* m³\/s \(.* %\)$/)).toBeVisible();
  await field.choose(discharge, 'How it was measured', 'Wading');
  await discharge.getByLabel('Uncertainty (%)').fill('-4');
  await expect(discharge.getByText('an uncertainty is not negative')).toBeVisible();
  await discharge.getByLabel('Uncertainty (%)').fill('4');
  await discharge.getByLabel(/^It is not to be used for the stage–discharge rating/).check();

  const levels = await field.add('Level survey');
  await levels.getByLabel(/^Begun \(/).fill(`${DAY}T11:00`);
  const origin = levels.getByLabel('Reference point whose height is held');
  await expect(origin.locator('option')).toHaveText(['Choose…', 'RP1, 2.000 m', 'RP2, 2.348 m']);
  await origin.selectOption({ label: 'RP1, 2.000 m' });
  const first = levels.getByRole('group', { name: 'Point 1' });
  await first.getByLabel('Reference point', { exact: true }).selectOption({ label: 'RP2, 2.348 m' });
  await first.getByLabel('Height found (m)').fill('2.345');
  await expect(first.getByText(/^Recorded: 2\.348 m since .*; found − recorded: −0\.003 m$/)).toBeVisible();
  await levels.getByRole('button', { name: 'Add a point' }).click();
  const second = levels.getByRole('group', { name: 'Point 2' });
  await expect(second.getByLabel('Unit', { exact: true })).toHaveValue('m');
  await second.getByLabel(/^Name of a point/).fill('staff gage at 1 m');

  // What is missing is told at its field, in the part and row where it is.
  await page.getByRole('button', { name: 'Finish the visit' }).click();
  await expect(discharge.getByText('quality rating is missing')).toBeVisible();
  await expect(discharge.getByText('control condition is missing')).toBeVisible();
  await expect(discharge.getByText('Why it is not to be used is missing')).toBeVisible();
  await expect(second.getByText('Height found is missing')).toBeVisible();
  await page.reload();
  await expect(discharge.getByLabel('Mean gage height (m)')).toHaveValue('0.512');
  await expect(first.getByLabel('Height found (m)')).toHaveValue('2.345');
  await field.choose(discharge, 'Quality rating', 'Good');
  await field.choose(discharge, 'Control condition', 'Reeds on the control');
  await discharge.getByLabel('Why it is not to be used').fill('backwater');
  await second.getByLabel('Height found (m)').fill('1.001');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await finish(page, field);
  const id = new URL(page.url()).pathname.split('/').pop() ?? '';

  await page.getByRole('link', { name: 'Its sheet' }).click();
  const steps = page.getByRole('listitem');
  const measured = steps.filter({ hasText: 'Discharge measurement: 1.02 m³/s' }).first();
  for (const line of ['Mean gage height: 0.512 m', 'Quality rating: good', 'Control condition: reeds on the control', 'Uncertainty: 4 %']) {
    await expect(measured).toContainText(line);
  }
  await expect(measured).toContainText('Not used for the stage–discharge rating: backwater');
  const surveyed = steps.filter({ hasText: 'Level survey' }).first();
  await expect(surveyed).toContainText('RP2: 2.345 m, -0.003 m against 2.348 m recorded');
  await expect(surveyed).toContainText('staff gage at 1 m: 1.001 m');
  await expect(page.getByText('Steps mended')).toBeVisible();

  // On another tablet the visit comes back from the server in the same forms.
  const other = await page.context().browser()?.newContext();
  const tablet = await other?.newPage();
  if (tablet === undefined) {
    throw new Error('no second browser');
  }
  const there = await open(tablet, `/field/visits/${id}`);
  await tablet.getByRole('button', { name: 'Bring it here to change it' }).click();
  await expect(there.region('Discharge measurement').getByLabel('Discharge (m³/s)', { exact: true })).toHaveValue('1.02');
  const again = there.region('Level survey').getByRole('group', { name: 'Point 1' });
  await expect(again.getByLabel('Height found (m)')).toHaveValue('2.345');
  await again.getByLabel('Height found (m)').fill('2.346');
  await finish(tablet, there);
  await other?.close();
  const actions = (await records.naming('actions', id)).map((row) => row.record);
  const survey = actions.find((action) => action.action_type === 'levelSurvey')?.levels as { points: { elevation: string }[] };
  expect(survey.points.map((point) => point.elevation)).toEqual(['2.346', '1.001']);
});

test('what was entered is taken away only after a question, and fields keep their places while one types', async ({ page }) => {
  const field = await begin(page);
  const check = await field.add('Calibration or check');
  // Result lines take a row of their own before they say anything.
  const after = check.getByLabel(/^Sensor after/);
  const place = async (): Promise<number | undefined> => (await after.boundingBox())?.x;
  const before = await place();
  await check.getByLabel(/^Sensor before/).fill('8.05');
  await check.getByLabel(/^Field meter before/).fill('8.00');
  await expect(check.getByText('Sensor − field meter: +0.05')).toBeVisible();
  expect(await place()).toBe(before);

  await check.getByRole('button', { name: 'Remove this calibration or check' }).click();
  await check.getByRole('button', { name: 'Keep it' }).click();
  await expect(check.getByLabel(/^Sensor before/)).toHaveValue('8.05');
  await check.getByRole('button', { name: 'Remove this calibration or check' }).click();
  await check.getByRole('button', { name: 'Yes: remove this calibration or check' }).click();
  await expect(check).toHaveCount(0);

  const visit = page.url();
  await page.getByRole('button', { name: 'Discard this draft' }).click();
  const asked = page.getByRole('group', { name: 'Everything that was entered here will be gone.' });
  await expect(asked.getByRole('button', { name: 'Keep it' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Keep it' }).click();
  expect(page.url()).toBe(visit);
  await page.getByRole('button', { name: 'Discard this draft' }).click();
  await asked.getByRole('button', { name: 'Yes: discard this draft' }).click();
  await expect(field.heading).toHaveText('Visits');
});

test('at the bench oxygen is held against saturation, a thermometer against another; the maker is told of', async ({ page }) => {
  test.setTimeout(120_000);
  const field = await open(page, `/field/equipment/${oxygenSensor}`);
  await page.getByRole('button', { name: 'Bench calibration' }).click();
  await expect(field.heading).toHaveText('Bench calibration of OPT-1 Optode');
  const form = field.region('Calibration or check');
  await field.choose(form, 'Output variable', 'ODO');
  await form.getByLabel(/^Begun \(/).fill(`${DAY}T09:00`);
  const oxygen = form.getByRole('group', { name: /^In air-saturated water/ });
  // USGS 2011.03, table at 760 mmHg: 9.09 mg/L at 20 °C. 8.70 lacks 0.392 of 9.092, which is 4.3 %.
  await oxygen.getByLabel(/^Temperature/).fill('20');
  await oxygen.getByLabel(/^Air pressure/).fill('760');
  await oxygen.getByLabel(/^Saturated: as found/).fill('8.70');
  await expect(oxygen.getByText(/^Saturation 9\.09 mg\/L .* The sensor shows 95\.7 % of it, −0\.39 mg\/L \(−4\.3 %\)/)).toBeVisible();
  await expect(form.getByText('As found it does not pass')).toBeVisible();
  await oxygen.getByLabel(/^Saturated: as left/).fill('9.09');
  await expect(form.getByText('As left it passes')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await finish(page, field);
  await page.getByRole('link', { name: 'The item' }).click();
  await page.getByText('Each of them').click();
  const checks = page.getByRole('table', { name: 'Calibrations of the item' });
  await expect(checks.getByRole('row', { name: /ODO \(mg\/L\).*at the bench/ })).toHaveCount(1);

  await page.getByRole('button', { name: 'Bench calibration' }).click();
  await field.choose(form, 'Output variable', 'WTEMP');
  const warm = form.getByRole('group', { name: 'Temperature 1' });
  await warm.getByLabel(/^Reference thermometer shows/).fill('20.00');
  await warm.getByLabel(/^As found/).fill('20.10');
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(warm.getByText('a check needs a standard or a reference instrument')).toBeVisible();
  await field.choose(form, 'Reference instrument, such as a thermometer', 'OPT-2');
  await expect(warm.getByText('a check needs a standard or a reference instrument')).toHaveCount(0);
  await expect(form.getByText('Drift −0.10 °C', { exact: true })).toBeVisible();
  await finish(page, field);

  await page.getByRole('link', { name: 'The item' }).click();
  await page.getByRole('button', { name: 'Factory service' }).click();
  await expect(field.heading).toHaveText('Factory service of OPT-1 Optode');
  const service = field.region('Factory service');
  await service.getByLabel(/^Sent \(/).fill(`${day(30)}T09:00`);
  await service.getByLabel(/^Back \(/).fill(`${day(40)}T09:00`);
  await expect(service.getByText(/is before the begin/)).toBeVisible();
  await service.getByLabel(/^Back \(/).fill(`${day(20)}T09:00`);
  await service.getByLabel('Why', { exact: true }).fill('new membrane');
  await finish(page, field);
  await page.getByRole('link', { name: 'The item' }).click();
  const done = page.getByRole('table', { name: 'Actions on the item' });
  await expect(done.getByRole('row', { name: /Factory service.*new membrane/ })).toHaveCount(1);
});

test('a visit that only the server has is read on its sheet, and brought here to be changed', async ({ page }) => {
  const id = await records.put('visits', {
    site: siteKey,
    begin: `${day(9)}T10:00-07:00`,
    end: `${day(9)}T11:00-07:00`,
    party: 'another crew',
    status: 'final',
  });
  await records.put('actions', {
    site: siteKey,
    visit: id,
    action_type: 'observation',
    begin: `${day(9)}T10:10-07:00`,
    readings: [
      { variable: 'STAGE', value: '0.51', unit: 'm', reading_type: 'routine', when: `${day(9)}T10:10-07:00` },
      { variable: 'STAGE', value: '0.53', unit: 'm', reading_type: 'routine', when: `${day(9)}T10:20-07:00` },
    ],
  });
  // A swap is two records at the server.
  const [old, spare] = swapped;
  const placed = { site: siteKey, action_type: 'instrumentDeployment', datastreams: [] };
  const deployment = await records.put('deployments', { ...placed, equipment: old, begin: `${day(60)}T10:00-07:00` });
  await records.put('actions', {
    site: siteKey,
    visit: id,
    action_type: 'instrumentRetrieval',
    deployment,
    begin: `${day(9)}T10:15-07:00`,
    description: 'worn out',
  });
  await records.put('deployments', { ...placed, visit: id, equipment: spare, begin: `${day(9)}T10:50-07:00` });
  const field = await open(page, `/field/visits/${id}`);
  await expect(page.getByRole('heading', { name: 'This visit is not on this device' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Its sheet' }).click();
  await expect(page.getByText('another crew')).toBeVisible();
  await page.getByRole('link', { name: 'Change it' }).click();
  await page.getByRole('button', { name: 'Bring it here to change it' }).click();
  await expect(field.heading).toHaveText(`Visit of ${siteName}`);
  const values = field.region('Reading').getByLabel(/^Reading, such as/);
  await expect(values.nth(0)).toHaveValue('0.51');
  await values.nth(1).fill('0.54');
  const swap = field.region('Swap of equipment');
  await expect(swap.getByText('35 min out of the water')).toBeVisible();
  await expect(swap.getByLabel('Old item').locator('option:checked')).toContainText('SWAP-1');
  await expect(swap.getByLabel('New item').locator('option:checked')).toContainText('SWAP-2');
  await expect(field.region('Retrieval')).toHaveCount(0);
  await expect(field.region('Deployment')).toHaveCount(0);
  await swap.getByLabel(/^Back in the water \(/).fill(`${day(9)}T10:55`);
  await expect(swap.getByText('40 min out of the water')).toBeVisible();
  // Meanwhile another field is changed at a desk: both stay.
  await records.change('visits', id, { weather: 'Rain' });
  await page.getByLabel('Remarks').first().fill('read again at home');
  await finish(page, field);
  const { version, record } = await records.get<Row>(`/api/v1/visits/${id}`);
  expect([version, record.remarks, record.weather]).toEqual([3, 'read again at home', 'Rain']);
  const actions = (await records.naming('actions', id)).map((row) => row.record);
  const read = actions.find((action) => action.action_type === 'observation')?.readings as { value: string }[];
  expect(read.map((reading) => reading.value)).toEqual(['0.51', '0.54']);
  const back = (await records.naming('deployments', id)).map((row) => row.record);
  expect(back.map(({ equipment, begin }) => [equipment, begin])).toEqual([[spare, `${day(9)}T10:55-07:00`]]);
});

test('one visit has one writer among the tabs, which another takes over with what was typed', async ({ page, context }) => {
  const field = await begin(page);
  await page.getByLabel('Remarks').fill('typed in the first tab');
  const second = await context.newPage();
  await second.goto(page.url());
  const elsewhere = new Field(second).region('It is open in another tab');
  await expect(elsewhere).toBeVisible();
  await expect(second.getByLabel('Remarks')).toBeDisabled();
  expect(await violations(second)).toEqual([]);
  await page.getByLabel('Remarks').fill('typed in the first tab, and more');
  await elsewhere.getByRole('button', { name: 'Take it over' }).click();
  await expect(second.getByLabel('Remarks')).toBeEnabled();
  await expect(second.getByLabel('Remarks')).toHaveValue('typed in the first tab, and more');
  await expect(field.region('It is open in another tab')).toBeVisible();
  await expect(page.getByLabel('Remarks')).toBeDisabled();
  await second.getByLabel('Remarks').fill('from the second');
  await second.close();
  // Left there, it is here again, as it was left.
  await expect(page.getByLabel('Remarks')).toBeEnabled();
  await expect(page.getByLabel('Remarks')).toHaveValue('from the second');
});

test('what a broken tablet could not send is saved as a file, and another one sends it', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const field = await begin(page);
  await page.context().setOffline(true);
  await page.getByLabel('Remarks').fill('from the broken one');
  await page.getByRole('button', { name: 'Finish the visit' }).click();
  const id = new URL(page.url()).pathname.split('/').pop() ?? '';
  await page.getByRole('link', { name: 'To your visits' }).click();
  const saving = page.waitForEvent('download');
  await field.region('Not yet sent').getByRole('button', { name: 'Save it all as a file' }).click();
  const file = await (await saving).path();
  expect(readFileSync(file, 'utf8')).toContain('from the broken one');

  const other = await browser.newContext();
  const tablet = await other.newPage();
  await open(tablet, '/field');
  const take = tablet.getByLabel('Take in a file of unsent work');
  await take.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(tablet.getByRole('alert').filter({ hasText: 'It is no file of unsent work' })).toBeVisible();
  await take.setInputFiles(file);
  await expect(tablet.getByText('1 changes and 1 visits were taken in.')).toBeVisible();
  await expect(new Field(tablet).status).toContainText('everything sent', { timeout: 30_000 });
  await other.close();
  // The broken one comes back after all: it arrives once.
  await page.context().setOffline(false);
  await expect(field.status).toContainText('everything sent', { timeout: 60_000 });
  const { version, record } = await records.get<Row>(`/api/v1/visits/${id}`);
  expect([version, record.remarks]).toEqual([1, 'from the broken one']);
});

test('a label is read by the camera where the browser can', async ({ page }) => {
  const field = await open(page, '/field/equipment');
  const scan = page.getByLabel('Scan with the camera');
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const picture = { name: 'label.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') };
  await page.addInitScript(() => {
    const found = { codes: [] as { rawValue: string }[] };
    Object.assign(window, {
      found,
      BarcodeDetector: class {
        detect(): Promise<{ rawValue: string }[]> {
          return Promise.resolve(found.codes);
        }
      },
    });
  });
  await page.reload();
  await scan.setInputFiles(picture);
  await expect(page.getByRole('alert').filter({ hasText: 'No code was found' })).toBeVisible();
  await page.evaluate(() => {
    (window as unknown as { found: { codes: { rawValue: string }[] } }).found.codes = [{ rawValue: 'SN-OPT-1' }];
  });
  await scan.setInputFiles(picture);
  await expect(field.heading).toHaveText('OPT-1 Optode');
});
