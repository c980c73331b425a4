import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Overview } from '../../src/monitor/types.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { BUSY, QUIET, SILENT } from '../pages/support/overviews.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { faultsOf, LOOK_MS, type Readers, readersOf } from './support/look.js';

const missing = chromiumMissing();
const IN = 'Out of the ordinary';

describe.skipIf(missing)(`the operator’s view${missing === null ? '' : ` (${missing})`}`, () => {
  let overview: Overview = BUSY;
  let api: ApiServer;
  let browser: RealBrowser;
  let readers: Readers;
  let token: string;
  const open: BrowserContext[] = [];

  beforeAll(async () => {
    api = await startApi({ working: false });
    Object.assign(api.deps.admin?.monitor ?? {}, { overview: async () => overview });
    token = await api.addToken('operator');
    browser = await startBrowser(api.deployment.world.internet);
    readers = await readersOf(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });
  afterEach(async () => {
    for (const context of open.splice(0)) await context.close();
  });

  it('has no fault before anybody signed in', { timeout: LOOK_MS }, async () => {
    expect(await faultsOf(readers, { scene: 'admin-sign-in', url: `${api.url}/admin`, status: 401 })).toEqual(
      [],
    );
  });

  it('lets an operator in and out again, with scripts and without', { timeout: LOOK_MS }, async () => {
    for (const javaScriptEnabled of [true, false]) {
      const reader = await browser.reader({ javaScriptEnabled });
      open.push(reader);
      const page = await reader.newPage();
      await page.goto(`${api.url}/admin`);
      await page.getByLabel('Operator’s token').fill('a token of nobody');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: 'This token does not hold.' }).waitFor();
      await page.getByLabel('Operator’s token').fill(token);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: IN }).waitFor();
      expect(page.url()).toBe(`${api.url}/admin`);
      // Nothing in the page can read it, and it goes nowhere else.
      const [cookie, ...more] = await reader.cookies();
      expect([more, cookie]).toMatchObject([
        [],
        { name: 'crossproof-operator', path: '/admin', httpOnly: true, sameSite: 'Strict' },
      ]);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await reader.cookies()).toEqual([]);
      await page.goBack();
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
    }
  });

  it.each([
    ['busy', BUSY],
    ['quiet', QUIET],
    ['silent', SILENT],
  ] as const)('has no fault: %s', { timeout: LOOK_MS }, async (name, shown) => {
    overview = shown;
    for (const reader of [readers.scripted, readers.plain]) await signIn(reader);
    expect(await faultsOf(readers, { scene: `admin-${name}`, url: `${api.url}/admin` })).toEqual([]);
  });

  it('opens its numbers by the keyboard', async () => {
    overview = BUSY;
    await signIn(readers.plain);
    const page = await readers.plain.newPage();
    await page.goto(`${api.url}/admin`);
    const summary = page.getByText('The numbers of: Jobs that wait');
    await summary.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: /^Jobs that wait/ }).waitFor();
    await page.close();
  });

  async function signIn(reader: BrowserContext): Promise<void> {
    const page = await reader.newPage();
    await page.goto(`${api.url}/admin`);
    if (await page.getByLabel('Operator’s token').isVisible()) {
      await page.getByLabel('Operator’s token').fill(token);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: IN }).waitFor();
    }
    await page.close();
  }
});
