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

  /** The other years that lie behind a series, with what they say at the cursor. */
  get otherYears(): Locator {
    return this.page.getByRole('list', { name: /^Other years of/ });
  }

  /** What was recorded in the field in the window, the latest first. */
  get records(): Locator {
    return this.page.getByRole('list', { name: 'Field records of the window' });
  }

  /** Chooses with which other years the window is compared. */
  async compareWith(years: string): Promise<void> {
    await this.page.getByLabel('Compare with').selectOption({ label: years });
  }

  /** Waits until every series is loaded, and the parts below the plot are there. */
  async loaded(): Promise<void> {
    await expect(this.surface).toBeVisible();
    await expect(this.inWords).toHaveAttribute('aria-label', /\d values from/, { timeout: 60_000 });
    await expect(this.legend).toBeVisible();
    await expect(this.legend.getByText(/Loading:/)).toHaveCount(0, { timeout: 60_000 });
    await expect(this.statisticsTable).toBeVisible();
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

  /** What the window holds in numbers: a column for each series. */
  get statisticsTable(): Locator {
    return this.page.getByRole('region', { name: /^Values from/ });
  }

  /** The heads of the statistics, one for each series that has come. */
  get statistics(): Locator {
    return this.statisticsTable.getByRole('columnheader', { name: /^\d/ });
  }

  /** The figures of this name, one for each series. */
  figures(name: string): Locator {
    return this.statisticsTable
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name, exact: true }) })
      .getByRole('cell');
  }

  /** How many values each series has in the window, as the statistics say. */
  async counts(): Promise<number[]> {
    const texts = await this.figures('Values').allInnerTexts();
    return texts.map((text) => Number(text.replace(/\D/g, '')));
  }

  /** What stands beside the cursor; for the eye only. */
  get cursorCard(): Locator {
    return this.page.getByTestId('cursor-card');
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

  /** Shows another kind of plot of the same series and window. */
  async showKind(kind: string): Promise<void> {
    await this.page.getByLabel('Kind of plot').selectOption({ label: kind });
  }

  /** Opens the dialog of what can be taken away. */
  async openExport(): Promise<void> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    await this.page.getByRole('dialog').getByRole('heading', { name: 'Export' }).waitFor();
  }

  /** Opens the part in which axes are decided about. */
  async openAxes(): Promise<void> {
    await this.page.getByText('Axes', { exact: true }).click();
  }

  /** What is decided about the axis with this title. */
  axis(title: string): Locator {
    return this.page.getByRole('group', { name: title, exact: true });
  }

  /** A part of the brush on the strip of the whole record. */
  brush(part: 'Window' | 'Start of the window' | 'End of the window'): Locator {
    return this.page.getByRole('slider', { name: part, exact: true });
  }

  /** Drags the brush along the strip, by a share of its width. */
  async dragBrush(share: number): Promise<void> {
    const brush = this.brush('Window');
    await brush.scrollIntoViewIfNeeded();
    const [box, strip] = [await brush.boundingBox(), await this.strip.boundingBox()];
    if (box === null || strip === null) {
      throw new Error('the strip is not on the page');
    }
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + (strip.width * share) / 2, y);
    await this.page.mouse.move(x + strip.width * share, y);
    await this.page.mouse.up();
  }

  /** The strip of the whole record. */
  get strip(): Locator {
    return this.page.getByRole('group', { name: 'Whole record' });
  }

  /** Presses the button and returns the address that is then on the clipboard. */
  async copyLink(): Promise<string> {
    await this.page.getByRole('button', { name: 'Copy link' }).click();
    await expect(this.page.getByText('Link copied.')).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }
}
