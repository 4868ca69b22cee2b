// A site's page, by role and name.
import type { Locator, Page } from '@playwright/test';

export class SitePage {
  constructor(readonly page: Page) {}

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    // The app's own page, not the text that the server sent before it.
    await this.page.getByRole('button', { name: 'Copy citation' }).waitFor();
  }

  get conditions(): Locator {
    return this.page.getByRole('region', { name: 'Current conditions' });
  }

  card(variable: string): Locator {
    const heading = this.page.getByRole('heading', { name: variable, level: 3, exact: true });
    return this.conditions.getByRole('listitem').filter({ has: heading });
  }

  get nearby(): Locator {
    return this.page.getByRole('region', { name: 'Sites nearby' });
  }

  get series(): Locator {
    return this.page.getByRole('region', { name: 'Table of series' });
  }
}
