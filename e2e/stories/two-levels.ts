// The story the house was built for: from the map to a point's exact value, and on by a link.
import type { Browser, Page } from '@playwright/test';
import { expect, listen } from '../harness/test';
import { CatalogPage } from '../pages/catalog';
import { MapPage } from '../pages/map';
import { PlotPage } from '../pages/plot';
import { Shell } from '../pages/shell';

export interface Story {
  /** What to type into the search beside the map, and the site to take. */
  search: string;
  site: string;
  variable: string;
  /** The window to begin with, by the site's standard clock. */
  from: string;
  to: string;
  /** The day to zoom to, and how many values each level has on it. */
  day: string;
  nextDay: string;
  valuesOnTheDay: number;
  /** The first value of the day, raw and corrected, as its source wrote it. */
  first: { raw: string; corrected: string };
  /** The zone as it stands behind the time. */
  zone: RegExp;
}

/** Over this many points each level must have in the first window. */
const MANY = 30_000;

export async function plotTwoLevels(page: Page, browser: Browser, story: Story): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);

  await new Shell(page).open('/');
  const map = new MapPage(page);
  await map.search.fill(story.search);
  await map.row(story.site).click();
  await map.card(story.site).getByRole('link', { name: 'Catalog' }).click();

  const catalog = new CatalogPage(page);
  await catalog.select(story.variable, '0');
  await catalog.select(story.variable, '1');
  await catalog.plotSelected.click();

  const plot = new PlotPage(page);
  await plot.loaded();
  await plot.timesIn('Site standard time');
  await plot.show(story.from, story.to);
  await plot.loaded();
  await expect.poll(async () => Math.min(...(await plot.counts()))).toBeGreaterThan(MANY);
  expect(await plot.counts()).toHaveLength(2);

  await plot.show(story.day, story.nextDay);
  const onTheDay = [story.valuesOnTheDay, story.valuesOnTheDay];
  await expect.poll(() => plot.counts()).toEqual(onTheDay);

  const [raw, corrected] = await plot.readFirst();
  expect(raw).toContain(story.first.raw);
  expect(corrected).toContain(story.first.corrected);
  for (const text of [raw, corrected]) {
    expect(text).toContain(story.day.replace('T', ' '));
    expect(text).toMatch(story.zone);
  }

  const link = await plot.copyLink();
  const words = await plot.inWords.getAttribute('aria-label');
  const elsewhere = await browser.newPage({ timezoneId: 'Asia/Tokyo', locale: 'de-DE' });
  const complaints = listen(elsewhere);
  await elsewhere.goto(link);
  const there = new PlotPage(elsewhere);
  await there.loaded();
  await expect(there.inWords).toHaveAttribute('aria-label', words ?? '');
  expect(await there.counts()).toEqual(onTheDay);
  expect(complaints).toEqual([]);
  await elsewhere.close();
}
