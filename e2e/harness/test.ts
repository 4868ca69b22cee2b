// `test` for the specs: a page on one of the shared sidecars that fails on what the browser
// complains about.
import { test as base, expect, type Page } from '@playwright/test';

export { expect };

interface Options {
  /** The shared sidecar: the demo network's, or the one with the Logan data. */
  network: 'demo' | 'logan';
  /** Complaints that belong to what a spec does, as a source that is down. */
  tolerated: RegExp;
}

/** Matches no text. */
const NOTHING = /(?!)/;

export const test = base.extend<Options>({
  network: ['demo', { option: true }],
  tolerated: [NOTHING, { option: true }],
  baseURL: async ({ network }, use) => {
    await use(process.env[`GAGEHOUSE_${network.toUpperCase()}_URL`]);
  },
  page: async ({ page, tolerated }, use) => {
    const complaints = listen(page, tolerated);
    await use(page);
    expect(complaints, 'what the browser complained about').toEqual([]);
  },
});

/** Collects uncaught errors and console errors of a page. */
export function listen(page: Page, tolerated = NOTHING): string[] {
  const complaints: string[] = [];
  const note = (complaint: string): void => {
    if (!tolerated.test(complaint)) {
      complaints.push(complaint);
    }
  };
  page.on('pageerror', (error) => note(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      note(`${message.text()} (${message.location().url})`);
    }
  });
  return complaints;
}
