// A pair of hands that does a task in the fewest steps somebody needs who sees the page for the first time, and counts them.
import type { Locator, TestInfo } from '@playwright/test';

export class Hands {
  /** Presses of a mouse button or finger, also to put the focus into a field. */
  clicks = 0;
  /** Keys pressed. */
  keys = 0;

  async click(target: Locator): Promise<void> {
    this.clicks += 1;
    await target.click();
  }

  /** Clicks into a field and writes, key by key. */
  async write(target: Locator, text: string): Promise<void> {
    await this.click(target);
    this.keys += text.length;
    await target.pressSequentially(text);
  }

  async press(target: Locator, key: string): Promise<void> {
    this.keys += 1;
    await target.press(key);
  }

  /** Prints what the task took, and keeps it with the test. */
  tell(testInfo: TestInfo): void {
    const description = `${this.clicks} clicks, ${this.keys} keys`;
    console.log(`${testInfo.title}: ${description}`);
    testInfo.annotations.push({ type: 'steps', description });
  }
}
