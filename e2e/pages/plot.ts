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

  /** What the legend says of each series at the cursor. */
  get readings(): Locator {
    return this.legend.getByTestId('reading');
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

  /** The first and the last instant of the window, as the form shows them. */
  async window(): Promise<string[]> {
    // The browser leaves out seconds that are zero.
    const value = async (label: string): Promise<string> =>
      (await this.page.getByLabel(label, { exact: true }).inputValue()).replace(/T\d\d:\d\d$/, '$&:00');
    return [await value('From'), await value('To')];
  }

  period(name: string): Locator {
    return this.page.getByRole('group', { name: 'Period' }).getByRole('button', { name });
  }

  /** Has times shown by another clock: `Site time`, `Site standard time`, `UTC`, `Your time zone`. */
  async timesIn(clock: string): Promise<void> {
    await this.page.getByLabel('Times in').selectOption({ label: clock });
  }

  /** The rows of the statistics, one for each series that has come. */
  get statistics(): Locator {
    return this.page
      .getByRole('region', { name: /^Values from/ })
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader') });
  }

  /** How many values each series has in the window, as the statistics say. */
  async counts(): Promise<number[]> {
    const texts = await this.statistics.evaluateAll((rows) =>
      rows.map((row) => row.querySelector('td')?.textContent ?? ''),
    );
    return texts.map((text) => Number(text.replace(/\D/g, '')));
  }

  /** Puts the cursor on the first value of the window; returns what the legend says of each series. */
  async readFirst(): Promise<string[]> {
    await this.surface.focus();
    await this.page.keyboard.press('Home');
    for (const reading of await this.readings.all()) {
      await expect(reading).toHaveText(/UTC/);
    }
    return this.readings.allInnerTexts();
  }

  /** Moves the pointer over the plot, so far from left to right. */
  async pointAt(share: number): Promise<void> {
    const box = await this.surface.boundingBox();
    if (box === null) {
      throw new Error('the plot is not on the page');
    }
    await this.page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
  }

  /** Drags from one place to another, as shares of the width. */
  async dragAcross(from: number, to: number): Promise<void> {
    await this.surface.scrollIntoViewIfNeeded();
    await this.pointAt(from);
    await this.page.mouse.down();
    await this.pointAt((from + to) / 2);
    await this.pointAt(to);
    await this.page.mouse.up();
  }

  /** Presses the button and returns the address that is then on the clipboard. */
  async copyLink(): Promise<string> {
    await this.page.getByRole('button', { name: 'Copy link' }).click();
    await expect(this.page.getByText('Link copied.')).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }
}
