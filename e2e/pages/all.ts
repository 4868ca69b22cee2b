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

interface SiteAnswer {
  source: string;
  code: string;
}

/** Every page, with a site, a network and a plot that the sidecar has. */
export async function allPlaces(request: APIRequestContext): Promise<Place[]> {
  const answer = await request.get('/api/v1/sites');
  const sites = (await answer.json()) as SiteAnswer[];
  const site = sites[0];
  return [{ name: 'site', address: `/sites/${site.source}/${encodeURIComponent(site.code)}` }];
}
