// The map page: sites on a canvas, the list of the same sites, the card of one.
import { expect, type Locator, type Page } from '@playwright/test';

export class MapPage {
  constructor(readonly page: Page) {}

  /** The map itself; its sites are drawn, not elements. */
  get canvas(): Locator {
    return this.page.getByRole('application', { name: /Map of sites/ });
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: /Search sites/ });
  }

  /** A site in the list beside the map. */
  row(site: string): Locator {
    return this.page.getByRole('list', { name: 'Sites' }).getByRole('button', { name: site });
  }

  /** All sites in the list. */
  get rows(): Locator {
    return this.page.getByRole('list', { name: 'Sites' }).getByRole('button');
  }

  /** The card of the selected site. */
  card(site: string): Locator {
    return this.page.getByRole('region', { name: site });
  }

  /** The card of whichever site is selected. */
  get anyCard(): Locator {
    return this.page.getByRole('main').getByRole('link', { name: 'Site page' });
  }

  /** Clicks the middle of the map, where an address with `c=` puts a place. */
  async clickTheMiddle(): Promise<void> {
    const box = await this.canvas.boundingBox();
    if (box === null) {
      throw new Error('the map is not on the page');
    }
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** How many sites the list holds, in words. */
  get count(): Locator {
    return this.page.getByRole('region', { name: 'List of sites' }).getByRole('status').first();
  }

  /** How many sites of the list have coordinates. */
  async placed(): Promise<number> {
    const lost = /([\d,]+) without coordinates/.exec((await this.count.textContent()) ?? '')?.[1] ?? '0';
    return (await this.rows.count()) - Number(lost.replaceAll(',', ''));
  }

  /** A filter in force. */
  chip(label: string | RegExp): Locator {
    return this.page.getByRole('list', { name: 'Filters in force' }).getByRole('button', { name: label });
  }

  /** The sites that lie on one another at the place that was clicked. */
  get here(): Locator {
    return this.page.getByRole('list', { name: 'At this place' }).getByRole('button');
  }

  async openTools(): Promise<void> {
    await this.page.getByText('Near me and areas').click();
    await expect(this.page.getByRole('button', { name: 'Near me' })).toBeVisible();
  }

  async openLegend(): Promise<void> {
    await this.page.getByText('Legend', { exact: true }).click();
    await expect(this.colors).toBeVisible();
  }

  async openLayers(): Promise<void> {
    await this.page.getByText('Layers', { exact: true }).click();
    await expect(this.layer('Borders')).toBeVisible();
  }

  /** A layer of picture tiles to choose, or the map's own ground. */
  layer(name: string): Locator {
    return this.page.getByRole(/^(Relief|Borders)/.test(name) ? 'radio' : 'checkbox', { name });
  }

  /** What the colours mean, with counts. */
  get colors(): Locator {
    return this.page.getByRole('list', { name: 'Colours' });
  }

  async colorBy(name: string | RegExp): Promise<void> {
    const select = this.page.getByRole('combobox', { name: 'Colour by' });
    const label = await select.getByRole('option', { name }).first().textContent();
    await select.selectOption({ label: (label ?? '').trim() });
  }

  /** The sum of the legend's counts: sites on the map. */
  async sitesOnTheMap(): Promise<number> {
    const texts = await this.colors.getByRole('listitem').allTextContents();
    return texts.reduce((sum, text) => sum + Number(/([\d,]+)$/.exec(text.trim())?.[1].replaceAll(',', '') ?? 0), 0);
  }

  /** Moves the pointer around the middle until what is below it is named so; it stays there. */
  async pointAt(named: RegExp): Promise<void> {
    const box = await this.canvas.boundingBox();
    if (box === null) {
      throw new Error('the map is not on the page');
    }
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    for (let ring = 0; ring < 12; ring += 1) {
      for (let step = 0; step < Math.max(1, ring * 6); step += 1) {
        const angle = (step / Math.max(1, ring * 6)) * 2 * Math.PI;
        await this.page.mouse.move(x + ring * 9 * Math.cos(angle), y + ring * 9 * Math.sin(angle));
        const tooltip = this.page.locator('.map-tooltip');
        if ((await tooltip.count()) > 0 && named.test((await tooltip.first().textContent()) ?? '')) {
          return;
        }
      }
    }
    throw new Error(`nothing named ${named} near the middle of the map`);
  }

  async click(): Promise<void> {
    await this.page.mouse.down();
    await this.page.mouse.up();
  }
}
