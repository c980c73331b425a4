import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TONES } from '../../src/design/palette.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';

const missing = chromiumMissing();
const DAY_MS = 86_400_000;
const signedAt = new Date(Date.parse(NOON) - 30 * DAY_MS);

/** In the page: the signs and states of the accounts, in their list and in the picture of them. */
const COLOURS = `[...document.querySelectorAll('.accounts .mark, .accounts .state, .picture .sign, .picture .wire-mutual, .picture .user')]
  .filter((one) => one.closest('section').querySelector('#accounts, #graph'))
  .flatMap((one) => { const { stroke, color, fill } = getComputedStyle(one); return one.matches('.state') ? [color] : [stroke, fill]; })`;

/** As a browser says it. */
function rgb(hex: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${r}, ${g}, ${b})`;
}

const { text, fill, border, solid } = TONES.good;
const GREENS = new Set([text, fill, border, solid].map(({ light }) => rgb(light)));

describe.skipIf(missing)(`a page that is old${missing === null ? '' : ` (${missing})`}`, () => {
  let api: ApiServer;
  let browser: RealBrowser;
  let page: Page;

  beforeAll(async () => {
    api = await startApi({ people: (population) => honest(population, 'alice', { now: signedAt }) });
    // However long it takes: a request would wait for half a minute.
    const { verifications, ended } = api.deployment;
    const asking = { subject: SUBJECT, given: [], caller: 'open', origin: 'demand' } as const;
    await ended((await verifications.submit(asking)).id);
    browser = await startBrowser(api.deployment.world.internet);
    page = await (await browser.reader({ colorScheme: 'light' })).newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  const greens = async (): Promise<number> => {
    await page.goto(`${api.url}/i/${encodeURIComponent(SUBJECT)}`);
    const colours = await page.evaluate<string[]>(COLOURS);
    expect(colours.length).toBeGreaterThan(10);
    return colours.filter((colour) => GREENS.has(colour)).length;
  };

  it('has nothing green on its accounts, which a young one has', async () => {
    expect(await greens()).toBeGreaterThan(10);
    api.clock.advance(8 * DAY_MS);
    expect(await greens()).toBe(0);
  });
});
