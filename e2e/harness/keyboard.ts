// The keyboard's way through a page, compared with what the page offers.
import type { Locator, Page } from '@playwright/test';

const MOST_STOPS = 1_000;
/** Presses between two looks at the page. */
const BURST = 25;

interface Way {
  /** What can be used by mouse but was never reached. */
  unreached: string[];
  /** What was reached without its focus being visible. */
  unmarked: string[];
}

/** Presses Tab from the top of the page until the focus has left it. */
export async function everythingByTab(page: Page): Promise<Way> {
  await page.evaluate(() => {
    // In a group of radio buttons Tab stops at one; the arrows reach the others.
    const stops = 'a[href], button, input:not([type=radio]), select, textarea, summary, [tabindex]';
    // An open dialog holds the focus; what lies behind it cannot be used by mouse either.
    const root = document.querySelector('dialog:modal') ?? document;
    for (const element of root.querySelectorAll<HTMLElement>(stops)) {
      const usable =
        element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility();
      if (usable) {
        element.dataset.stop = 'ahead';
      }
    }
    // What has the focus as the page opens, as in a dialog, is reached already.
    const focused = document.activeElement as HTMLElement | null;
    if (focused?.dataset.stop === 'ahead') {
      focused.dataset.stop = 'start';
    }
    focused?.blur();
    const way = { over: false, unmarked: [] as string[] };
    Object.assign(window, { way });
    document.addEventListener('focusin', ({ target }) => {
      const element = target as HTMLElement;
      way.over ||= element.dataset.stop === 'reached';
      element.dataset.stop = 'reached';
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const isMarked =
        (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      if (!isMarked) {
        way.unmarked.push(element.outerHTML.slice(0, 120));
      }
    });
  });
  let isOver = false;
  for (let stop = 0; stop < MOST_STOPS && !isOver; stop += BURST) {
    await Promise.all(Array.from({ length: BURST }, () => page.keyboard.press('Tab')));
    isOver = await page.evaluate(() => {
      const { over } = (window as unknown as { way: { over: boolean } }).way;
      return over || document.activeElement === document.body;
    });
  }
  return page.evaluate(() => ({
    unreached: Array.from(document.querySelectorAll<HTMLElement>('[data-stop=ahead]'))
      .filter((element) => element.isConnected && element.checkVisibility())
      .map((element) => element.outerHTML.slice(0, 120)),
    unmarked: (window as unknown as { way: Way }).way.unmarked,
  }));
}

/** Presses Tab, or the key named, until an element has the focus. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${target}`);
}
