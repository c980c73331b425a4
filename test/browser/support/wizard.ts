import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** What a person does on `/publish`, and what she sees there. */
export interface WizardReader {
  /** Waits until the page says so. */
  said(words: RegExp): Promise<void>;
  click(button: string): Promise<void>;
  /** Writes her names over what the form has, and goes on. */
  fill(subject: string, accounts: readonly string[]): Promise<void>;
  /** The file that this button saves. */
  saved(button: string): Promise<string>;
  choose(field: 'key' | 'statement', file: string): Promise<void>;
  /** What will be signed, a line each. */
  terms(): Promise<readonly string[]>;
  /** What the page says is to be put at an account. */
  valuesFor(account: string): Promise<readonly string[]>;
  /** Of each account in its order; null before the first check. */
  states(): Promise<readonly (string | null)[]>;
  /** The word beside each account's sign, as it is seen. */
  ticks(): Promise<readonly string[]>;
}

export function readerOf(page: Page): WizardReader {
  const click = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const items = () => page.locator('li[data-account]').all();
  return {
    click,
    said: (words) => page.getByRole('status').filter({ hasText: words }).waitFor(),
    async fill(subject, accounts) {
      await page.getByLabel('Your identity').fill(subject);
      await page.getByLabel('Your other accounts').fill(accounts.join('\n'));
      await click('Go on');
    },
    async saved(button) {
      const [download] = await Promise.all([page.waitForEvent('download'), click(button)]);
      return readFile(await download.path(), 'utf8');
    },
    async choose(field, text) {
      const file = { name: `${field}.txt`, mimeType: 'text/plain', buffer: Buffer.from(text) };
      await page.locator(`[data-${field}-file]`).setInputFiles(file);
    },
    terms: () => page.locator('[data-sign-accounts] li').allInnerTexts(),
    valuesFor: (account) => page.locator(`li[data-account="${account}"] [data-step-value]`).allTextContents(),
    states: async () => Promise.all((await items()).map((item) => item.getAttribute('data-state'))),
    ticks: () => page.locator('li[data-account] [data-place-state]').allInnerTexts(),
  };
}
