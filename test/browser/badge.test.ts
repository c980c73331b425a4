import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SiteAnswer } from '../../src/demo/answers.js';
import { HOSTILE_NAMES } from '../api/support/hostile-names.js';
import { chromiumMissing } from '../support/find-services.js';
import { NOON } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import {
  type Embedding,
  MAX_AGE_DAYS,
  OTHER,
  SERVER,
  type Shown,
  shownOn,
  startEmbedding,
  type Tamper,
} from './support/embedding.js';

const missing = chromiumMissing();
/** In the page. */
const ROOT = `document.querySelector('crossproof-badge').shadowRoot`;
const TICK: Shown = {
  outcome: 'consistent',
  mark: '✔',
  text: `consistent, 4 independent operators | ${SUBJECT} | 21 Nov 2026 12:00 UTC, signed by verify.example`,
};
const refused = (outcome: string, why: string): Shown => ({
  outcome,
  mark: '–',
  text: `Not checked: ${why} | ${SUBJECT} | Asked: verify.example`,
});

describe.skipIf(missing)(
  `a badge on a page, in a real browser${missing === null ? '' : ` (${missing})`}`,
  () => {
    let embedding: Embedding;
    beforeAll(async () => {
      embedding = await startEmbedding();
      await embedding.verify();
    });
    afterAll(() => embedding?.close());
    afterEach(() => {
      embedding.tamper = (_path, answer) => answer;
    });

    const isReport = (path: string): boolean => path.startsWith('/v1/identities/');
    const onReports =
      (change: (jws: string) => string): Tamper =>
      (path, answer): SiteAnswer => ({
        ...answer,
        body: isReport(path) ? change(String(answer.body)) : answer.body,
      });

    it('is a tick on her own page, with who signed it and when', async () => {
      expect(await embedding.look()).toEqual(TICK);
    });

    it('is no tick on a page of somebody else', async () => {
      expect(await embedding.look({ page: 'https://evil.example/' })).toEqual({
        outcome: 'not-own',
        mark: '–',
        text: `This page is not an account of ${SUBJECT} | ${SUBJECT} | 21 Nov 2026 12:00 UTC, signed by verify.example`,
      });
    });

    it('is no tick where what was signed was changed', async () => {
      embedding.tamper = onReports((jws) => {
        const [head, body = '', end] = jws.split('.');
        const said = Buffer.from(body, 'base64url')
          .toString()
          .replace('"independentOperators":4', '"independentOperators":9');
        return [head, Buffer.from(said).toString('base64url'), end].join('.');
      });
      expect(await embedding.look()).toEqual(refused('signature', 'the signature does not hold'));
    });

    it('is no tick where another server signed, be it by its key or by its name', async () => {
      const { publicKey } = await generateKeyPair('EdDSA');
      const stranger = { ...(await exportJWK(publicKey)), kid: 'stranger' };
      embedding.tamper = (path, answer) =>
        path.endsWith('jwks.json') ? { ...answer, body: JSON.stringify({ keys: [stranger] }) } : answer;
      expect(await embedding.look()).toEqual(refused('key', 'no key of the server signed it'));
      embedding.tamper = (_path, answer) => answer;
      const element = `<crossproof-badge subject="${SUBJECT}" server="${OTHER}"></crossproof-badge>`;
      expect(await embedding.look({ element })).toMatchObject({ outcome: 'issuer', mark: '–' });
    });

    it('is no tick for the report of another subject', async () => {
      const jws = await embedding.api.deps.signer.sign(
        { ...((await embedding.api.ask(`/v1/identities/${encodeURIComponent(SUBJECT)}`)).json as object) },
        { subject: 'mimi://a.example/u/bob', issuer: SERVER },
      );
      embedding.tamper = onReports(() => jws);
      expect(await embedding.look()).toEqual(refused('subject', 'it is of another identity'));
    });

    it('is no tick past the end of the signature, however fresh it was', async () => {
      expect(await embedding.look({ now: '2026-11-22T12:00:01.000Z' })).toEqual(
        refused('expired', 'the signature is too old'),
      );
    });

    it('is no tick for what nobody has asked for', async () => {
      const element = '<crossproof-badge subject="mimi://a.example/u/nobody"></crossproof-badge>';
      expect(await embedding.look({ element })).toEqual({
        outcome: 'unknown',
        mark: '–',
        text: 'not verified | mimi://a.example/u/nobody | Asked: verify.example',
      });
    });

    it('says that it cannot check where the browser has no Ed25519', async () => {
      const script = `crypto.subtle.importKey = async () => { throw new DOMException('no', 'NotSupportedError'); }`;
      expect(await embedding.look({ script })).toEqual(
        refused('unsupported', 'this browser cannot check Ed25519 signatures'),
      );
    });

    it('asks nobody about what is no MIMI URI', async () => {
      const subjects = ['alice@a.example', 'mimi://a.example/u/&lt;img src=x onerror=alert(1)>', ''];
      const asked = () => embedding.api.ended.filter(({ route }) => route.startsWith('/v1/')).length;
      await embedding.look();
      const before = asked();
      for (const subject of subjects) {
        const element = `<crossproof-badge subject="${subject}"></crossproof-badge>`;
        expect((await embedding.look({ element })).outcome).toBe('address');
      }
      expect([asked(), before > 0]).toEqual([before, true]);
    });

    it.each(HOSTILE_NAMES.slice(0, 6))('shows a name as text, whatever it is: %s', async (_, name) => {
      const subject = `mimi://a.example/u/${encodeURIComponent(name)}`;
      const escaped = subject.replaceAll("'", '&apos;');
      const page = await embedding.open({
        element: `<crossproof-badge subject='${escaped}'></crossproof-badge>`,
      });
      const { outcome, text } = await shownOn(page);
      const parts = await page.evaluate(
        `[...${ROOT}.querySelectorAll('*')].map((e) => e.localName).join(' ')`,
      );
      const address = await page.evaluate(`${ROOT}.querySelector('a').getAttribute('href')`);
      expect([outcome, parts]).toEqual(['unknown', 'a b strong span span']);
      expect(text).toContain(subject);
      expect(address).toBe(`${SERVER}/i/${encodeURIComponent(subject)}`);
      await page.close();
    });

    it('leads to her profile by keyboard, and is read as one sentence', async () => {
      const page = await embedding.open();
      await shownOn(page);
      await page.keyboard.press('Tab');
      const link = page.getByRole('link', { name: /^consistent, 4 independent operators mimi:/ });
      expect(await link.getAttribute('href')).toBe(`${SERVER}/i/${encodeURIComponent(SUBJECT)}`);
      expect(await page.evaluate(`${ROOT}.activeElement === ${ROOT}.querySelector('a')`)).toBe(true);
      await page.close();
    });

    it('takes the theme of its reader, unless the page chooses one', async () => {
      const colourIn = async (colorScheme: 'light' | 'dark', theme: string): Promise<unknown> => {
        const element = `<crossproof-badge subject="${SUBJECT}" theme="${theme}"></crossproof-badge>`;
        const page = await embedding.open({ element, options: { colorScheme } });
        await shownOn(page);
        const colour = await page.evaluate(`getComputedStyle(${ROOT}.querySelector('a')).color`);
        await page.context().close();
        return colour;
      };
      const seen = [
        await colourIn('light', 'auto'),
        await colourIn('dark', 'auto'),
        await colourIn('dark', 'light'),
      ];
      expect(seen).toEqual(['rgb(19, 94, 43)', 'rgb(127, 220, 155)', 'rgb(19, 94, 43)']);
    });

    it('fades with the age of the report, though the signature is of today', async () => {
      embedding.api.clock.advance(MAX_AGE_DAYS * 86_400_000);
      const seen = await embedding.look({ now: embedding.api.clock.now().toISOString() });
      embedding.api.clock.set(NOON);
      expect(seen).toEqual({
        outcome: 'outdated',
        mark: '◷',
        text: `outdated | ${SUBJECT} | 21 Nov 2026 12:00 UTC, signed by verify.example`,
      });
    });
  },
);
