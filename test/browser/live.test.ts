import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilePath } from '../../src/pages/site.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { accountsOf, honest } from '../support/world.js';

const missing = chromiumMissing();
const signedAt = new Date(Date.parse(NOON) - 30 * 86_400_000);

describe.skipIf(missing)(`a page with its scripts${missing === null ? '' : ` (${missing})`}`, () => {
  let api: ApiServer;
  let browser: RealBrowser;
  let reader: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    api = await startApi({ people: (population) => honest(population, 'alice', { now: signedAt }) });
    browser = await startBrowser(api.deployment.world.internet);
    reader = await browser.reader({ permissions: ['clipboard-read', 'clipboard-write'] });
    page = await reader.newPage();
    await page.goto(`${api.url}${profilePath(SUBJECT)}`);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  it('verifies again, a line an account, and shows itself anew', async () => {
    const lines: string[] = [];
    await page.exposeFunction('noteLine', (line: string) => void lines.push(line));
    await page.evaluate(`new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) noteLine(node.textContent);
    }).observe(document.querySelector('[data-verify-lines]'), { childList: true })`);
    const anew = page.waitForEvent('load');
    expect(await page.locator('#verdict').innerText()).toBe('not verified');
    await page.getByRole('button', { name: 'Verify now' }).click();
    await anew;
    expect(await page.locator('#verdict').innerText()).toBe('consistent');
    await expect.poll(() => lines.length).toBe(accountsOf('alice').length + 1);
    // Nothing was known of her: what a verification has not confirmed yet is not named.
    expect(lines).toContain(`${SUBJECT}: read`);
    expect(lines.filter((line) => line === 'an account that was not confirmed before: read')).toHaveLength(4);
  });

  it('copies what a button says', async () => {
    const button = page.getByRole('button', { name: 'Copy HTML of the badge' });
    await button.click();
    await page.locator('button[data-copied=yes]').waitFor();
    const html = await page.locator('#badge-html').innerText();
    expect([await page.evaluate('navigator.clipboard.readText()'), html]).toEqual([
      html,
      expect.stringMatching(/^<a href=.*<img src=.*<\/a>$/s),
    ]);
  });

  it('keeps the theme that was chosen', async () => {
    const theme = () => page.evaluate('document.documentElement.dataset.theme ?? null');
    await page.getByRole('combobox').selectOption('dark');
    await page.reload();
    expect([await theme(), await page.getByRole('combobox').inputValue()]).toEqual(['dark', 'dark']);
    await page.getByRole('combobox').selectOption('auto');
    await page.reload();
    expect(await theme()).toBeNull();
  });

  it('says in words why it may not', async () => {
    await api.addToken('caller');
    await page.getByRole('button', { name: 'Verify again' }).click();
    const words = 'This takes a bearer token, and there was none, or it does not hold.';
    await page.getByRole('status').filter({ hasText: words }).waitFor();
    expect(await page.getByRole('button', { name: 'Verify again' }).getAttribute('aria-disabled')).toBe(
      'false',
    );
  });
});

describe.skipIf(missing)(
  `a page whose subject is forgotten meanwhile${missing === null ? '' : ` (${missing})`}`,
  () => {
    it('says so, and not that the verification goes on', async () => {
      const api = await startApi({
        people: (population) => honest(population, 'alice', { now: signedAt }),
        working: false,
      });
      const browser = await startBrowser(api.deployment.world.internet);
      try {
        const page = await (await browser.reader()).newPage();
        await page.goto(`${api.url}/i/${encodeURIComponent(SUBJECT)}`);
        const followed = page.waitForResponse((answer) => answer.url().includes('/v1/verifications/'));
        await page.getByRole('button', { name: 'Verify now' }).click();
        await followed;
        await api.deployment.verifications.forget(SUBJECT);
        const words = 'This server knows nothing of this verification any more.';
        await page.getByRole('status').filter({ hasText: words }).waitFor();
      } finally {
        await browser.close();
        await api.close();
      }
    });
  },
);
