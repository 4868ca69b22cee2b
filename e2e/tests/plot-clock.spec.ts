import { expect, test } from '../harness/test';
import { openedPlot } from '../pages/all';

test.use({ timezoneId: 'Asia/Kathmandu' });

test('times are shown by the clock that was chosen, which is named wherever a time stands', async ({
  page,
  request,
}) => {
  const plot = await openedPlot(page, request, 'plot');
  await plot.loaded();
  const [atSite] = await plot.readFirst();
  expect(atSite).toMatch(/\(America\/Denver, UTC−0[67]:00\)/);
  const instant = (reading: string): number => {
    const [, date, time, sign, hours, minutes] =
      /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) .*?UTC(?:([+−])(\d\d):(\d\d))?/.exec(reading) ?? [];
    const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
    return Date.parse(`${date}T${time}Z`) - (sign === '−' ? -offset : offset) * 60_000;
  };
  for (const [clock, word, name] of [
    ['Site standard time', 'standard', /UTC−07:00\)/],
    ['UTC', 'utc', /\(UTC\)/],
    ['Your time zone', 'browser', /\(Asia\/Kath?mandu, UTC\+05:45\)/],
  ] as const) {
    await plot.timesIn(clock);
    await expect(page).toHaveURL(new RegExp(`tz=${word}`));
    const [reading] = await plot.readFirst();
    expect(reading).toMatch(name);
    expect(instant(reading)).toBe(instant(atSite));
    await expect(plot.statisticsTable).toHaveAccessibleName(name);
  }
  await plot.timesIn('Site time');
  await expect(page).not.toHaveURL(/tz=/);
});
