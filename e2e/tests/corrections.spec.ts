import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { APIRequestContext } from '@playwright/test';
import { Sidecar } from '../harness/sidecar';
import { expect, test } from '../harness/test';
import { PlotPage } from '../pages/plot';
import { Shell } from '../pages/shell';

const mapping = resolve(__dirname, '../../examples/mappings/logger.toml');
const MINUTES = 10;
/** Local standard time is seven hours behind. */
const CORRECTED = '2019-01-02 05:00:00';
const CORRECTED_UTC = Date.parse('2019-01-02T12:00:00Z');
const DAYS: [string, number][] = [
  ['2019-01-01', 3],
  ['2024-05-01', 1],
];

/** A logger's file of 5 °C throughout, but for what `values` says. */
function loggerFile(values: Record<string, number>, rows: string[] = times()): string {
  const lines = rows.map((time, n) => `"${time}",${n},12.9,${values[time] ?? 5},0.4`);
  const header = [
    '"TOA5","MillCreek"',
    '"TIMESTAMP","RECORD","BattV_Min","WTemp_C_Avg","Stage_m"',
    '"TS","RN","Volts","Deg C","m"',
    '"","","Min","Avg","Smp"',
  ];
  return [...header, ...lines, ''].join('\n');
}

function times(): string[] {
  return DAYS.flatMap(([day, days]) =>
    Array.from({ length: (days * 1_440) / MINUTES }, (_, n) => {
      const time = new Date(Date.parse(`${day}T00:00:00Z`) + n * MINUTES * 60_000);
      return time.toISOString().slice(0, 19).replace('T', ' ');
    }),
  );
}

/** The catalog's parts of the embedded service: others as soon as it knows of a change. */
async function parts(request: APIRequestContext, url: string): Promise<string> {
  const answer = await request.get(`${url}/api/v1/catalog`);
  const { sources } = (await answer.json()) as { sources: { parts: unknown }[] };
  return JSON.stringify(sources[0].parts);
}

test('a value of years ago that was corrected is seen at the next visit, which asks for its stretch alone', async ({
  page,
  request,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'gagehouse-corrections-'));
  const [file, correction] = [join(folder, 'mill.dat'), join(folder, 'mill-corrected.dat')];
  writeFileSync(file, loggerFile({}));
  writeFileSync(correction, loggerFile({ [CORRECTED]: 48.25 }, [CORRECTED]));
  const importCsv = [file, '--mapping', mapping];
  const sidecar = await Sidecar.start({ name: 'corrections', importCsv });
  try {
    const filter = "$filter=ObservedProperty/name eq 'Temperature'&$select=id,phenomenonTime";
    const answer = await request.get(`${sidecar.url}/sensorthings/v1.1/Datastreams?${filter}`);
    const { value } = (await answer.json()) as {
      value: { '@iot.id': number; phenomenonTime: string }[];
    };
    const end = Date.parse(value[0].phenomenonTime.split('/')[1]);
    await new Shell(page).open(`${sidecar.url}/plot?d=local:${value[0]['@iot.id']}&p=all`);
    const plot = new PlotPage(page);
    await plot.loaded();
    await expect(plot.inWords).not.toHaveAttribute('aria-label', /48\.25/);
    const counts = await plot.counts();
    expect(counts).toEqual([times().length]);
    // What came is filed beside the drawing.
    await page.waitForTimeout(1_000);

    const before = await parts(request, sidecar.url);
    await sidecar.importCsv([correction, '--mapping', mapping]);
    await expect
      .poll(() => parts(request, sidecar.url), { timeout: 30_000 })
      .not.toEqual(before);

    const asked: number[] = [];
    let changes = 0;
    page.on('request', (sent) => {
      const url = new URL(sent.url());
      changes += Number(url.pathname.endsWith('/changes'));
      if (url.pathname.endsWith('/Observations')) {
        const time = /ge (\S+)/.exec(url.searchParams.get('$filter') ?? '')?.[1];
        asked.push(time === undefined ? -Infinity : Date.parse(time));
      }
    });
    await page.reload();
    await plot.loaded();
    await expect(plot.inWords).toHaveAttribute('aria-label', /48\.25/);
    expect(await plot.counts()).toEqual(counts);
    expect(changes).toBe(1);
    expect(asked).toContain(CORRECTED_UTC);
    expect(asked.filter((from) => from !== CORRECTED_UTC && from < end)).toEqual([]);
  } finally {
    await sidecar.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
