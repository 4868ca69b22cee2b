import type { APIRequestContext, Page, Route } from '@playwright/test';
import { expect, test } from '../harness/test';
import { PlotPage } from '../pages/plot';
import { Shell } from '../pages/shell';

const OBSERVATIONS = '**/Observations?*';
const DAY_MS = 86_400_000;

interface Series {
  id: number;
  values: number;
  end: number;
}

/** The datastream of the demo network with the most values that still goes on. */
async function longestSeries(request: APIRequestContext): Promise<Series> {
  const select = '$select=id,phenomenonTime,properties&$top=1000';
  const answer = await request.get(`/sensorthings/v1.1/Datastreams?${select}`);
  const { value } = (await answer.json()) as {
    value: { '@iot.id': number; phenomenonTime?: string }[];
  };
  const ends = value.map((one) => {
    const [begin, end] = (one.phenomenonTime ?? '').split('/').map((time) => Date.parse(time));
    return { id: one['@iot.id'], begin, end: end ?? begin };
  });
  const live = ends.filter(({ end }) => Date.now() - end < DAY_MS);
  live.sort((a, b) => a.begin - b.begin || a.id - b.id);
  const { id, end } = live[0];
  const counted = await request.get(
    `/sensorthings/v1.1/Datastreams(${id})/Observations?$count=true&$top=0`,
  );
  const count = (await counted.json()) as { '@iot.count': number };
  return { id, end, values: count['@iot.count'] };
}

async function openAll(page: Page, series: Series): Promise<PlotPage> {
  await new Shell(page).open(`/plot?d=local:${series.id}&p=all`);
  return new PlotPage(page);
}

/** From which instant on a request asks. */
function since(url: string): number {
  const filter = new URL(url).searchParams.get('$filter') ?? '';
  const time = /ge (\S+)/.exec(filter)?.[1];
  return time === undefined ? -Infinity : Date.parse(time);
}

test.describe('when the server goes away while observations come', () => {
  test.use({ tolerated: /ERR_CONNECTION_REFUSED/ });

  test('what is missing is marked, said and left out; a retry completes it', async ({
    page,
    request,
  }) => {
    const series = await longestSeries(request);
    let pages = 0;
    // Small pages, so that there are many of them; after the third the server is gone.
    await page.route(OBSERVATIONS, async (route: Route) => {
      pages += 1;
      if (pages > 3) {
        await route.abort('connectionrefused');
      } else {
        const url = route.request().url().replace('$top=10000', '$top=1000');
        await route.continue({ url });
      }
    });
    const plot = await openAll(page, series);
    const incomplete = plot.legend.getByText(/^Incomplete: .* could not be loaded, since/);
    await expect(incomplete).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/^Values from .*; incomplete/)).toBeVisible();
    await expect(plot.statistics.first().getByText('Incomplete')).toBeVisible();
    await expect(plot.inWords).toHaveAttribute('aria-label', /, incomplete\./);
    const [came] = await plot.counts();
    expect(came).toBeGreaterThan(0);
    expect(came).toBeLessThan(series.values);

    await page.unroute(OBSERVATIONS);
    await plot.legend.getByRole('button', { name: 'Retry' }).click();
    await expect(incomplete).toBeHidden({ timeout: 60_000 });
    await plot.loaded();
    await expect(page.getByText(/; incomplete/)).toHaveCount(0);
    expect((await plot.counts())[0]).toBeGreaterThan(came);
  });
});

test.describe('when the server is busy', () => {
  test.use({ tolerated: /status of 503/ });

  test('the plot says that it tries again, when and why, and then draws', async ({
    page,
    request,
  }) => {
    const series = await longestSeries(request);
    let refused = 0;
    await page.route(OBSERVATIONS, async (route: Route) => {
      refused += 1;
      if (refused > 2) {
        await route.continue();
      } else {
        const headers = { 'Retry-After': '4' };
        await route.fulfill({ status: 503, headers, json: { message: 'Too busy' } });
      }
    });
    const plot = await openAll(page, series);
    const why = 'since the service failed \\(503\\): Too busy';
    await expect(
      plot.legend.getByText(new RegExp(`Trying again in [3-5] seconds, ${why}`)),
    ).toBeVisible();
    const spoken = new RegExp(`^.*, .*: trying again in [3-5] seconds, ${why}\\.$`);
    await expect(page.getByRole('status').filter({ hasText: spoken })).toHaveCount(1);
    await expect(plot.legend.getByText(/Trying again in [12] seconds?,/)).toBeVisible();
    await plot.loaded();
    await expect(page.getByText(/Trying again/i)).toHaveCount(0);
    expect((await plot.counts())[0]).toBeGreaterThan(0);
  });
});

/** Before the worker's program: a device with processors enough for four readers, the first of which breaks at its second page. */
const FIRST_READER_BREAKS = `
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 5 });
  let readers = 0;
  self.Worker = class extends Worker {
    asked = 0;
    constructor(...how) {
      super(...how);
      readers += 1;
      this.number = readers;
      console.log('reader ' + readers);
    }
    postMessage(...what) {
      super.postMessage(...what);
      this.asked += 1;
      if (this.number === 1 && this.asked === 2) {
        this.terminate();
        setTimeout(() => this.dispatchEvent(new ErrorEvent('error', { cancelable: true })));
      }
    }
  };
`;

test('what reads pages may break: another one reads them, and nothing is missing', async ({
  page,
  request,
  browser,
}) => {
  const series = await longestSeries(request);
  const elsewhere = await browser.newPage();
  const unbroken = await openAll(elsewhere, series);
  await unbroken.loaded();
  const counts = await unbroken.counts();
  await elsewhere.close();

  await page.route('**/feed-worker_loader.js', async (route: Route) => {
    const answer = await route.fetch();
    const program = (await answer.text()).replace('await init()', `${FIRST_READER_BREAKS}await init()`);
    await route.fulfill({ response: answer, body: program });
  });
  // Pages take their time: the readers are there before the last of them.
  await page.route(OBSERVATIONS, async (route: Route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  const started: string[] = [];
  page.on('console', (message) => started.push(message.text()));
  const plot = await openAll(page, series);
  await plot.loaded();
  expect(await plot.counts()).toEqual(counts);
  await expect(page.getByText(/incomplete/i)).toHaveCount(0);
  const readers = started.filter((text) => text.startsWith('reader '));
  expect(readers, 'four, and one in place of the broken').toHaveLength(5);
});

test('a second visit draws what the device kept and asks only for what is new', async ({
  page,
  request,
}) => {
  const series = await longestSeries(request);
  const plot = await openAll(page, series);
  await plot.loaded();
  const counts = await plot.counts();
  // What came is filed beside the drawing.
  await page.waitForTimeout(1_000);

  const asked: number[] = [];
  page.on('request', (sent) => {
    if (sent.url().includes('/Observations?')) {
      asked.push(since(sent.url()));
    }
  });
  await page.reload();
  await plot.loaded();
  expect(await plot.counts()).toEqual(counts);
  expect(asked.length).toBeGreaterThan(0);
  const start = (await plot.window())[0];
  const others = asked.filter((from) => from > Date.parse(`${start}Z`) + 2 * DAY_MS);
  expect(Math.min(...others)).toBeGreaterThan(series.end - DAY_MS);

  await new Shell(page).link('About').click();
  await expect(page.getByText(/^[1-9][\d.]* MB are kept|^0\.[1-9]\d* MB are kept/)).toBeVisible();
  await page.getByRole('button', { name: 'Forget kept observations' }).click();
  await expect(page.getByText('0.0 MB are kept.')).toBeVisible();
});

test('a plot that reaches to now gains new observations by itself, and rests while hidden', async ({
  page,
  request,
}) => {
  const series = await longestSeries(request);
  await page.clock.install();
  await new Shell(page).open(`/plot?d=local:${series.id}&p=P30D`);
  const plot = new PlotPage(page);
  await plot.loaded();
  const [before] = await plot.counts();
  const newest = new Date(series.end + 60_000).toISOString();
  let asked = 0;
  await page.route(OBSERVATIONS, async (route) => {
    asked += 1;
    await route.fulfill({
      json: {
        value: [
          {
            'Datastream@iot.navigationLink': `x/Datastreams(${series.id})`,
            components: ['id', 'phenomenonTime', 'result'],
            dataArray: [[2_000_000_000, newest, 99.5]],
          },
        ],
      },
    });
  });
  const hide = (hidden: boolean): Promise<void> =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    }, hidden);
  await hide(true);
  await page.clock.runFor('02:00:00');
  expect(asked).toBe(0);
  await hide(false);
  await page.clock.runFor('00:01:00');
  await expect(async () => {
    const [after] = await plot.counts();
    // The window moved on with the data: as many values, or one more.
    expect(Math.abs(after - before)).toBeLessThan(3);
    expect(asked).toBeGreaterThan(0);
  }).toPass();
  await expect(plot.inWords).toHaveAttribute('aria-label', /to 99\.5/);
});

test('a browser that keeps nothing draws all the same', async ({ page, request }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { get: () => { throw new Error('blocked'); } });
    window.Worker = class {
      constructor() {
        throw new Error('blocked');
      }
    } as unknown as typeof Worker;
  });
  const series = await longestSeries(request);
  const plot = await openAll(page, series);
  await plot.loaded();
  await new Shell(page).link('About').click();
  await expect(page.getByText('This browser keeps none')).toBeVisible();
});
