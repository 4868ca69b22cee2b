// The story the house was built for: from the map to a point's exact value, and on by a link.
import type { Browser, Page } from '@playwright/test';
import { expect, listen } from '../harness/test';
import { CatalogPage } from '../pages/catalog';
import { MapPage } from '../pages/map';
import { PlotPage } from '../pages/plot';
import { Shell } from '../pages/shell';

/** Where a story happens. */
export interface Place {
  /** What to type into the search of the map, so that this site alone is left. */
  search: string;
  site: string;
  variable: string;
}

/** A day to look at closely. */
export interface Day {
  /** Its start and end by the site's standard clock. */
  from: string;
  to: string;
  /** How many values each series has on it. */
  values: number;
  /** The first value of each series, as its source wrote it. */
  first: string[];
  /** The zone as it stands behind a time. */
  zone: RegExp;
}

/** Finds the site on the map and comes by its card and its catalog entries to a plot of some levels. */
export async function fromTheMapToAPlot(page: Page, place: Place, levels: string[]): Promise<void> {
  await new Shell(page).open('/');
  const map = new MapPage(page);
  await map.search.fill(place.search);
  await expect(map.rows).toHaveCount(1);
  // The map shows what the search leaves: this one site, in its middle.
  await expect(async () => {
    await map.clickTheMiddle();
    await expect(map.card(place.site)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await map.card(place.site).getByRole('link', { name: 'Catalog' }).click();

  const catalog = new CatalogPage(page);
  for (const level of levels) {
    await catalog.select(place.variable, level);
  }
  await catalog.plotSelected.click();
  const plot = new PlotPage(page);
  await plot.loaded();
  await plot.timesIn('Site standard time');
}

/** Zooms to a day, reads the first point of each series, and opens the copied link elsewhere. */
export async function readAndPassOn(page: Page, browser: Browser, day: Day): Promise<void> {
  const plot = new PlotPage(page);
  await plot.show(day.from, day.to);
  const onTheDay = day.first.map(() => day.values);
  await expect.poll(() => plot.counts()).toEqual(onTheDay);

  const read = await plot.readFirst();
  expect(read).toHaveLength(day.first.length);
  for (const [series, text] of read.entries()) {
    expect(text).toContain(day.first[series]);
    expect(text).toContain(day.from.replace('T', ' '));
    expect(text).toMatch(day.zone);
  }

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const link = await plot.copyLink();
  const words = (await plot.inWords.getAttribute('aria-label')) ?? '';
  const elsewhere = await browser.newContext({ timezoneId: 'Asia/Tokyo', locale: 'de-DE' });
  try {
    const there = new PlotPage(await elsewhere.newPage());
    const complaints = listen(there.page);
    await there.page.goto(link);
    await there.loaded();
    await expect(there.inWords).toHaveAttribute('aria-label', words);
    await expect.poll(() => there.counts()).toEqual(onTheDay);
    expect(await there.window()).toEqual([day.from, day.to]);
    expect(complaints).toEqual([]);
  } finally {
    await elsewhere.close();
  }
}

/** Raw and corrected together over a long window, over 30,000 points each; then one day of them. */
export async function plotTwoLevels(
  page: Page,
  browser: Browser,
  place: Place,
  long: { from: string; to: string },
  day: Day,
): Promise<void> {
  await fromTheMapToAPlot(page, place, ['0', '1']);
  const plot = new PlotPage(page);
  await plot.show(long.from, long.to);
  await plot.loaded();
  await expect
    .poll(async () => (await plot.counts()).map((count) => count > 30_000), { timeout: 60_000 })
    .toEqual([true, true]);
  await readAndPassOn(page, browser, day);
}
