// The field app, as a technician reads it.
import type { Locator, Page } from '@playwright/test';

export class Field {
  constructor(readonly page: Page) {}

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get status(): Locator {
    return this.page.getByRole('status').first();
  }

  /** Signs in, and waits until somebody works here: a page that is left before has nobody. */
  async signIn(name: string, password: string): Promise<void> {
    await this.trySignIn(name, password);
    await this.page.locator('input[autocomplete=current-password]').waitFor({ state: 'hidden' });
  }

  async trySignIn(name: string, password: string): Promise<void> {
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  async add(what: string): Promise<Locator> {
    const buttons = this.region('Add what was done');
    await buttons.getByRole('button', { name: what, exact: true }).click();
    return this.region(what).last();
  }

  /** Chooses the first option whose text begins so. */
  async choose(part: Locator, label: string, text: string): Promise<void> {
    const control = part.getByLabel(label, { exact: true });
    const option = control.locator('option').filter({ hasText: text }).first();
    await control.selectOption({ value: (await option.getAttribute('value')) ?? '' });
  }
}
