import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilePath } from '../../src/pages/site.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { LOOK_MS } from './support/look.js';
import { keepProfileScenes, type ProfileScene } from './support/profile-scenes.js';
import { keepScreenshot } from './support/screenshots.js';

const missing = chromiumMissing();
/** More than any of these pages has: who goes on for ever is caught somewhere. */
const MOST_STOPS = 120;

interface Stop {
  /** What a screen reader would say of it. */
  readonly name: string;
  /** Where a link leads; what it does is the name of everything else. */
  readonly leadsTo: string;
  /** Its outline is seen, and it stands in the window. */
  readonly isSeen: boolean;
}

const STOP = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { top, bottom, left, right, width } = element.getBoundingClientRect();
  const inWindow = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth && width > 0;
  const labels = [...(element.labels ?? [])].map((label) => label.firstChild.textContent);
  const name = element.getAttribute('aria-label') ?? labels[0] ?? element.textContent;
  return {
    name: name.replace(/\\s+/g, ' ').trim(),
    leadsTo: element.href ?? element.dataset.copy ?? element.localName,
    isSeen: inWindow && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
  };
})()`;

describe.skipIf(missing)(
  `pages for who cannot see, point or sit still${missing === null ? '' : ` (${missing})`}`,
  () => {
    let api: ApiServer;
    let browser: RealBrowser;
    let scenes: ReadonlyMap<string, ProfileScene>;

    beforeAll(async () => {
      api = await startApi({ working: false });
      scenes = await keepProfileScenes(api.deployment.store);
      browser = await startBrowser(api.deployment.world.internet);
    });
    afterAll(async () => {
      await browser?.close();
      await api?.close();
    });

    const pathOf = (scene: string): string => profilePath(scenes.get(scene)?.subject ?? '');

    /** Without smooth scrolling, so that what has the focus is where it stays. */
    async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
      const usual = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const;
      const reader = await browser.reader({ ...usual, ...options });
      const page = await reader.newPage();
      await page.goto(api.url + path);
      return page;
    }

    /** Everything that the tabulator reaches, in its order. */
    async function stopsOf(page: Page): Promise<Stop[]> {
      const stops: Stop[] = [];
      while (stops.length < MOST_STOPS) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate<Stop | null>(STOP);
        if (stop === null) return stops;
        stops.push(stop);
      }
      throw new Error('the keyboard never comes to an end');
    }

    /** Everything that can be used by a pointer. */
    const controlsOf = (page: Page): Promise<number> =>
      page.evaluate<number>(
        `[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
          .filter((element) => element.checkVisibility()).length`,
      );

    it.each([
      ['the first page', () => '/'],
      ['the page of a subject', () => pathOf('taken-over')],
      ['the page of nobody', () => profilePath('mimi://a.example/u/nobody')],
    ])('are used by keyboard alone, and what has the focus is seen: %s', async (_, pathTo) => {
      const page = await open(pathTo());
      const stops = await stopsOf(page);
      expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([]);
      expect(stops[0]?.name).toBe('Skip to the content');
      expect(stops.length).toBe(await controlsOf(page));
      await page.context().close();
    });

    it('have names of controls that make sense without what is around them', async () => {
      const page = await open(pathOf('taken-over'));
      const stops = await stopsOf(page);
      const vague = /^(|copy|here|more|click|link|read|keys?)$/i;
      expect(stops.filter(({ name }) => vague.test(name))).toEqual([]);
      const targets = new Map<string, Set<string>>();
      for (const { name, leadsTo } of stops) targets.set(name, (targets.get(name) ?? new Set()).add(leadsTo));
      expect([...targets].filter(([, places]) => places.size > 1)).toEqual([]);
      await page.context().close();
    });

    it('lead past the header to the content', async () => {
      const page = await open(pathOf('consistent'));
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('#main:focus').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate<Stop | null>(STOP)).toMatchObject({ name: 'Verify again' });
      await page.context().close();
    });

    it('move nothing for who asked for less of it', async () => {
      const page = await open(pathOf('consistent'));
      const moving = await page.evaluate<string[]>(
        `[...document.querySelectorAll('*')].filter((element) => {
          const { scrollBehavior, transitionDuration, animationName } = getComputedStyle(element);
          return scrollBehavior === 'smooth' || transitionDuration !== '0s' || animationName !== 'none';
        }).map(({ localName }) => localName)`,
      );
      expect(moving).toEqual([]);
      await page.context().close();
    });

    it('show their pictures in the colours that a reader has forced', async () => {
      const page = await open(pathOf('taken-over'), { forcedColors: 'active', colorScheme: 'dark' });
      // What is drawn in SVG keeps its colours: each has to differ from the ground that was forced.
      const unseen = await page.evaluate<string[]>(
        `(() => {
          const ground = getComputedStyle(document.body).backgroundColor;
          const canvas = getComputedStyle(document.documentElement).backgroundColor;
          return [...document.querySelectorAll('.picture-wide text, .mark path')]
            .filter((element) => element.checkVisibility())
            .filter((element) => {
              const { fill, stroke } = getComputedStyle(element);
              const paint = fill === 'none' ? stroke : fill;
              return paint === canvas || paint === ground;
            })
            .map(({ textContent }) => textContent);
        })()`,
      );
      expect(unseen).toEqual([]);
      const shot = { scene: 'profile-taken-over', theme: 'dark', width: 1280, hasScripts: true } as const;
      await keepScreenshot(page, { ...shot, note: 'forced-colours' });
      await page.context().close();
    });

    it.each([
      ['enlarged to twice the size', 'html { font-size: 200% !important }'],
      [
        'spaced as WCAG 2.2, 1.4.12 has it',
        '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }',
      ],
    ])(
      'lose nothing where their text is %s',
      async (_, style) => {
        for (const scene of ['taken-over', 'hostile-subject', 'crowd']) {
          const page = await open(pathOf(scene), { viewport: { width: 640, height: 800 }, bypassCSP: true });
          await page.addStyleTag({ content: style });
          const cut = await page.evaluate<string[]>(
            `[...document.querySelectorAll('main *:not(svg, svg *)')].filter((element) => {
            const { overflowX } = getComputedStyle(element);
            const isHidden = element.closest('.hidden') !== null || !element.checkVisibility();
            return !isHidden && overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
          }).map((element) => element.localName + '.' + element.className)`,
          );
          const extra = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect([scene, cut, extra]).toEqual([scene, [], 0]);
          const shot = { scene: `profile-${scene}`, theme: 'light', width: 640, hasScripts: true } as const;
          await keepScreenshot(page, { ...shot, note: style.startsWith('html') ? 'enlarged' : 'spaced' });
          await page.context().close();
        }
      },
      LOOK_MS,
    );
  },
);
