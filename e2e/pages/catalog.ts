// The catalog page: filters, rows, the selection.
import type { Locator, Page } from '@playwright/test';

export class CatalogPage {
  constructor(readonly page: Page) {}

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search the catalog' });
  }

  /** How many series are shown, in words. */
  get count(): Locator {
    return this.page.getByRole('status').filter({ hasText: /series/ }).first();
  }

  /** The rows of a variable (exactly this name) at a processing level. */
  row(variable: string, level: string): Locator {
    return this.page
      .getByRole('row')
      .filter({ has: this.page.getByRole('button', { name: new RegExp(`^${variable} at `) }) })
      .filter({ has: this.page.getByRole('cell', { name: new RegExp(`^${level}\\b`) }) });
  }

  /** Ticks a series, so that it comes into the plot. */
  async select(variable: string, level: string): Promise<void> {
    await this.row(variable, level).getByRole('checkbox').check();
  }

  /** A value of a facet, by its words. */
  choice(facet: string, value: string): Locator {
    return this.page
      .getByRole('group', { name: facet, exact: true })
      .getByRole('checkbox', { name: value });
  }

  get plotSelected(): Locator {
    return this.page.getByRole('link', { name: 'Plot selected' });
  }
}
