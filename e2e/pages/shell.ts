// What every page has: navigation, theme, notices, and the overlay of a crash.
import type { Locator, Page } from '@playwright/test';

export class Shell {
  constructor(readonly page: Page) {}

  /** The page's own heading. */
  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get crash(): Locator {
    return this.page.getByRole('alertdialog');
  }

  link(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
  }

  /** Opens an address and waits until the app has taken over from the static shell. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.heading.waitFor();
  }

  /** Waits until nothing is being loaded or drawn any more. */
  async settled(): Promise<void> {
    await this.page.waitForLoadState('networkidle');
    await this.page.waitForFunction(() => document.querySelector('.state--loading') === null);
  }

  /** The switch between light and dark. */
  get theme(): Locator {
    return this.page.getByRole('button', { name: /Use (light|dark) colours/ });
  }
}
