import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilePath } from '../../src/pages/site.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { honest } from '../support/world.js';
import { faultsOf, LOOK_MS, type Readers, readersOf } from './support/look.js';

const missing = chromiumMissing();
const NOBODY = 'mimi://a.example/u/nobody';
const NOBODY_ELSE = 'mimi://a.example/u/nobody-else';
const DAY_MS = 86_400_000;

describe.skipIf(missing)(
  `the pages of nobody, in every way that they are looked at${missing === null ? '' : ` (${missing})`}`,
  () => {
    let api: ApiServer;
    let browser: RealBrowser;
    let readers: Readers;

    beforeAll(async () => {
      const signedAt = new Date(Date.parse(NOON) - 30 * DAY_MS);
      api = await startApi({
        working: false,
        people: (population) => honest(population, 'alice', { now: signedAt }),
      });
      browser = await startBrowser(api.deployment.world.internet);
      readers = await readersOf(browser);
    });
    afterAll(async () => {
      await browser?.close();
      await api?.close();
    });

    /** The page that waits for a verification which nobody does yet. */
    async function waitingPath(subject: string): Promise<string> {
      const { headers } = await api.ask(profilePath(subject), {
        method: 'POST',
        body: '',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      return String(headers.location);
    }

    it.each([
      ['front', '/', 200],
      ['front-refused', `/?q=${encodeURIComponent('https://github.com/alice')}`, 400],
      [
        'front-hostile',
        `/?q=${encodeURIComponent(`"><script>alert(1)</script>\u202E${'x'.repeat(900)}`)}`,
        400,
      ],
      ['publish', '/publish', 200],
      ['unknown', profilePath(NOBODY), 404],
      ['not-found', '/elsewhere', 404],
      ['no-subject', '/i/nobody', 400],
      ['refused-subject', '/i/mimi:%2F%2Fa.example%2Fu%2Fali%E2%80%AEce', 400],
    ])(
      'have no fault: %s',
      async (scene, path, status) => {
        expect(await faultsOf(readers, { scene, url: api.url + path, status })).toEqual([]);
      },
      LOOK_MS,
    );

    it(
      'have no fault: waiting',
      async () => {
        const url = api.url + (await waitingPath(NOBODY));
        expect(await faultsOf(readers, { scene: 'waiting', url, isPassing: true })).toEqual([]);
      },
      LOOK_MS,
    );

    it(
      'lead whoever waits to the page of the subject, once it is there',
      async () => {
        const page = await readers.scripted.newPage();
        await page.goto(api.url + (await waitingPath(SUBJECT)));
        const worker = api.deployment.work();
        await page.waitForURL(api.url + profilePath(SUBJECT));
        expect(await page.locator('#verdict').innerText()).toBe('consistent');
        await page.close();
        await worker.close(0);
      },
      LOOK_MS,
    );

    it(
      'have no fault where only who has a token may ask',
      async () => {
        await api.addToken('caller');
        const sight = { scene: 'unknown-token', url: api.url + profilePath(NOBODY_ELSE), status: 404 };
        expect(await faultsOf(readers, sight)).toEqual([]);
      },
      LOOK_MS,
    );
  },
);
