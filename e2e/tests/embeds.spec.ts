// Ten embeds on a page of somebody else, and the dialog that offers them.
import type { Frame, Page } from '@playwright/test';
import { violations } from '../harness/axe';
import { Partner } from '../harness/partner';
import { Sidecar } from '../harness/sidecar';
import { expect, test } from '../harness/test';
import { longest } from '../pages/all';

const FRAMES = 10;
const EACH_KB = 50;
const ALL_KB = 500;

interface Sites {
  source: string;
  code: string;
}

async function aPartner(page: Page, baseURL: string): Promise<Partner> {
  const [stage] = await longest(page.request, /^Stage/);
  const [temperature] = await longest(page.request, /^Water temperature/);
  const sites = (await (await page.request.get('/api/v1/sites')).json()) as Sites[];
  const site = `${sites[0].source}/${encodeURIComponent(sites[0].code)}`;
  return Partner.start({ GAGEHOUSE: baseURL, A: stage, B: temperature, SITE: site });
}

/** Shows every lazy frame once, as a reader does who scrolls through. */
async function scrollThrough(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y <= height; y += 400) {
    await page.evaluate((to) => scrollTo({ top: to, behavior: 'instant' }), y);
    await page.waitForTimeout(60);
  }
}

const embeds = (page: Page, baseURL: string): Frame[] =>
  page.frames().filter((frame) => frame.url().startsWith(`${baseURL}/embed/`));

/** From now on every page and frame remembers what moved in it: how much, and what from where to where. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    interface Source {
      node: Node | null;
      previousRect: DOMRectReadOnly;
      currentRect: DOMRectReadOnly;
    }
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    const place = (it: DOMRectReadOnly): string => [it.x, it.y, it.width, it.height].map(Math.round).join(' ');
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: Source[] })[]) {
        const moved = entry.sources.map(
          (it) => `${it.node?.nodeName ?? 'something'} ${place(it.previousRect)} to ${place(it.currentRect)}`,
        );
        shifts.push(`${entry.value.toFixed(4)}: ${moved.join(', ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

const shiftsOf = (frame: Frame): Promise<string[]> =>
  frame.evaluate(() => (window as unknown as { shifts: string[] }).shifts);

async function opened(page: Page, partner: Partner, baseURL: string): Promise<Frame[]> {
  await page.goto(partner.url);
  await scrollThrough(page);
  await expect(async () => {
    await scrollThrough(page);
    expect(embeds(page, baseURL)).toHaveLength(FRAMES);
  }).toPass();
  const frames = embeds(page, baseURL);
  await Promise.all(frames.map((frame) => frame.waitForLoadState('load')));
  return frames;
}

test('ten embeds on a page of somebody else are light, keep nothing and move nothing', async ({ page, context, baseURL }) => {
  const home = baseURL ?? '';
  const partner = await aPartner(page, home);
  try {
    const sizes = new Map<string, { requests: number; bytes: number }>();
    const cookies: string[] = [];
    const waits: Promise<void>[] = [];
    page.on('requestfinished', (request) => {
      waits.push(
        (async () => {
          if (!request.url().startsWith(home)) {
            return;
          }
          const response = await request.response();
          const { responseBodySize } = await request.sizes();
          const frame = request.isNavigationRequest() || request.frame() !== page.mainFrame() ? request.frame().url() : request.url();
          const known = sizes.get(frame) ?? { requests: 0, bytes: 0 };
          sizes.set(frame, { requests: known.requests + 1, bytes: known.bytes + responseBodySize });
          const cookie = await response?.headerValue('set-cookie');
          if (cookie !== null && cookie !== undefined) {
            cookies.push(`${request.url()}: ${cookie}`);
          }
        })(),
      );
    });
    await watchShifts(page);
    const frames = await opened(page, partner, home);
    await page.waitForTimeout(500);
    await Promise.all(waits);

    let all = 0;
    for (const [url, { requests, bytes }] of sizes) {
      const path = url.replace(home, '');
      console.log(`  ${(bytes / 1_000).toFixed(1).padStart(6)} kB in ${requests}  ${path}`);
      all += bytes;
      expect(requests, path).toBeLessThanOrEqual(3);
      expect(bytes / 1_000, path).toBeLessThanOrEqual(path.includes('plot.png') ? 60 : EACH_KB);
    }
    console.log(`  ${(all / 1_000).toFixed(1).padStart(6)} kB for the whole page`);
    expect(all / 1_000).toBeLessThanOrEqual(ALL_KB);

    for (const frame of [page.mainFrame(), ...frames]) {
      expect(await shiftsOf(frame), `what moved in ${frame.url()}`).toEqual([]);
    }
    expect(cookies).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    for (const frame of frames) {
      const kept = await frame.evaluate(async () => {
        try {
          const kept = localStorage.length + sessionStorage.length + document.cookie.length;
          return kept + (await indexedDB.databases()).length;
        } catch {
          // A sandboxed frame has no storage at all.
          return 0;
        }
      });
      expect(kept, frame.url()).toBe(0);
    }
  } finally {
    await partner.stop();
  }
});

test('every embed holds to the accessibility rules, light and dark', async ({ page, baseURL }) => {
  const partner = await aPartner(page, baseURL ?? '');
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await opened(page, partner, baseURL ?? '');
      expect(await violations(page), colorScheme).toEqual([]);
    }
  } finally {
    await partner.stop();
  }
});

test('other kinds of plot hold to the same rules in a frame', async ({ page, baseURL }) => {
  const home = baseURL ?? '';
  const partner = await aPartner(page, home);
  try {
    await watchShifts(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${partner.url}/kinds.html`);
      for (const [title, text] of [
        ['Histogram', /bins of equal width/],
        ['Boxes', /first quartile, median, third quartile/],
        ['Exceedance in Spanish', /valores mayores/],
        ['Scatter', /pairs at most/],
        ['Other years', /the same dates of other years/],
      ] as const) {
        const frame = page.frameLocator(`iframe[title="${title}"]`);
        await expect(frame.getByText(text).filter({ visible: true }).first(), title).toBeVisible();
        await expect(frame.getByRole('img').filter({ visible: true }).first(), title).toBeVisible();
      }
      expect(await violations(page), colorScheme).toEqual([]);
    }
    for (const frame of page.frames()) {
      expect(await shiftsOf(frame), `what moved in ${frame.url()}`).toEqual([]);
    }
  } finally {
    await partner.stop();
  }
});

test.describe('where framing is refused', () => {
  // The browser says so for each frame.
  test.use({ tolerated: /^Framing / });

  test('who frames a partner\'s page does not get its embeds', async ({ page }) => {
    test.setTimeout(180_000);
    const [stage] = await longest(page.request, /^Stage/);
    const [temperature] = await longest(page.request, /^Water temperature/);
    const values = { A: stage, B: temperature, GAGEHOUSE: '' };
    const partner = await Partner.start(values);
    const outer = await Partner.start({ PARTNER: partner.url });
    const settings = `[embed]\npartners = "${partner.url}"\n`;
    const sidecar = await Sidecar.start({ name: 'partners', demo: true, settings });
    values.GAGEHOUSE = sidecar.url;
    const count = (begin: string) => () => page.frames().filter((frame) => frame.url().startsWith(begin)).length;
    try {
      await page.goto(`${partner.url}/kinds.html`);
      await expect(page.frameLocator('iframe[title="Histogram"]').getByRole('heading', { level: 1 })).toContainText('Stage');
      await expect.poll(count(`${sidecar.url}/embed/`)).toBe(5);
      await page.goto(`${outer.url}/outer.html`);
      await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Other plots' })).toBeVisible();
      await expect.poll(count('chrome-error:')).toBe(5);
      expect(count(`${sidecar.url}/embed/`)()).toBe(0);
    } finally {
      await Promise.all([partner, outer, sidecar].map((server) => server.stop()));
    }
  });
});

test('a frame, an element and an oEmbed answer each work from another origin', async ({ page, baseURL }) => {
  const partner = await aPartner(page, baseURL ?? '');
  try {
    await opened(page, partner, baseURL ?? '');
    const plain = page.frameLocator('iframe[title="Stage, last week"]');
    await expect(plain.getByRole('heading', { level: 1 })).toContainText('Stage');
    await expect(plain.getByRole('link', { name: 'Open the full view' })).toHaveAttribute('target', '_top');

    const element = page.frameLocator('gagehouse-plot iframe');
    await expect(element.getByText('Provisional data')).toBeVisible();
    const frame = page.locator('gagehouse-plot iframe');
    const height = async (): Promise<number> => (await frame.boundingBox())?.height ?? 0;
    expect(await height()).toBe(420);
    // What the reader opens makes the frame grow; the page around it follows.
    await element.getByText('In words and numbers').click();
    await expect.poll(height).toBeGreaterThan(500);

    const told = page.frameLocator('#oembed iframe');
    await expect(told.getByRole('heading', { level: 1 })).toContainText('Water temperature');
    await expect(page.locator('#oembed iframe')).toHaveAttribute('width', '640');
    await expect(page.locator('#oembed iframe')).toHaveAttribute('height', '360');
  } finally {
    await partner.stop();
  }
});

test('values are read with the arrow keys inside a frame', async ({ page, baseURL }) => {
  const partner = await aPartner(page, baseURL ?? '');
  try {
    await opened(page, partner, baseURL ?? '');
    const frame = page.frameLocator('iframe[title="Stage, last week"]');
    const plot = frame.getByRole('slider', { name: 'Values, to be read with the arrow keys' });
    await plot.focus();
    const last = await plot.getAttribute('aria-valuetext');
    expect(last).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d \(.+UTC.*\): [\d.]+/);
    await page.keyboard.press('ArrowLeft');
    await expect(plot).not.toHaveAttribute('aria-valuetext', last ?? '');
    await page.keyboard.press('End');
    await expect(plot).toHaveAttribute('aria-valuetext', last ?? '');
  } finally {
    await partner.stop();
  }
});

test('without scripts everything can be read', async ({ browser, page, baseURL }) => {
  const partner = await aPartner(page, baseURL ?? '');
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const plain = await context.newPage();
    await plain.goto(partner.url);
    const frame = plain.frameLocator('iframe[title="Stage, last week"]');
    await expect(frame.getByRole('heading', { level: 1 })).toContainText('Stage');
    await expect(frame.getByRole('img', { name: /Plot over time.*values from/ })).toBeVisible();
    await expect(frame.getByText('Provisional data')).toBeVisible();
    await frame.getByText('In words and numbers').click();
    await expect(frame.getByRole('table')).toBeVisible();
    await expect(plain.getByRole('link', { name: 'Stage of the river', exact: true })).toBeVisible();
  } finally {
    await context.close();
    await partner.stop();
  }
});

test('a plot and a site offer themselves, with a preview, a size and lines to copy', async ({ page, context, request }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const [stage] = await longest(request, /^Stage/);
  await page.goto(`/plot?d=${stage}&p=P7D&units=measured`);
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Embed' });
  await expect(dialog.getByText(/It weighs [\d.]+ kB as sent/)).toBeVisible();
  await expect(dialog.frameLocator('iframe').getByRole('heading', { level: 1 })).toContainText('Stage');
  await dialog.getByLabel('Language').selectOption('es');
  await expect(dialog.frameLocator('iframe').getByText('Datos provisionales')).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy Frame' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^<iframe src="http.+\/embed\/v1\/plot\?d=local:\d+&amp;p=P7D&amp;units=measured&amp;lang=es" title="Stage/);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');

  const sites = (await (await request.get('/api/v1/sites')).json()) as Sites[];
  await page.goto(`/sites/${sites[0].source}/${encodeURIComponent(sites[0].code)}`);
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  await expect(dialog.getByText(/It weighs [\d.]+ kB as sent/)).toBeVisible();
  await expect(dialog.getByText('/embed/v1/site/').first()).toBeVisible();
});
