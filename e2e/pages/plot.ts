// The plot page: the surface, its legend, the window, the statistics.
import { expect, type Locator, type Page } from '@playwright/test';

export class PlotPage {
  constructor(readonly page: Page) {}

  /** What is drawn on; takes the pointer and the keyboard. */
  get surface(): Locator {
    return this.page.getByRole('application', { name: 'Interactive plot' });
  }

  /** The plot in words: the window and, for each series, how many values from what to what. */
  get inWords(): Locator {
    return this.surface.getByRole('img');
  }

  get legend(): Locator {
    return this.page.getByRole('list', { name: 'Series on the plot' });
  }

  /** Waits until every series is loaded. */
  async loaded(): Promise<void> {
    await expect(this.surface).toBeVisible();
    await expect(this.inWords).toHaveAttribute('aria-label', /\d values from/, { timeout: 60_000 });
    await expect(this.legend.getByText(/Loading:/)).toHaveCount(0, { timeout: 60_000 });
  }

  /** Shows the window from one local time to another. */
  async show(from: string, to: string): Promise<void> {
    await this.page.getByLabel('From', { exact: true }).fill(from);
    await this.page.getByLabel('To', { exact: true }).fill(to);
    await this.page.getByRole('button', { name: 'Show', exact: true }).click();
  }

  period(name: string): Locator {
    return this.page.getByRole('group', { name: 'Period' }).getByRole('button', { name });
  }

  /** Has times shown by another clock: `Site time`, `Site standard time`, `UTC`, `Your time zone`. */
  async timesIn(clock: string): Promise<void> {
    await this.page.getByLabel('Times in').selectOption({ label: clock });
  }

  /** How many values each series has in the window, as the statistics say. */
  async counts(): Promise<number[]> {
    const rows = this.page.getByRole('region', { name: /^Values from/ }).getByRole('row');
    const texts = await rows.evaluateAll((rows) =>
      rows.slice(1).map((row) => row.querySelector('td')?.textContent ?? ''),
    );
    return texts.map((text) => Number(text.replace(/\D/g, '')));
  }

  /** Puts the cursor on the first value of the window; returns what the legend says of each series. */
  async readFirst(): Promise<string[]> {
    await this.surface.focus();
    await this.page.keyboard.press('Home');
    await expect(this.legend.getByText(/UTC/).first()).toBeVisible();
    return this.legend.getByRole('listitem').allInnerTexts();
  }

  /** Presses the button and returns the address that is then on the clipboard. */
  async copyLink(): Promise<string> {
    await this.page.getByRole('button', { name: 'Copy link' }).click();
    await expect(this.page.getByText('Link copied.')).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }
}
