import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilePath } from '../../src/pages/site.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { honest, impostor } from '../support/world.js';
import { withoutRefresh } from './support/look.js';
import { ACCOUNTS, type NewcomersWorld, SUBJECT, startNewcomersWorld } from './support/newcomer.js';
import { keepScreenshot } from './support/screenshots.js';

const missing = chromiumMissing();
const because = missing === null ? '' : ` (${missing})`;
const DAY_MS = 86_400_000;

describe.skipIf(missing)(`somebody who runs no scripts, in a real browser${because}`, () => {
  let world: NewcomersWorld;
  let browser: RealBrowser;
  let page: Page;

  beforeAll(async () => {
    world = await startNewcomersWorld();
    const { deployment, clock } = world.api;
    const now = new Date(clock.now().getTime() - DAY_MS);
    await honest(deployment.world.population, 'alice', { now });
    browser = await startBrowser(deployment.world.internet);
    page = await (await browser.reader({ javaScriptEnabled: false })).newPage();
  });
  afterAll(async () => {
    world?.letGo();
    await browser?.close();
    await world?.api.close();
  });

  const keep = (scene: string, shown = page): Promise<void> =>
    keepScreenshot(shown, { scene: `no-scripts-${scene}`, theme: 'light', width: 1280, hasScripts: false });
  const click = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const profileUrl = () => `${world.api.url}${profilePath(SUBJECT)}`;
  const verdict = () => page.locator('#verdict').innerText();

  /** Has her verified; one service answers late, so that there is something to wait for. */
  async function verifyWaiting(button: string, scene: string): Promise<void> {
    world.hold();
    await click(button);
    await page.getByRole('progressbar').waitFor();
    expect(new URL(page.url()).search).toMatch(/^\?verification=[0-9a-f]{32}$/);
    await keepStill(scene);
    world.letGo();
    // The page asks again by itself.
    await page.waitForURL(profileUrl());
  }

  /** This page asks again every two seconds, and is not there meanwhile: what it shows is kept of one that stays. */
  async function keepStill(scene: string): Promise<void> {
    const still = await page.context().newPage();
    await still.route(page.url(), withoutRefresh);
    await still.goto(page.url());
    await still.getByRole('progressbar').waitFor();
    await keep(scene, still);
    await still.close();
  }

  it('looks somebody up from the first page, and has her verified', async () => {
    await page.goto(world.api.url);
    await page.getByLabel('Identifier').fill('alice@a.example');
    await click('Look up');
    await page.waitForURL(profileUrl());
    expect(await verdict()).toBe('not verified');
    await verifyWaiting('Verify now', '1-waiting');
    expect([await verdict(), await page.locator('.accounts .state').allInnerTexts()]).toEqual([
      'consistent',
      [SUBJECT, ...ACCOUNTS].map(() => 'consistent'),
    ]);
    await keep('2-profile');
  });

  it('verifies again, and sees the alarm', async () => {
    const { clock, deployment } = world.api;
    clock.advance(DAY_MS);
    await impostor(deployment.world.population, SUBJECT, [SUBJECT], { now: clock.now() });
    await verifyWaiting('Verify again', '3-waiting-again');
    expect([await verdict(), await page.locator('#against').innerText()]).toEqual([
      'conflicting',
      'What speaks against it',
    ]);
    await keep('4-alarm');
  });

  it('is shown the way by commands to publish', async () => {
    await page.goto(`${world.api.url}/publish`);
    expect([
      await page.getByRole('heading', { name: 'In this browser' }).isVisible(),
      await page.getByText('takes JavaScript, which this browser does not run').isVisible(),
      await page.locator('#commands-text').innerText(),
    ]).toEqual([false, true, expect.stringMatching(/^crossproof keygen .*sign .*publish /s)]);
    await page.getByRole('link', { name: 'commands' }).click();
    await page.waitForURL(`${world.api.url}/publish#commands`);
    await keep('5-publish');
  });
});
