// Every page of the app, by address on the demo network, for what holds on all of them.
import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { MapPage } from './map';
import { PlotPage } from './plot';
import { Shell } from './shell';

export interface Place {
  name: string;
  address: string;
  /** Done before the page is opened. */
  prepare?: (page: Page) => Promise<void>;
  /** What tells that the page is in the state named. */
  sign?: (page: Page) => Locator;
}

/** What the browser says on its console about the places that show errors. */
export const ERRORS_OF_PLACES = /status of 40[04]/;

/** The pages that need no knowledge of the network. */
const fixedPlaces: Place[] = [
  { name: 'map', address: '/' },
  { name: 'catalog', address: '/catalog' },
  { name: 'catalog without rows', address: '/catalog?q=no+such+series' },
  { name: 'plot without series', address: '/plot' },
  { name: 'plot of an unknown series', address: '/plot?d=local:999999999' },
  { name: 'about', address: '/about' },
  { name: 'not found', address: '/no-such-page' },
];

interface Site {
  source: string;
  code: string;
  network_id: string | null;
  datastreams: { reference: string }[];
}

/** The references of the two series of a variable with the longest record: as measured and corrected. */
export async function longest(request: APIRequestContext, variable: RegExp): Promise<string[]> {
  const select = '$select=id,name,phenomenonTime&$top=1000';
  const answer = await request.get(`/sensorthings/v1.1/Datastreams?${select}`);
  const { value } = (await answer.json()) as {
    value: { '@iot.id': number; name: string; phenomenonTime?: string }[];
  };
  const series = value.filter(({ name }) => variable.test(name));
  const begin = ({ phenomenonTime }: { phenomenonTime?: string }): number =>
    Date.parse((phenomenonTime ?? '9999').split('/')[0]);
  series.sort((a, b) => begin(a) - begin(b) || a['@iot.id'] - b['@iot.id']);
  return series.slice(0, 2).map((one) => `local:${one['@iot.id']}`);
}

/** Every page, with a site, a network and a plot that the sidecar has. */
export async function allPlaces(request: APIRequestContext): Promise<Place[]> {
  const sites = (await (await request.get('/api/v1/sites')).json()) as Site[];
  const { source, code } = sites[0];
  const path = `${source}/${encodeURIComponent(code)}`;
  const site = (await (await request.get(`/api/v1/sites/${path}`)).json()) as Site;
  const references = site.datastreams.map(({ reference }) => reference);
  const plotOf = (count: number): string =>
    `/plot?${references.slice(0, count).map((reference) => `d=${reference}`).join('&')}&p=P30D`;
  const [raw, corrected] = await longest(request, /^Stage/);
  return [
    ...fixedPlaces,
    {
      name: 'map with a card',
      address: `/?site=${source}:${code}`,
      sign: (page) => new MapPage(page).anyCard,
    },
    {
      name: 'catalog with details',
      address: `/catalog?details=${references[0]}`,
      sign: (page) => page.getByRole('dialog'),
    },
    { name: 'plot', address: plotOf(2), sign: (page) => new PlotPage(page).statistics.first() },
    {
      name: 'plot of many series',
      address: plotOf(8),
      sign: (page) => new PlotPage(page).statistics.first(),
    },
    {
      name: 'plot beside other years',
      address: `/plot?d=${raw}&p=P30D&compare=3`,
      sign: (page) => new PlotPage(page).otherYears.getByRole('listitem').first(),
    },
    {
      name: 'plot with the normal range',
      address: `/plot?d=${raw}&p=P1Y&band=normal`,
      sign: (page) => page.getByText(/^Normal range: daily mean of/),
    },
    {
      name: 'plot of a difference',
      address: `/plot?d=${raw}&d=${corrected}&derive=difference,2,1&p=P30D`,
      sign: (page) => new PlotPage(page).statistics.nth(2),
    },
    {
      name: 'plot of completeness',
      address: `/plot?d=${raw}&p=P1Y&kind=calendar`,
      sign: (page) => page.getByText(/% there; \d+ whole days/),
    },
    {
      name: 'plot of daily values',
      address: `${plotOf(2)}&agg=day`,
      sign: (page) => page.getByRole('combobox', { name: /^Times of / }).first(),
    },
    {
      name: 'probability plot',
      address: `${plotOf(2)}&kind=probability&of=samples`,
      sign: (page) => page.getByRole('img', { name: /^Probability: / }).first(),
    },
    ...(['Histogram', 'Boxes', 'Exceedance', 'Scatter'] as const).map((title) => ({
      name: title.toLowerCase(),
      address: `${plotOf(2)}&kind=${title === 'Boxes' ? 'box' : title.toLowerCase()}&of=samples`,
      sign: (page: Page) => page.getByRole('img', { name: new RegExp(`^${title}: `) }).first(),
    })),
    {
      name: 'table of values',
      address: `${plotOf(1)}&kind=table`,
      sign: (page) => page.getByRole('region', { name: /^Values of/ }).getByRole('row').nth(1),
    },
    {
      // Of a series that no other place plots: what the browser kept of one would be drawn all the same.
      name: 'plot that failed',
      address: `/plot?d=${references[references.length - 1]}&p=P30D`,
      prepare: (page) =>
        page.route('**/Observations*', (route) =>
          route.fulfill({ status: 400, json: { message: 'not today' } }),
        ),
      sign: (page) => page.getByText('Not loaded:'),
    },
    { name: 'site', address: `/sites/${path}` },
    { name: 'network', address: `/networks/${source}/${encodeURIComponent(site.network_id ?? '')}` },
  ];
}

/** Opens a place and waits until it shows what it is named for. */
export async function openPlace(page: Page, place: Place): Promise<void> {
  const shell = new Shell(page);
  await page.unrouteAll();
  await place.prepare?.(page);
  await shell.open(place.address);
  await shell.settled();
  await place.sign?.(page).waitFor();
}

/** A plot of the place named, loaded. */
export async function openedPlot(
  page: Page,
  request: APIRequestContext,
  name: string,
): Promise<PlotPage> {
  const place = (await allPlaces(request)).find((place) => place.name === name);
  if (place === undefined) {
    throw new Error(`there is no place '${name}'`);
  }
  await openPlace(page, place);
  const plot = new PlotPage(page);
  await plot.loaded();
  return plot;
}
