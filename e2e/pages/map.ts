// The map page: sites on a canvas, the list of the same sites, the card of one.
import type { Locator, Page } from '@playwright/test';

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
}
