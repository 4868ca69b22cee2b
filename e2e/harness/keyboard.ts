// The keyboard's way through a page, compared with what the page offers.
import type { Locator, Page } from '@playwright/test';

const MOST_STOPS = 1_000;

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
  });
  const unmarked: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (element === null || element === document.body) {
        return { over: true, unmarked: null };
      }
      const over = element.dataset.stop === 'passed';
      // An input of a date holds several stops.
      const before = document.querySelector<HTMLElement>('[data-stop=here]');
      if (before !== null) {
        before.dataset.stop = 'passed';
      }
      element.dataset.stop = 'here';
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const marked =
        (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      return { over, unmarked: marked ? null : element.outerHTML.slice(0, 120) };
    });
    if (here.over) {
      break;
    }
    if (here.unmarked !== null) {
      unmarked.push(here.unmarked);
    }
  }
  const unreached = await page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('[data-stop=ahead]'))
      .filter((element) => element.isConnected && element.checkVisibility())
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  return { unreached, unmarked };
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
