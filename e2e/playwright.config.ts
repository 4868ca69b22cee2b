// Playwright against the release build. Started by `cargo xtask test e2e`, which builds and names
// the program and the app; `cargo xtask test e2e -- -g "words"` runs some of the specs.
import { defineConfig, devices } from '@playwright/test';
import { logan } from './harness/logan';
import { stations } from './harness/stations';
import { chromium, out } from './harness/environment';

const screenshots = { name: 'screenshots', testDir: './screenshots' };
const demo = { name: 'demo', testDir: './tests', testIgnore: ['logan/**', 'stations/**', 'tasks/**'] };
const loganData = { name: 'logan', testDir: './tests/logan' };
const stationLists = { name: 'stations', testDir: './tests/stations' };
const tasks = { name: 'tasks', testDir: './tests/tasks' };

if (logan === undefined) {
  console.log('The Logan data is not beside this clone: the specs of tests/logan do not run.');
}
if (stations === undefined) {
  console.log('The station lists are not beside this clone: the specs of tests/stations do not run.');
}

export default defineConfig({
  globalSetup: './harness/global-setup.ts',
  outputDir: `${out}/results`,
  reporter: [['list'], ['json', { outputFile: `${out}/report.json` }]],
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    // The zone of the browser must not matter: the site's is what the app shows.
    timezoneId: 'Pacific/Auckland',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects:
    process.env.GAGEHOUSE_SCREENSHOTS !== undefined
      ? [screenshots]
      : [
          demo,
          ...(logan === undefined ? [] : [loganData]),
          ...(stations === undefined ? [] : [stationLists]),
          ...(logan === undefined || stations === undefined ? [] : [tasks]),
        ],
});
