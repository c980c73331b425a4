import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BADGE_STYLES, badgeUrl } from '../../src/badge/index.js';
import { chromiumMissing } from '../support/find-services.js';
import { SUBJECT } from '../support/scenario.js';
import { faultsFoundByAxe } from './support/axe.js';
import { type Embedding, SERVER, shownOn, startEmbedding } from './support/embedding.js';
import { LOOK_MS } from './support/look.js';
import { keepProfileScenes } from './support/profile-scenes.js';
import { keepScreenshot } from './support/screenshots.js';

const missing = chromiumMissing();
const THEMES = ['light', 'dark'] as const;
const WIDTHS = [1280, 360] as const;
/** Bytes of the largest badge, that of 256 accounts, with its signed report. */
const MAX_BYTES = 50_000;
const UNKNOWN = 'mimi://a.example/u/nobody';

/** Its names are longer than any that a crawl gives. */
const isReal = ([name]: readonly [string, string]): boolean => name !== 'hostile-accounts';

/** In a card: text that is wider than the card, and is not cut off at its column. */
const OUTSIDE = `(() => {
  const { width } = document.documentElement.viewBox.baseVal;
  return [...document.querySelectorAll('text')]
    .filter((text) => text.closest('[clip-path]') === null)
    .filter((text) => text.getBBox().x + text.getBBox().width > width)
    .map(({ textContent }) => textContent);
})()`;

interface Way {
  readonly theme: (typeof THEMES)[number];
  readonly width: (typeof WIDTHS)[number];
}
const WAYS: readonly Way[] = THEMES.flatMap((theme) => WIDTHS.map((width) => ({ theme, width })));

describe.skipIf(missing)(
  `badges, in every way that they are looked at${missing === null ? '' : ` (${missing})`}`,
  () => {
    let embedding: Embedding;
    /** By scene. */
    let subjects: ReadonlyMap<string, string>;

    beforeAll(async () => {
      embedding = await startEmbedding();
      const scenes = await keepProfileScenes(embedding.api.deployment.store);
      subjects = new Map([
        ...[...scenes].map(([name, { subject }]) => [name, subject] as const),
        ['unknown', UNKNOWN],
      ]);
    });
    afterAll(() => embedding?.close());

    async function opened(element: string, { theme, width }: Way, url?: string): Promise<Page> {
      const options: BrowserContextOptions = { colorScheme: theme, viewport: { width, height: 800 } };
      return embedding.open({ element, options, ...(url === undefined ? {} : { page: url }) });
    }

    const isTooWide = (page: Page): Promise<boolean> =>
      page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');

    /** All of a style beside each other, as somebody else's page shows them. */
    function sheetOf(style: (typeof BADGE_STYLES)[number]): string {
      const pictures = [...subjects].map(([name, subject]) => {
        const url = badgeUrl(SERVER, subject, { style, theme: 'auto' });
        return `<p><img src="${url}" alt="Badge: ${name}"></p>`;
      });
      // The page around them says which theme it has, as a page does whose badges follow it.
      return `<meta name="color-scheme" content="light dark"><main><h1>${style}</h1>${pictures.join('')}</main>`;
    }

    it.each(BADGE_STYLES)(
      'are loaded by pages of others, and can be told apart: %s',
      async (style) => {
        const faults: string[] = [];
        for (const way of WAYS.filter(({ width }) => width === 1280)) {
          const page = await opened(sheetOf(style), way);
          await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))');
          faults.push(...(await faultsFoundByAxe(page)));
          await keepScreenshot(page, { scene: `badges-${style}`, ...way, hasScripts: true });
          await page.context().close();
        }
        expect(faults).toEqual([]);
      },
      LOOK_MS,
    );

    it('stay small, also that of 256 accounts', async () => {
      const sizes = await Promise.all(
        [...subjects].filter(isReal).flatMap(([name, subject]) =>
          BADGE_STYLES.map(async (style) => {
            const { text } = await embedding.api.ask(badgeUrl('', subject, { style, theme: 'auto' }));
            return { name, style, bytes: Buffer.byteLength(text) };
          }),
        ),
      );
      expect(sizes.filter(({ bytes }) => bytes > MAX_BYTES)).toEqual([]);
    });

    it('keep every name inside of their card', async () => {
      const page = await opened('', { theme: 'light', width: 1280 });
      const outside: string[] = [];
      for (const subject of subjects.values()) {
        await page.goto(badgeUrl(SERVER, subject, { style: 'card', theme: 'auto' }));
        outside.push(...(await page.evaluate<string[]>(OUTSIDE)));
      }
      expect(outside).toEqual([]);
      await page.context().close();
    });

    it('are documents of their own that run and load nothing', async () => {
      const page = await opened('', { theme: 'dark', width: 360 });
      const heard: string[] = [];
      page.on('console', (message) => heard.push(message.text()));
      page.on('request', (request) => heard.push(request.url()));
      const urls = BADGE_STYLES.map((style) => badgeUrl(SERVER, SUBJECT, { style, theme: 'auto' }));
      for (const url of urls) {
        await page.goto(url);
        expect(await page.evaluate('document.documentElement.getAttribute("role")')).toBe('img');
      }
      expect(heard).toEqual(urls);
      await page.context().close();
    });

    it.each([
      ['own', 'https://alice.example/', 'consistent'],
      ['foreign', 'https://evil.example/', 'not-own'],
    ])(
      'as an element on a page: %s',
      async (name, url, outcome) => {
        const faults: string[] = [];
        for (const way of WAYS) {
          const element = `<main><h1>Alice</h1><crossproof-badge subject="${SUBJECT}"></crossproof-badge></main>`;
          const page = await opened(element, way, url);
          page.on('console', (message) => faults.push(message.text()));
          const shown = await shownOn(page);
          if (shown.outcome !== outcome) faults.push(`${shown.outcome}`);
          if (await isTooWide(page)) faults.push(`too wide at ${way.width}`);
          faults.push(...(await faultsFoundByAxe(page)));
          await keepScreenshot(page, { scene: `element-${name}`, ...way, hasScripts: true });
          await page.context().close();
        }
        expect(faults).toEqual([]);
      },
      LOOK_MS,
    );
  },
);
