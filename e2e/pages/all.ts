// Every page of the app, by address on the demo network, for what holds on all of them.
import type { APIRequestContext } from '@playwright/test';

export interface Place {
  name: string;
  address: string;
}

/** The pages that need no knowledge of the network. */
const fixedPlaces: Place[] = [
  { name: 'map', address: '/' },
  { name: 'catalog', address: '/catalog' },
  { name: 'plot without series', address: '/plot' },
  { name: 'about', address: '/about' },
];

interface Site {
  source: string;
  code: string;
  network: string | null;
  datastreams: { reference: string }[];
}

/** Every page, with a site, a network and a plot that the sidecar has. */
export async function allPlaces(request: APIRequestContext): Promise<Place[]> {
  const sites = (await (await request.get('/api/v1/sites')).json()) as Site[];
  const { source, code } = sites[0];
  const path = `${source}/${encodeURIComponent(code)}`;
  const site = (await (await request.get(`/api/v1/sites/${path}`)).json()) as Site;
  const series = site.datastreams.slice(0, 2).map(({ reference }) => `d=${reference}`);
  return [
    ...fixedPlaces,
    { name: 'map with a card', address: `/?site=${source}:${code}` },
    { name: 'plot', address: `/plot?${series.join('&')}&p=P30D` },
    { name: 'site', address: `/sites/${path}` },
    { name: 'network', address: `/networks/${source}/${encodeURIComponent(site.network ?? '')}` },
  ];
}
