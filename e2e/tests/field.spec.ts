import type { Page } from '@playwright/test';
import { violations } from '../harness/axe';
import { everythingByTab } from '../harness/keyboard';
import { PASSWORD, Records, type Row, TECHNICIAN } from '../harness/records';
import { Sidecar } from '../harness/sidecar';
import { Tablet } from '../harness/tablet';
import { expect, test } from '../harness/test';
import { Field } from '../pages/field';
import { PlotPage } from '../pages/plot';

const SITE = 'TR-30';

interface Streams {
  datastreams: { key: number; reference: string; variable_code: string; processing_level: string }[];
}

/** A day of the site's clock that is over, and one long before. */
const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const DAY = day(2);

// The server is away for a while, and refuses wrong passwords.
test.use({ tolerated: /Failed to load resource/ });

/** What a network has before the visit: two buffers, a turbidity sensor at the site, another in stock. */
async function prepare(records: Records): Promise<{ site: number; siteName: string; sonde: string; old: string }> {
  const sites = await records.get<{ key: number; code: string; name: string; network: string }[]>('/api/v1/sites');
  const site = sites.find(({ code }) => code === SITE);
  if (site === undefined) {
    throw new Error(`there is no site ${SITE}`);
  }
  const { datastreams } = await records.get<{
    datastreams: { key: number; variable_code: string; processing_level: string }[];
  }>(`/api/v1/sites/local/${SITE}`);
  const turbidity = datastreams.find((stream) => stream.variable_code === 'TURB' && stream.processing_level === '0');
  const { items } = await records.get<{ items: Row[] }>('/api/v1/organizations?network=local:demo');
  const maker = items[0]?.id;
  const buffer = (code: string, at15: string, at25: string): object => ({
    code,
    name: `pH ${code.slice(-2)} buffer`,
    medium: 'liquidAqueous',
    lot: `LOT-${code}`,
    expires: '2099-01-01-07:00',
    values: [
      { variable: 'PH', value: at15, unit: 'pH', temperature_c: '15' },
      { variable: 'PH', value: at25, unit: 'pH', temperature_c: '25' },
    ],
  });
  await records.put('reference-materials', buffer('BUFFER-07', '7.04', '7.00'));
  await records.put('reference-materials', buffer('BUFFER-10', '10.10', '10.00'));
  const model = await records.put('equipment-models', {
    name: 'Synthetic turbidity sensor',
    manufacturer: maker,
    is_instrument: true,
    output_variables: [{ variable: 'TURB', unit: 'NTU' }],
  });
  const sensor = (code: string): object => ({
    code,
    name: 'Turbidity sensor',
    equipment_type: 'turbidimeter',
    model,
    serial_number: `SN-${code}`,
    owner: maker,
    status: 'inStock',
  });
  const old = await records.put('equipment', sensor('TURB-OLD'));
  await records.put('equipment', sensor('TURB-NEW'));
  await records.put('deployments', {
    site: site.key,
    action_type: 'instrumentDeployment',
    equipment: old,
    begin: `${day(60)}T10:00-07:00`,
    datastreams: [
      { datastream: turbidity?.key, output_variable: 'TURB', unit: 'NTU', processing_level: '0', medium: 'liquidAqueous' },
    ],
  });
  return { site: site.key, siteName: site.name, sonde: `DEMO-${SITE}`, old };
}

/** The drafts in the tablet's database. */
function kept(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const open = indexedDB.open('gagehouse-field');
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction('drafts').objectStore('drafts').getAll();
          all.onsuccess = () => {
            open.result.close();
            resolve(String(all.result));
          };
        };
      }),
  );
}

/** Pictures of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
);

test('an afternoon at a gage: the server stops, the tablet is killed, and everything arrives once', async () => {
  test.setTimeout(400_000);
  const sidecar = await Sidecar.start({ name: 'field', demo: true });
  const tablet = new Tablet();
  try {
    await sidecar.addUser(TECHNICIAN, PASSWORD, 'local:demo', 'technician');
    const records = await Records.signIn(sidecar.url, TECHNICIAN, PASSWORD);
    const { siteName, sonde, old } = await prepare(records);
    const before = Math.max(...(await records.changes(0)).map((row) => row.seq));

    let page = await tablet.start();
    let field = new Field(page);
    await page.goto(`${sidecar.url}/field`);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
    await field.signIn(TECHNICIAN, PASSWORD);
    await expect(page.getByText(/^Ready for offline use/)).toBeVisible({ timeout: 60_000 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
    await page.getByLabel('Name or code').fill(SITE);
    await page.getByRole('button', { name: `Begin a visit of ${siteName}` }).click();
    await expect(field.heading).toHaveText(`Visit of ${siteName}`);

    await sidecar.pause();
    await expect(field.status).toContainText('Offline since', { timeout: 90_000 });

    // The staff gage against the sensor: 0.512 − 0.500 = 0.012 m; of a stage over its datum no percentage.
    await field.region('The visit').getByLabel(/^Begin \(/).fill(`${DAY}T10:00`);
    const reading = await field.add('Reading');
    await field.choose(reading, 'Read against', 'Stage (m)');
    await reading.getByLabel(/^Read at \(/).fill(`${DAY}T10:05`);
    await reading.getByLabel(/^Reading, such as/).fill('0.500');
    await reading.getByLabel(/^Sensor shows/).fill('0.512');
    await expect(reading.getByText('Sensor − reading: +0.012 m', { exact: true })).toBeVisible();
    await expect(reading.getByText(/not available: the server does not answer/)).toBeVisible();

    // pH before and after cleaning, by hand: fouling (8.20 − 8.05) − (8.02 − 8.00) = 0.13.
    const check = await field.add('Calibration or check');
    await field.choose(check, 'Instrument', sonde);
    await field.choose(check, 'Output variable', 'PH');
    await check.getByLabel(/^Begun \(/).fill(`${DAY}T10:10`);
    await check.getByLabel(/^Sensor before/).fill('8.05');
    await check.getByLabel(/^Field meter before/).fill('8.00');
    await expect(check.getByText('Sensor − field meter: +0.05 pH')).toBeVisible();

    // Killed in the middle of an entry, with the server away.
    await expect.poll(() => kept(page)).toContain('"meter_before":"8.00"');
    await tablet.kill();
    page = await tablet.start();
    field = new Field(page);
    await page.goto(`${sidecar.url}/field`);
    await expect(page.getByText('draft, kept on this device')).toBeVisible({ timeout: 30_000 });
    await page.getByRole('link', { name: siteName }).click();
    const again = field.region('Calibration or check');
    await expect(again.getByLabel(/^Field meter before/)).toHaveValue('8.00');
    await expect(field.region('Reading').getByLabel(/^Sensor shows/)).toHaveValue('0.512');

    await again.getByLabel(/^Sensor after/).fill('8.20');
    await again.getByLabel(/^Field meter after/).fill('8.02');
    await expect(again.getByText('Fouling +0.13 pH', { exact: true })).toBeVisible();

    // Two buffers at 20 °C, halfway between their stated temperatures: 7.02 and 10.05. Drift 7.02 − 7.10 = −0.08 and
    // 10.05 − 10.18 = −0.13; at 8.20 on the line between: −0.08 − 0.05 × (8.20 − 7.10) / (10.18 − 7.10) = −0.0979.
    // |0.13| + |−0.0979| = 0.2279: above 0.2 (excellent), within 0.5: good.
    // Electrode: (−2 − (−174)) / (10.05 − 7.02) = 56.77 mV/pH; Nernst's at 20 °C 58.17: 97.59 %.
    for (const [at, code, value, found, millivolts] of [
      [1, 'pH 07', '7.02', '7.10', '-2'],
      [2, 'pH 10', '10.05', '10.18', '-174'],
    ] as const) {
      const standard = again.getByRole('group', { name: `Standard ${at}` });
      await field.choose(standard, 'Standard', code);
      await standard.getByLabel(/^Temperature/).fill('20');
      await expect(standard.getByLabel(/^Its value/)).toHaveValue(value);
      await standard.getByLabel(/^As found/).fill(found);
      await standard.getByLabel(/^As left/).fill(value);
      await standard.getByLabel(/^Electrode/).fill(millivolts);
    }
    await expect(again.getByText('Drift −0.10 pH', { exact: true })).toBeVisible();
    await expect(again.getByText('|Fouling| + |drift| 0.23 pH: the record since the last visit is good')).toBeVisible();
    await expect(again.getByText('As found it passes')).toBeVisible();
    await expect(again.getByText(/^Slope of the electrode 97\.6 %/)).toBeVisible();
    await expect(again.getByText(/^The record needs correction from/)).toContainText(`to ${DAY} 10:10 (UTC−07:00)`);

    const swap = await field.add('Swap of equipment');
    await field.choose(swap, 'Old item', 'TURB-OLD');
    await swap.getByLabel(/^Out of the water \(/).fill(`${DAY}T10:30`);
    await field.choose(swap, 'New item', 'TURB-NEW');
    await swap.getByLabel(/^Back in the water \(/).fill(`${DAY}T11:05`);
    await expect(swap.getByText('35 min out of the water')).toBeVisible();
    // Old and new in the water together: 12.0 − 11.4 = 0.6 NTU, 0.6 / 11.4 = 5.3 %; sondes agree within the larger of 3 NTU, 3 %.
    const both = swap.getByRole('group', { name: /^Side by side/ });
    await both.getByLabel(/^Both read \(/).fill(`${DAY}T10:25`);
    await both.getByLabel(/^Old shows TURB/).fill('12.0');
    await both.getByLabel(/^New shows TURB/).fill('11.4');
    await expect(both.getByText('Old − new: +0.6 NTU (+5.3 %): they agree (within 3 NTU)')).toBeVisible();

    const photo = page.getByLabel('Photo', { exact: true });
    await photo.setInputFiles([{ name: 'script.mjs', mimeType: 'text/javascript', buffer: Buffer.from('export {};') }]);
    await expect(page.getByText("'script.mjs' is no picture that can be shown, and was not added")).toBeVisible();
    await photo.setInputFiles([
      { name: 'upstream.png', mimeType: 'image/png', buffer: PNG },
      { name: 'sensor.jpg', mimeType: 'image/jpeg', buffer: JPEG },
    ]);
    await expect(field.region('Photo')).toHaveCount(2);
    await field.region('Photo').first().getByLabel('Caption').fill('Upstream of the gage');

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
    // From the top of the page, opened anew without a server.
    await page.reload();
    await expect(field.region('Photo')).toHaveCount(2);
    expect(await everythingByTab(page)).toEqual({ unreached: [], unmarked: [] });

    await field.region('The visit').getByLabel(/^End \(/).fill(`${DAY}T11:30`);
    await page.getByRole('button', { name: 'Finish the visit' }).click();
    await expect(field.status).toContainText('9 not yet sent');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }

    await sidecar.resume();
    // A browser that was killed may have lost its session's cookie; then it asks for the password and keeps everything.
    const asked = field.region('Sign in again');
    await expect(asked.or(field.status.filter({ hasText: 'everything sent' })).first()).toBeVisible({ timeout: 60_000 });
    if (await asked.isVisible()) {
      await asked.getByLabel('Password').fill(PASSWORD);
      await asked.getByRole('button', { name: 'Sign in' }).click();
    }
    await expect(field.status).toContainText('everything sent', { timeout: 60_000 });
    await expect(page.getByText('sent, version 1 at the server')).toHaveCount(7);

    // A visit, a reading, a calibration, a retrieval, a deployment, two photos: each once, in its first version.
    const after = (await records.changes(0)).filter((row) => row.seq > before);
    const kinds = after.map((row) => row.kind).sort();
    expect(kinds).toEqual(['actions', 'actions', 'attachments', 'attachments', 'calibrations', 'deployments', 'visits']);
    expect(after.every((row) => row.version === 1)).toBe(true);
    const visit = after.find((row) => row.kind === 'visits');
    const [calibration] = await records.naming('calibrations', visit?.id ?? '');
    const whole = await records.get<Row>(`/api/v1/calibrations/${calibration?.id}`);
    const verdict = whole.computed?.['verdict'] as { fouling: number; drift: number; accuracy: string };
    expect(verdict.fouling).toBeCloseTo(0.13, 6);
    expect(verdict.drift).toBeCloseTo(-0.0978571, 6);
    expect(verdict.accuracy).toBe('good');
    const item = await records.get<Row>(`/api/v1/equipment/${old}`);
    expect(item.computed?.['deployed']).toBeUndefined();
    for (const row of after.filter(({ kind }) => kind === 'attachments')) {
      const content = await page.request.get(`${sidecar.url}/api/v1/attachments/${row.id}/content`);
      expect(content.ok()).toBe(true);
    }

    // On the plots of the series that it explains, each at its time: 10:05 on the site's clock is 17:05 UTC.
    const at = (clock: string): string => `${DAY} ${String(Number(clock.slice(0, 2)) + 7).padStart(2, '0')}${clock.slice(2)}`;
    const streams = (await records.get<Streams>(`/api/v1/sites/local/${SITE}`)).datastreams;
    const raw = (code: string): string =>
      streams.find((stream) => stream.variable_code === code && stream.processing_level === '0')?.reference ?? '';
    const plot = new PlotPage(page);
    for (const [code, marks] of [
      ['TURB', [
        ['Visit', `${at('10:00')} to`],
        ['Deployment of Turbidity sensor SN-TURB-OLD', `to ${at('10:30')}`],
        ['TURB: 11.4 NTU (reference)', at('10:25')],
        ['Retrieval of Turbidity sensor SN-TURB-OLD', at('10:30')],
        ['Deployment of Turbidity sensor SN-TURB-NEW', at('11:05')],
      ]],
      ['PH', [
        ['Calibration of PH', at('10:10')],
        ['Field meter before cleaning: 8.00 pH', at('10:10')],
      ]],
      ['STAGE', [['STAGE: 0.500 m (routine)', at('10:05')]]],
    ] as const) {
      await page.goto(`${sidecar.url}/plot?d=${raw(code)}&from=${day(4)}T00:00:00Z&to=${day(0)}T00:00:00Z&tz=utc`);
      await plot.loaded();
      for (const [title, time] of marks) {
        const mark = plot.records.locator('summary').filter({ hasText: title });
        await expect(mark, title).toHaveCount(1, { timeout: 30_000 });
        await expect(mark, title).toContainText(time);
      }
    }
    // What stands on the plot is what its keys go through.
    await plot.surface.focus();
    await page.keyboard.press('e');
    await expect(plot.cursorCard).toContainText('STAGE: 0.500 m');
    // From the mark to the record, and from the record back to its series.
    const mark = plot.records.locator('details').filter({ hasText: 'STAGE: 0.500 m' });
    if (!(await mark.evaluate((node: HTMLDetailsElement) => node.open))) {
      await mark.locator('summary').click();
    }
    await mark.getByRole('link', { name: 'Sheet of the visit, for members' }).click();
    await expect(field.heading).toHaveText(`Visit of ${siteName}`);
    await page.getByRole('link', { name: 'STAGE: 0.500 m (routine) on the plot' }).click();
    await plot.loaded();
    await expect(page).toHaveURL(new RegExp(`/plot\\?d=local%3A\\d+&from=${day(5)}T17:05:00Z`));

    // The items' pages have the new history.
    const turbidity = await records.get<{ items: Row[] }>('/api/v1/equipment?q=TURB-');
    const called = (code: string): string => turbidity.items.find(({ record }) => record.code === code)?.id ?? '';
    const spans = page.getByRole('list', { name: 'Deployments of the item' }).getByRole('listitem');
    await page.goto(`${sidecar.url}/field/equipment/${called('TURB-OLD')}`);
    await expect(spans).toHaveCount(1);
    await expect(spans).toContainText(`${day(60)} 10:00 to ${DAY} 10:30 (UTC−07:00)`);
    await page.goto(`${sidecar.url}/field/equipment/${called('TURB-NEW')}`);
    await expect(spans).toHaveCount(1);
    await expect(spans).toContainText(`since ${DAY} 11:05 (UTC−07:00)`);
    await expect(spans.getByRole('link', { name: 'On the plot' })).toHaveAttribute('href', /^\/plot\?d=local%3A\d+&from=/);
    await page.goto(`${sidecar.url}/field/equipment/${calibration?.record.equipment}`);
    await page.getByText('Each of them').click();
    const checks = page.getByRole('table', { name: 'Calibrations of the item' });
    await expect(checks.getByRole('row', { name: new RegExp(`${DAY} 10:10.*PH \\(pH\\)`) })).toHaveCount(1);
    expect(tablet.complaints()).toEqual([]);
  } finally {
    await tablet.end();
    await sidecar.stop();
  }
});

test('a wrong password is told, and after some the time to wait', async ({ page }) => {
  const sidecar = await Sidecar.start({ name: 'field-sign-in' });
  try {
    await sidecar.addUser(TECHNICIAN, PASSWORD, 'local:demo', 'technician').catch(() => undefined);
    const field = new Field(page);
    await page.goto(`${sidecar.url}/field`);
    const told = page.getByRole('alert');
    await field.trySignIn(TECHNICIAN, 'not the password');
    await expect(told).toHaveText('Name or password is wrong.');
    await expect(async () => {
      await field.trySignIn(TECHNICIAN, 'not the password');
      await expect(told).toHaveText(/^Too many wrong passwords; try again in \d+ s\.$/, { timeout: 2_000 });
    }).toPass();
  } finally {
    await sidecar.stop();
  }
});

test('two editors of one visit: other fields are put together, the same field is a choice', async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const url = baseURL ?? '';
  const records = await Records.signIn(url, TECHNICIAN, PASSWORD);
  const field = new Field(page);
  await page.goto(`${url}/field`);
  await field.signIn(TECHNICIAN, PASSWORD);
  await page.getByLabel('Name or code').fill('HF-15');
  await page.getByRole('button', { name: /^Begin a visit of/ }).click();
  await page.getByLabel('Remarks').fill('First remarks');
  await page.getByRole('button', { name: 'Finish the visit' }).click();
  await expect(page.getByText('sent, version 1 at the server')).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').pop() ?? '';

  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByLabel('Remarks').fill('Written on the tablet');
  await page.getByRole('button', { name: 'Finish the visit' }).click();
  await records.change('visits', id, { remarks: 'Written at the desk', weather: 'Rain' });
  await page.context().setOffline(false);

  const choice = field.region('Not yet sent').getByRole('group', { name: 'remarks' });
  await expect(choice.getByLabel('Theirs: Written at the desk')).toBeVisible({ timeout: 30_000 });
  expect(await violations(page)).toEqual([]);
  await choice.getByLabel('Mine: Written on the tablet').check();
  await page.getByRole('button', { name: 'Send this choice' }).click();
  await expect(page.getByText('sent, version 3 at the server')).toBeVisible();
  const { version, record } = await records.get<Row>(`/api/v1/visits/${id}`);
  expect([version, record['remarks'], record['weather']]).toEqual([3, 'Written on the tablet', 'Rain']);
});
