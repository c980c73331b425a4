import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilePath } from '../../src/pages/site.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { accountsOf, honest } from '../support/world.js';
import { type HeldHost, holdingBack } from './support/held-host.js';

const missing = chromiumMissing();
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const signedAt = new Date(Date.parse(NOON) - 30 * DAY_MS);

describe.skipIf(missing)(`a page with its scripts${missing === null ? '' : ` (${missing})`}`, () => {
  let api: ApiServer;
  let github: HeldHost;
  let browser: RealBrowser;
  let reader: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    api = await startApi({
      people: (population) => honest(population, 'alice', { now: signedAt }),
      working: false,
    });
    github = holdingBack(api.deployment.deps.fetcher, 'github.com');
    api.deployment.work({ fetcher: github.fetcher });
    browser = await startBrowser(api.deployment.world.internet);
    reader = await browser.reader({ permissions: ['clipboard-read', 'clipboard-write'] });
    page = await reader.newPage();
    await page.goto(`${api.url}${profilePath(SUBJECT)}`);
  });
  afterAll(async () => {
    github?.letGo();
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
    // Whoever begins to listen when there is a report is told more names.
    github.hold();
    await page.getByRole('button', { name: 'Verify now' }).click();
    await page.locator('[data-verify-lines] li').first().waitFor();
    github.letGo();
    await anew;
    expect(await page.locator('#verdict').innerText()).toBe('consistent');
    await expect.poll(() => lines.length).toBe(accountsOf('alice').length + 1);
    // Nothing was known of her: what a verification has not confirmed yet is not named.
    expect(lines).toContain(`${SUBJECT}: read`);
    expect(lines.filter((line) => line === 'an account that was not confirmed before: read')).toHaveLength(4);
  });

  it('copies what a button says, which says so for a moment', async () => {
    const opened = await reader.newPage();
    await opened.clock.install({ time: NOON });
    await opened.goto(`${api.url}${profilePath(SUBJECT)}`);
    // The moment lasts until it was seen.
    await opened.clock.pauseAt(Date.parse(NOON) + DAY_MS);
    await opened.getByRole('button', { name: 'Copy HTML of the badge' }).click();
    await opened.locator('button[data-copied=yes]').waitFor();
    const html = await opened.locator('#badge-html').innerText();
    expect([await opened.evaluate('navigator.clipboard.readText()'), html]).toEqual([
      html,
      expect.stringMatching(/^<a href=.*<img src=.*<\/a>$/s),
    ]);
    await opened.clock.fastForward(MINUTE_MS);
    await opened.locator('button[data-copied]').waitFor({ state: 'detached' });
    await opened.close();
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
