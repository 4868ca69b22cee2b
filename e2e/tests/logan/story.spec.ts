import { readFileSync } from 'node:fs';
import { logan } from '../../harness/logan';
import { expect, test } from '../../harness/test';
import { plotTwoLevels } from '../../stories/levels';

test.use({ network: 'logan' });

/** The cells of a row of Tony Grove's file of 2019. */
function cells(time: string): { raw: string; corrected: string } {
  const file = (logan ?? []).find((name) => name.endsWith('TonyGrove2019.csv')) ?? '';
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const header = lines.find((line) => line.startsWith('datetime,'))?.split(',') ?? [];
  const row = lines.find((line) => line.startsWith(`${time},`))?.split(',') ?? [];
  return { raw: row[header.indexOf('ph')], corrected: row[header.indexOf('ph_cor')] };
}

test('Tony Grove: raw and corrected pH of 2019, one day, one value, one link', async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  const first = cells('2019-05-01 00:00');
  expect(first.raw).not.toBe('');
  await plotTwoLevels(
    page,
    browser,
    { search: 'Tony Grove', site: 'Logan River near Tony Grove', variable: 'pH' },
    { from: '2019-01-01T00:00:00', to: '2020-01-01T00:00:00' },
    {
      from: '2019-05-01T00:00:00',
      to: '2019-05-02T00:00:00',
      values: 96,
      first: [first.raw, first.corrected],
      zone: /UTC\u221207:00/,
    },
  );
});
