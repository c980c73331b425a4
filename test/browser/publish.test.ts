import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/types.js';
import { proofToken, statementDigest, thumbprintUri, verifyStatement } from '../../src/verify/index.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { NOON } from '../support/frozen-clock.js';
import { accountsOf, impostor } from '../support/world.js';
import { SentRequests } from './support/sent.js';
import { readerOf, type WizardReader } from './support/wizard.js';

const missing = chromiumMissing();
const SUBJECT = 'mimi://a.example/u/bob';
const ACCOUNTS = accountsOf('bob');
const FEDIVERSE = 'acct:bob@social.example';
const GITHUB = 'https://github.com/bob';
const NEW_ACCOUNT = 'acct:bob@other.example';
const DAY_MS = 86_400_000;

const keyOf = (jwk: string): string =>
  thumbprintUri(JSON.parse(jwk) as object)
    .split(':')
    .at(-1) ?? '';

describe.skipIf(missing)(`publishing in a real browser${missing === null ? '' : ` (${missing})`}`, () => {
  let api: ApiServer;
  let browser: RealBrowser;
  let reader: BrowserContext;
  let page: Page;
  let wizard: WizardReader;
  let [key, statement] = ['', ''];
  const sent = new SentRequests();
  const errors: unknown[] = [];

  beforeAll(async () => {
    api = await startApi({
      people: async (population) => {
        for (const account of [SUBJECT, ...ACCOUNTS, NEW_ACCOUNT]) population.show(account);
      },
    });
    browser = await startBrowser(api.deployment.world.internet);
    reader = await browser.reader();
    page = await openPage();
    wizard = readerOf(page);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  async function openPage(): Promise<Page> {
    const opened = await reader.newPage();
    sent.listenTo(opened);
    opened.on('pageerror', (error) => errors.push(error));
    opened.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await opened.clock.setFixedTime(api.clock.now());
    await opened.goto(`${api.url}/publish`);
    return opened;
  }

  async function closePage(opened: Page): Promise<void> {
    await sent.all();
    await opened.close();
  }

  const fieldOf = (name: string) => page.getByLabel(name);

  it('says what is wrong with a name, where it is, and keeps what was written', async () => {
    await wizard.fill('nobody', ['https://github.com/bob']);
    await wizard.said(/./);
    const subject = fieldOf('Your identity');
    expect([
      await page.locator('[data-publish-key]').isVisible(),
      await subject.getAttribute('aria-invalid'),
      await subject.evaluate((field) => field === document.activeElement),
      await fieldOf('Your other accounts').inputValue(),
    ]).toEqual([false, 'true', true, 'https://github.com/bob']);
  });

  it('takes as many accounts as a statement may name, and says when there are more', async () => {
    const many = Array.from({ length: 256 }, (_, n) => `https://${'long.'.repeat(20)}example/${n}`);
    await wizard.fill(SUBJECT, many);
    await wizard.said(/^Now your key\.$/);
    expect(await wizard.terms()).toEqual(
      [SUBJECT, ...many].map((account) => expect.stringMatching(`^${account} \\(`)),
    );
    await wizard.fill(SUBJECT, [...many, 'https://one.example/']);
    await wizard.said(/^A statement has room for 256 accounts\.$/);
  });

  it('shows what will be signed, and what is left out, in words that say what to do', async () => {
    await wizard.fill(' mimi://A.example/u/bob ', [
      ...['bob.example', '@bob@social.example', 'github.com/bob', ACCOUNTS[3] ?? ''],
      ...['https://GITHUB.com/bob', 'https://127.0.0.1/', 'bob@social.example'],
    ]);
    await wizard.said(/left out: \u2068https:\/\/127\.0\.0\.1\/\u2069 .*write @bob@social\.example/);
    expect((await wizard.terms()).map((line) => line.split(' (')[0])).toEqual([
      SUBJECT,
      ...ACCOUNTS,
      'left out: \u2068https://127.0.0.1/\u2069',
      'left out: \u2068bob@social.example\u2069',
    ]);
    await wizard.fill('bob@a.example', ACCOUNTS);
    await wizard.said(/^Now your key\.$/);
    expect([await wizard.terms(), await fieldOf('Your identity').getAttribute('aria-invalid')]).toEqual([
      [SUBJECT, ...ACCOUNTS].map((account) => expect.stringMatching(`^${account} \\(`)),
      null,
    ]);
  });

  it('signs with a key that was made here, once its file is saved', async () => {
    await wizard.click('Make a key');
    await wizard.click('Sign the statement');
    await wizard.said(/^Save the key first/);
    expect(await page.locator('[data-publish-places]').isVisible()).toBe(false);
    await wizard.click('Make a key');
    await wizard.said(/^You have a key that is not saved/);
    key = await wizard.saved('Save the key');
    await wizard.click('Sign the statement');
    await wizard.said(/^Signed\./);
    statement = await wizard.saved('Save the statement');
    const verified = await verifyStatement(statement, { now: new Date(NOON) });
    if (!verified.ok) throw new Error(verified.message);
    const { sub, accounts, key: signer, prev, revoked } = verified.statement;
    expect([sub, accounts.map(({ uri }) => uri), prev, revoked]).toEqual([SUBJECT, ACCOUNTS, undefined, []]);
    const jwk = JSON.parse(key) as object;
    expect(signer).toBe(thumbprintUri(jwk));
    expect(jwk).toMatchObject({ alg: 'EdDSA', sub: SUBJECT, kid: signer });
    expect(await wizard.valuesFor(SUBJECT)).toContain(statement);
    expect(await wizard.valuesFor(FEDIVERSE)).toContain(proofToken(signer, FEDIVERSE));
    expect(await page.locator('[data-sign-terms]').innerText()).toBe(
      'It holds until 21 Nov 2027: sign again before then, with the same key.',
    );
  });

  it('takes the key back from its file, and keeps it where another file holds none', async () => {
    await wizard.choose('key', '{}');
    await wizard.said(/^It is no key that signs statements\.$/);
    expect(await page.locator('[data-publish-places]').isVisible()).toBe(true);
    await wizard.choose('key', key);
    await wizard.said(/^The key is read\./);
    expect(await page.locator('[data-publish-places]').isVisible()).toBe(false);
    await wizard.click('Sign the statement');
    await wizard.said(/^Signed\./);
    expect(await wizard.saved('Save the key')).toBe(key);
    statement = await wizard.saved('Save the statement');
  });

  it('shows what is missing, and the ticks as proofs appear', async () => {
    await wizard.click('Check');
    await wizard.said(/^Checked: none\./);
    expect(await wizard.states()).not.toContain('consistent');
    await putEverywhere(ACCOUNTS);
    await later();
    await wizard.click('Check');
    await wizard.said(/^Checked: consistent\. Every account shows its proof\.$/);
    expect(await wizard.states()).toEqual([SUBJECT, ...ACCOUNTS].map(() => 'consistent'));
    expect(await wizard.ticks()).toEqual([SUBJECT, ...ACCOUNTS].map(() => 'consistent'));
  });

  it('follows the statement before, a day later, and nobody raises an alarm', async () => {
    const digest = statementDigest(statement);
    const second = await signAgain();
    const verified = await verifyStatement(second.statement, { now: api.clock.now() });
    if (!verified.ok) throw new Error(verified.message);
    const { seq, prev, revoked, accounts } = verified.statement;
    expect([prev, revoked, accounts.map(({ uri }) => uri)]).toEqual([
      digest,
      [GITHUB],
      [...ACCOUNTS.filter((account) => account !== GITHUB), NEW_ACCOUNT],
    ]);
    const first = await verifyStatement(statement, { now: api.clock.now() });
    expect(first.ok && seq > first.statement.seq).toBe(true);
    statement = second.statement;
    await putEverywhere([...ACCOUNTS.filter((account) => account !== GITHUB), NEW_ACCOUNT], second.wizard);
    await second.wizard.click('Check');
    await second.wizard.said(/^Checked: consistent\. Every account shows its proof\.$/);
    const latest = await api.deps.store.latest(SUBJECT);
    if (!latest) throw new Error('there is no report');
    const { verdict, alerts, accounts: seen } = latest.report as Report;
    expect([verdict, alerts, seen.map(({ account, state }) => `${state} ${account}`).sort()]).toEqual([
      'consistent',
      [],
      [
        ...[SUBJECT, NEW_ACCOUNT, ...ACCOUNTS.filter((account) => account !== GITHUB)].map(
          (uri) => `consistent ${uri}`,
        ),
        `revoked ${GITHUB}`,
      ].sort(),
    ]);
    await closePage(second.page);
  });

  it('refuses what would break the line of statements', async () => {
    const second = await openPage();
    const again = readerOf(second);
    await second.getByText('You have published before').click();
    await again.choose('statement', key);
    await again.said(/^It is no statement/);
    const [head = '', body = '', end = ''] = statement.split('.');
    await again.choose(
      'statement',
      [head, body, `${end.startsWith('A') ? 'B' : 'A'}${end.slice(1)}`].join('.'),
    );
    await again.said(/^Its signature does not hold/);
    await again.choose('statement', statement);
    await again.said(/^Your statement of 22 Nov 2026 is read\./);
    await again.fill('mimi://a.example/u/somebody', []);
    await again.said(/^Your last statement speaks for mimi:\/\/a\.example\/u\/bob/);
    await again.fill(SUBJECT, []);
    await again.said(/^Now your key\.$/);
    await again.click('Make a key');
    await again.said(/^Your last statement was signed by another key/);
    await closePage(second);
  });

  it('has no tick for who signs with another key, and says whose key it is that agrees', async () => {
    const second = await openPage();
    const stranger = readerOf(second);
    await stranger.fill(SUBJECT, ACCOUNTS);
    await stranger.said(/^Now your key\.$/);
    await stranger.click('Make a key');
    await stranger.said(/^The key is made\./);
    await stranger.saved('Save the key');
    await stranger.click('Sign the statement');
    await stranger.said(/^Signed\./);
    await stranger.click('Check');
    await stranger.said(
      new RegExp(`^Checked: consistent\\. That is of another key than yours, ${keyOf(key).slice(0, 12)}…`),
    );
    expect(await stranger.states()).not.toContain('consistent');
    expect(await stranger.ticks()).not.toContain('consistent');
    await closePage(second);
  });

  it('tells the alarm when a service is taken over', async () => {
    const { population } = api.deployment.world;
    await impostor(population, SUBJECT, [FEDIVERSE], { now: api.clock.now() });
    await later();
    await wizard.click('Check');
    await wizard.said(/Alarm: /);
    const item = page.locator(`li[data-account="${FEDIVERSE}"]`);
    expect(await item.getAttribute('data-state')).toBe('conflicting');
  });

  it('shows how to check elsewhere where this server wants a token', async () => {
    await api.addToken('caller');
    await wizard.click('Check');
    await wizard.said(/^This takes a bearer token/);
    expect(await page.locator('#check-command').innerText()).toBe(
      [`crossproof verify '${SUBJECT}'`, ...ACCOUNTS.map((uri) => `--account '${uri}'`)].join(' \\\n    '),
    );
  });

  it('asks before a key is lost that stands in no file', async () => {
    const other = await openPage();
    const asked: string[] = [];
    other.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await readerOf(other).fill('mimi://a.example/u/somebody', []);
    await readerOf(other).click('Make a key');
    await readerOf(other).said(/^The key is made\./);
    await other.goto(api.url);
    expect([asked, new URL(other.url()).pathname]).toEqual([['beforeunload'], '/']);
    await closePage(other);
  });

  it('never sends the key, nor keeps it anywhere but in the file, nor asks anybody else', async () => {
    const { d } = JSON.parse(key) as { d: string };
    const texts = await sent.all();
    expect(texts.length).toBeGreaterThan(6);
    expect(texts.flat().filter((text) => text.includes(d))).toEqual([]);
    const elsewhere = texts.map(([url]) => url).filter((url) => !url?.startsWith(`${api.url}/`));
    expect(elsewhere.filter((url) => !url?.startsWith(`blob:${api.url}/`))).toEqual([]);
    const kept = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])',
    );
    expect(kept).toBe(JSON.stringify([{}, {}, '', `${api.url}/publish`]));
    expect(await page.evaluate('indexedDB.databases()')).toEqual([]);
    // What was refused in the tests above, which a browser notes.
    expect(errors.filter((error) => !/40[01]/.test(String(error)))).toEqual([]);
  });

  /** With the files that were saved, one account less and one more. */
  async function signAgain() {
    const second = await openPage();
    const again = readerOf(second);
    await second.getByText('You have published before').click();
    await again.choose('statement', statement);
    await again.said(/^Your statement of 21 Nov 2026 is read\./);
    const accounts = await second.getByLabel('Your other accounts').inputValue();
    const names = accounts.split('\n').filter((account) => account !== GITHUB);
    await again.fill(await second.getByLabel('Your identity').inputValue(), [...names, '@bob@other.example']);
    await again.said(/^Now your key\.$/);
    expect(await again.terms()).toContain(`no longer yours: ${GITHUB}`);
    await again.choose('key', key);
    await again.said(/^The key is read\./);
    await again.click('Sign the statement');
    await again.said(/^Signed\./);
    expect(await second.locator('[data-former-accounts]').innerText()).toBe(GITHUB);
    return { page: second, wizard: again, statement: await again.saved('Save the statement') };
  }

  /** Just the words that the page gives for each account. */
  async function putEverywhere(accounts: readonly string[], from = wizard): Promise<void> {
    for (const account of [SUBJECT, ...accounts]) {
      const values = await from.valuesFor(account);
      const token = values.find((value) => value.startsWith('cross-signing:'));
      const document = values.find((value) => value.startsWith('ey'));
      const hasDocument = account === SUBJECT || account === ACCOUNTS[0];
      api.deployment.world.population.show(account, hasDocument ? { statement: document } : { token });
    }
  }

  /** What was read is no longer fresh. */
  async function later(): Promise<void> {
    api.clock.advance(DAY_MS);
    await page.clock.setFixedTime(api.clock.now());
  }
});
