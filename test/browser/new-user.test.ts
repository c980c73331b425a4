import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilePath } from '../../src/pages/site.js';
import { publishInstructions, recogniseAccount } from '../../src/services/index.js';
import { proofToken, thumbprintUri } from '../../src/verify/index.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { impostor } from '../support/world.js';
import { shownOn } from './support/embedding.js';
import {
  ACCOUNTS,
  lookedAt,
  type NewcomersWorld,
  PUBLIC_URL,
  SUBJECT,
  startNewcomersWorld,
} from './support/newcomer.js';
import { keepScreenshot } from './support/screenshots.js';
import { SentRequests } from './support/sent.js';
import { readerOf, type WizardReader } from './support/wizard.js';

const missing = chromiumMissing();
const because = missing === null ? '' : ` (${missing})`;
const [SITE = '', FEDIVERSE = ''] = ACCOUNTS;
/** As she has them at hand. */
const PASTED = ['alice.example', '@alice@social.example', 'github.com/alice', '@alice.bsky.social'];
const ELEMENT = `<script type="module" src="${PUBLIC_URL}/embed/crossproof-badge.js"></script>
<crossproof-badge subject="${SUBJECT}"></crossproof-badge>`;
const BADGE = `${PUBLIC_URL}/badge/${encodeURIComponent(SUBJECT)}.svg`;
const HOUR_MS = 3_600_000;

describe.skipIf(missing)(`somebody new in a real browser${because}`, () => {
  let world: NewcomersWorld;
  let browser: RealBrowser;
  let reader: BrowserContext;
  let page: Page;
  let wizard: WizardReader;
  let [key, statement] = ['', ''];
  const sent = new SentRequests();
  const errors: unknown[] = [];

  beforeAll(async () => {
    world = await startNewcomersWorld();
    browser = await startBrowser(world.api.deployment.world.internet);
    reader = await browser.reader();
    page = await reader.newPage();
    wizard = readerOf(page);
    sent.listenTo(page);
    page.on('pageerror', (error) => errors.push(error));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.clock.setFixedTime(world.api.clock.now());
  });
  afterAll(async () => {
    world?.letGo();
    await browser?.close();
    await world?.api.close();
  });

  it('finds the way to publish on the first page', async () => {
    await page.goto(world.api.url);
    expect(await lookedAt(page, '1-front')).toEqual([]);
    await page.getByRole('main').getByRole('link', { name: 'Publish a proof' }).click();
    await page.getByRole('heading', { name: 'Publish a proof', level: 1 }).waitFor();
    await page.getByRole('heading', { name: 'In this browser' }).waitFor();
    expect(await page.getByText('takes JavaScript').isVisible()).toBe(false);
    expect(await lookedAt(page, '2-publish')).toEqual([]);
  });

  it('writes her accounts as she has them at hand, and sees what she will sign', async () => {
    await wizard.fill('alice@a.example', PASTED);
    await wizard.said(/^Now your key\.$/);
    expect((await wizard.terms()).map((line) => line.split(' (')[0])).toEqual([SUBJECT, ...ACCOUNTS]);
    await wizard.click('Make a key');
    await wizard.said(/^The key is made\./);
    expect(await lookedAt(page, '3-key')).toEqual([]);
    key = await wizard.saved('Save the key');
  });

  it('is given the exact words for each service', async () => {
    await wizard.click('Sign the statement');
    await wizard.said(/^Signed\./);
    statement = await wizard.saved('Save the statement');
    const signer = thumbprintUri(JSON.parse(key) as object);
    for (const uri of [SUBJECT, ...ACCOUNTS]) {
      const account = recogniseAccount(uri);
      if ('unsupported' in account) throw new Error(account.reason);
      const { steps } = publishInstructions(account, { token: proofToken(signer, uri), statement });
      const item = page.locator(`li[data-account="${uri}"]`);
      expect([await item.locator('[data-step-where]').allInnerTexts(), await wizard.valuesFor(uri)]).toEqual([
        steps.map(({ where }) => where),
        steps.map(({ value }) => value),
      ]);
    }
    expect(await lookedAt(page, '4-places')).toEqual([]);
  });

  it('sees ticks where her proofs stand, some first', async () => {
    await put([SUBJECT, SITE]);
    await wizard.click('Check');
    await wizard.said(/^Checked: \w+\. 3 of them do not show their proof yet\.$/);
    expect(await wizard.states()).toEqual(['consistent', 'consistent', 'one-way', 'one-way', 'one-way']);
    expect(await lookedAt(page, '5-some')).toEqual([]);
  });

  it('sees all of them a moment later', async () => {
    await put(ACCOUNTS);
    await wizard.click('Check');
    await wizard.said(/^Checked: consistent\. Every account shows its proof\.$/);
    expect(await wizard.ticks()).toEqual([SUBJECT, ...ACCOUNTS].map(() => 'consistent'));
    expect(await lookedAt(page, '6-all')).toEqual([]);
  });

  it('has a page with a tick, and how many operators agree', async () => {
    await page.getByRole('link', { name: 'See your page' }).click();
    // With all of it: a list that is still read in is as long as it happens to be.
    await page.waitForURL(`${world.api.url}${profilePath(SUBJECT)}`);
    const fact = page.locator('.facts > div').filter({ hasText: 'Independent operators' });
    expect([
      await page.locator('h1').innerText(),
      await page.locator('#verdict').innerText(),
      await fact.locator('strong').innerText(),
      await page.locator('.accounts .state').allInnerTexts(),
      await page.locator('#against').count(),
    ]).toEqual([SUBJECT, 'consistent', '4', [SUBJECT, ...ACCOUNTS].map(() => 'consistent'), 0]);
    expect(await lookedAt(page, '7-profile')).toEqual([]);
  });

  it('puts her badge on her own site, where it has a tick', async () => {
    const snippet = await page.locator('#badge-html').innerText();
    expect(snippet).toContain(BADGE);
    world.putOnSite(`${snippet}\n${ELEMENT}`);
    expect([await badge(), await site('8-site')]).toEqual([
      expect.stringContaining('data-standing="consistent"'),
      expect.objectContaining({ outcome: 'consistent', mark: '✔' }),
    ]);
  });

  it('sees the alarm before all else when one service is taken over', async () => {
    await takeOver([FEDIVERSE]);
    world.hold();
    await page.getByRole('button', { name: 'Verify again' }).click();
    const lines = page.locator('[data-verify-lines] li');
    await lines.filter({ hasText: `${FEDIVERSE}: read` }).waitFor();
    // All but the one that waits: nothing changes while the page is looked at.
    await lines.nth(ACCOUNTS.length - 1).waitFor();
    expect(await page.locator('[data-verify-message]').innerText()).toMatch(/^\d of \d accounts read$/);
    expect(await lookedAt(page, '9-progress')).toEqual([]);
    const anew = page.waitForEvent('load');
    world.letGo();
    await anew;
    expect([(await parts()).slice(0, 3), await page.locator('.alerts').innerText()]).toEqual([
      ['consistent', 'What speaks against it', 'Accounts'],
      expect.stringMatching(/another key.*acct:alice@social\.example/s),
    ]);
    expect(await lookedAt(page, '10-alarm')).toEqual([]);
    expect([await badge(), await site('11-site-alarm')]).toEqual([
      expect.stringContaining('What speaks against it: conflicting statement.'),
      expect.objectContaining({ text: expect.stringMatching(/^consistent, 2 independent operators/) }),
    ]);
  });

  it('has no tick any longer when it is her provider', async () => {
    await takeOver([SUBJECT, FEDIVERSE]);
    const anew = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Verify again' }).click();
    await anew;
    expect((await parts()).slice(0, 2)).toEqual(['conflicting', 'What speaks against it']);
    expect(await page.locator('.alerts').innerText()).toContain(SUBJECT);
    expect(await lookedAt(page, '12-conflict')).toEqual([]);
    expect([await badge(), await site('13-site-conflict')]).toEqual([
      expect.stringContaining('data-standing="conflicting"'),
      expect.objectContaining({ outcome: 'conflicting', mark: '✘' }),
    ]);
  });

  it('never sent her key, and the pages said nothing of trouble', async () => {
    const { d } = JSON.parse(key) as { d: string };
    const texts = await sent.all();
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.flat().filter((text) => text.includes(d))).toEqual([]);
    expect(errors).toEqual([]);
  });

  /** Puts just what the page said at these accounts: the statement where she has a host, else the token. */
  async function put(accounts: readonly string[]): Promise<void> {
    for (const account of accounts) {
      const values = await wizard.valuesFor(account);
      const token = values.find((value) => value.startsWith('cross-signing:'));
      const shown = [SUBJECT, SITE].includes(account)
        ? { statement: values.find((value) => value.startsWith('ey')) }
        : { token };
      world.api.deployment.world.population.show(account, shown);
    }
  }

  /** An hour later somebody else holds these accounts. */
  async function takeOver(accounts: readonly string[]): Promise<void> {
    const { clock, deployment } = world.api;
    clock.advance(HOUR_MS);
    await page.clock.setFixedTime(clock.now());
    await impostor(deployment.world.population, SUBJECT, accounts, { now: clock.now() });
  }

  /** The parts of her page in their order. */
  const parts = () => page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts();

  /** Her badge, as the world gets it. */
  async function badge(): Promise<string> {
    const opened = await reader.newPage();
    const answer = await opened.goto(BADGE);
    const svg = (await answer?.text()) ?? '';
    await opened.close();
    return svg;
  }

  /** What her site shows to whoever comes there. */
  async function site(scene: string) {
    const opened = await reader.newPage();
    await opened.clock.setFixedTime(world.api.clock.now());
    await opened.goto(SITE);
    const shown = await shownOn(opened);
    await keepScreenshot(opened, {
      scene: `new-user-${scene}`,
      theme: 'light',
      width: 1280,
      hasScripts: true,
    });
    await opened.close();
    return shown;
  }
});
