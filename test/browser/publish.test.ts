import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proofToken, thumbprintUri, verifyStatement } from '../../src/verify/index.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { NOON } from '../support/frozen-clock.js';
import { accountsOf, impostor } from '../support/world.js';
import { servePublishing } from './support/publish-page.js';

const missing = chromiumMissing();
const SUBJECT = 'mimi://a.example/u/bob';
const ACCOUNTS = accountsOf('bob');
const FEDIVERSE = 'acct:bob@social.example';
const DAY_MS = 86_400_000;

describe.skipIf(missing)(`publishing in a real browser${missing === null ? '' : ` (${missing})`}`, () => {
  let api: ApiServer;
  let browser: RealBrowser;
  let reader: BrowserContext;
  let page: Page;
  const requests: Request[] = [];
  const errors: unknown[] = [];

  beforeAll(async () => {
    api = await startApi({
      people: async (population) => {
        for (const account of [SUBJECT, ...ACCOUNTS]) population.show(account);
      },
    });
    browser = await startBrowser(api.deployment.world.internet);
    reader = await browser.reader();
    await servePublishing(reader, api.url);
    page = await reader.newPage();
    page.on('request', (request) => requests.push(request));
    page.on('pageerror', (error) => errors.push(error));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.clock.setFixedTime(NOON);
    await page.goto(`${api.url}/publish`);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  const message = () => page.getByRole('status');
  const said = (words: RegExp): Promise<void> => message().filter({ hasText: words }).waitFor();
  const click = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

  async function fill(subject: string, accounts: readonly string[]): Promise<void> {
    await page.locator('[name=subject]').fill(subject);
    await page.locator('[name=accounts]').fill(accounts.join('\n'));
    await click('Go on');
  }

  async function saved(button: string): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), click(button)]);
    return readFile(await download.path(), 'utf8');
  }

  /** What the page says is to be put at an account. */
  const valuesFor = (account: string): Promise<string[]> =>
    page.locator(`li[data-account="${account}"] [data-step-value]`).allInnerTexts();

  const states = async (): Promise<readonly (string | null)[]> =>
    Promise.all(
      (await page.locator('li[data-account]').all()).map((item) => item.getAttribute('data-state')),
    );

  it('says what is wrong with a name', async () => {
    await fill('nobody', []);
    await said(/./);
    expect(await page.locator('[data-publish-key]').isVisible()).toBe(false);
  });

  it('signs what it showed, with a key that was made here', async () => {
    await fill(' mimi://A.example/u/bob ', [...ACCOUNTS, 'https://GITHUB.com/bob', 'https://127.0.0.1/']);
    await page.locator('[data-publish-key]').waitFor();
    const lines = await page.locator('[data-sign-accounts] li').allInnerTexts();
    expect(lines.map((line) => line.split(' (')[0])).toEqual([
      SUBJECT,
      ...ACCOUNTS,
      'left out: https://127.0.0.1/',
    ]);
    await click('Make a key');
    await click('Sign');
    await said(/^Signed\./);
    const statement = await saved('Save the statement');
    const key = JSON.parse(await saved('Save the key')) as object;
    const verified = await verifyStatement(statement, { now: new Date(NOON) });
    if (!verified.ok) throw new Error(verified.message);
    const { sub, accounts, key: signer } = verified.statement;
    expect([sub, accounts.map(({ uri }) => uri)]).toEqual([SUBJECT, ACCOUNTS]);
    expect(signer).toBe(thumbprintUri(key));
    expect(key).toMatchObject({ alg: 'EdDSA', sub: SUBJECT, kid: signer });
    expect(await valuesFor(SUBJECT)).toContain(statement);
    expect(await valuesFor(FEDIVERSE)).toContain(proofToken(signer, FEDIVERSE));
  });

  it('takes the key back from its file', async () => {
    const key = await saved('Save the key');
    const file = { name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(key) };
    await page.locator('[data-key-file]').setInputFiles({ ...file, buffer: Buffer.from('{}') });
    await said(/^It is no key that signs statements\.$/);
    await page.locator('[data-key-file]').setInputFiles(file);
    await said(/^The key is read\./);
    expect(await page.locator('[data-publish-places]').isVisible()).toBe(false);
    await click('Sign');
    await said(/^Signed\./);
    expect(await saved('Save the key')).toBe(key);
  });

  it('shows what is missing, and the ticks as proofs appear', async () => {
    await click('Check');
    await said(/^Checked: none\./);
    expect(await states()).not.toContain('consistent');
    for (const account of [SUBJECT, ...ACCOUNTS]) {
      const values = await valuesFor(account);
      const token = values.find((value) => value.startsWith('cross-signing:'));
      const statement = values.find((value) => value.startsWith('ey'));
      const hasDocument = account === SUBJECT || account === ACCOUNTS[0];
      api.deployment.world.population.show(account, hasDocument ? { statement } : { token });
    }
    await later();
    await click('Check');
    await said(/^Checked: consistent\. Every account shows its proof\.$/);
    expect(await states()).toEqual([SUBJECT, ...ACCOUNTS].map(() => 'consistent'));
  });

  it('tells the alarm when a service is taken over', async () => {
    const { population } = api.deployment.world;
    await impostor(population, SUBJECT, [FEDIVERSE], { now: api.clock.now() });
    await later();
    await click('Check');
    await said(/Alarm: /);
    const item = page.locator(`li[data-account="${FEDIVERSE}"]`);
    expect(await item.getAttribute('data-state')).toBe('conflicting');
  });

  it('never sends the key, nor asks anybody else', async () => {
    const { d } = JSON.parse(await saved('Save the key')) as { d: string };
    const sent = await Promise.all(
      requests.map(async (request) => [
        request.url(),
        request.postData() ?? '',
        JSON.stringify(await request.allHeaders()),
      ]),
    );
    expect(sent.length).toBeGreaterThan(6);
    expect(sent.flat().filter((text) => text.includes(d))).toEqual([]);
    const elsewhere = sent.map(([url]) => url).filter((url) => !url?.startsWith(`${api.url}/`));
    expect(elsewhere.filter((url) => !url?.startsWith(`blob:${api.url}/`))).toEqual([]);
    // The refused names of the first test, which a browser notes.
    expect(errors.filter((error) => !/400/.test(String(error)))).toEqual([]);
  });

  /** What was read is no longer fresh. */
  async function later(): Promise<void> {
    api.clock.advance(DAY_MS);
    await page.clock.setFixedTime(api.clock.now());
  }
});
