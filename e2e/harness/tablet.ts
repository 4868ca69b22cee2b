// A tablet: a browser with a profile of its own that can be killed, as a system does that needs the memory, and opened again.
import { chromium as playwright, type Browser, type Page } from '@playwright/test';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './environment';
import { listen } from './test';

const SIZE = { width: 820, height: 1180 };
const OPTIONS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
];

export class Tablet {
  private readonly profile = mkdtempSync(join(tmpdir(), 'gagehouse-tablet-'));
  private process: ChildProcess | undefined;
  private browser: Browser | undefined;
  private readonly told: string[][] = [];

  /** Starts the browser with what its profile holds. */
  async start(): Promise<Page> {
    const port = join(this.profile, 'DevToolsActivePort');
    rmSync(port, { force: true });
    const words = [...OPTIONS, `--user-data-dir=${this.profile}`, 'about:blank'];
    // A group of its own, so that all its processes can be killed at once.
    this.process = spawn(chromium, words, { detached: true, stdio: 'ignore', env: { ...process.env, TZ: 'Pacific/Auckland' } });
    while (!existsSync(port) || readFileSync(port, 'utf8').split('\n').length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [number] = readFileSync(port, 'utf8').split('\n');
    this.browser = await playwright.connectOverCDP(`http://127.0.0.1:${number}`);
    const [context] = this.browser.contexts();
    if (context === undefined) {
      throw new Error('the browser has no context');
    }
    // The one that is there: a hidden one draws nothing, and whoever waits for a frame waits for ever.
    const page = context.pages()[0] ?? (await context.newPage());
    await page.bringToFront();
    await page.setViewportSize(SIZE);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    this.told.push(listen(page, /Failed to load resource|net::ERR/));
    return page;
  }

  /** Everything that its pages complained about, but for a server that does not answer. */
  complaints(): string[] {
    return this.told.flat();
  }

  /** Kills it with everything that it has not written. */
  async kill(): Promise<void> {
    const { process: running } = this;
    if (running?.pid === undefined) {
      return;
    }
    const ended = new Promise((resolve) => running.once('exit', resolve));
    process.kill(-running.pid, 'SIGKILL');
    await ended;
    this.process = undefined;
  }

  /** Kills it and forgets its profile. */
  async end(): Promise<void> {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
