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
      .filter({ has: this.page.locator('[data-head=Level]', { hasText: new RegExp(`^${level}\\b`) }) });
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

  /** Opens the catalog with a query and waits for rows or for the message that there are none. */
  async open(query = ''): Promise<void> {
    await this.page.goto(`/catalog${query}`);
    await this.rows.or(this.nothing).first().waitFor();
  }

  /** The rows of series in the document: those in view and some around. */
  get rows(): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('checkbox') });
  }

  get nothing(): Locator {
    return this.page.getByRole('heading', { name: 'No series fits' });
  }

  get details(): Locator {
    return this.page.getByRole('dialog');
  }

  /** The filters of a facet, opened if they are closed. */
  async facet(name: string): Promise<Locator> {
    const group = this.page.getByRole('group', { name, exact: true });
    if (!(await group.isVisible())) {
      await this.page.locator('summary', { hasText: name }).click();
    }
    return group;
  }

  /** How many series are listed. */
  async numberListed(): Promise<number> {
    const rows = this.page.getByRole('region', { name: 'Series', exact: true });
    const text = await rows.getByText(/^[\d,]+( of [\d,]+)? series$/).innerText();
    return Number(text.split(' ')[0].replaceAll(',', ''));
  }

  /** The number beside a value of a facet. */
  async numberBeside(choice: Locator): Promise<number> {
    const label = await choice.evaluate((box: HTMLInputElement) => box.labels?.[0].innerText ?? '');
    const number = /([\d,]+)\s*series$/.exec(label.trim())?.[1] ?? '';
    return Number(number.replaceAll(',', ''));
  }
}
