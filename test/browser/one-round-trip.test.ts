import { load } from 'cheerio';
import type { BrowserContext, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STYLE_PARTS } from '../../src/pages/page-style.js';
import { profilePath } from '../../src/pages/site.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { LOOK_MS } from './support/look.js';
import { keepProfileScenes, type ProfileScene } from './support/profile-scenes.js';

const missing = chromiumMissing();
const NOBODY = 'mimi://a.example/u/nobody';
const LOOKS = [
  { colorScheme: 'light', width: 1280, height: 800 },
  { colorScheme: 'dark', width: 360, height: 740 },
] as const;

/** Answers once the reader sees something, and all of the page has been read. */
const SEEN = `Promise.all([
  new Promise((seen) => new PerformanceObserver((list) => {
    if (list.getEntriesByName('first-contentful-paint').length > 0) seen();
  }).observe({ type: 'paint', buffered: true })),
  new Promise((read) => {
    const look = () => document.readyState !== 'loading' && read();
    document.addEventListener('readystatechange', look);
    look();
  }),
]).then(() => document.querySelector('main').textContent)`;

/** What of an element's style can be seen, beside its place and size. */
const PAINTED = [
  ...['display', 'visibility', 'color', 'background-color', 'border-top-color', 'border-top-width'],
  ...['border-radius', 'font-family', 'font-size', 'font-weight', 'line-height', 'list-style-type'],
  ...['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'paint-order', 'text-anchor', 'outline-style'],
];

/** Elements that are drawn otherwise once the page has the styles of all pages, each with what was and what is. */
const LACKING = `((css, names) => {
  const elements = [...document.querySelectorAll('*')];
  const drawn = () => elements.map((element) => {
    const style = getComputedStyle(element);
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height, ...names.map((name) => style.getPropertyValue(name))].join(' ');
  });
  const own = drawn();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
  const all = drawn();
  document.adoptedStyleSheets = [];
  const name = (element) => element.localName + '.' + element.getAttribute('class');
  return elements.flatMap((element, i) => (own[i] === all[i] ? [] : [[name(element), own[i], all[i]]]));
})(${JSON.stringify(Object.values(STYLE_PARTS).join('\n'))}, ${JSON.stringify(PAINTED)})`;

describe.skipIf(missing)(`a page after one round trip${missing === null ? '' : ` (${missing})`}`, () => {
  let api: ApiServer;
  let browser: RealBrowser;
  let reader: BrowserContext;
  let scenes: ReadonlyMap<string, ProfileScene>;

  beforeAll(async () => {
    api = await startApi({ working: false });
    scenes = await keepProfileScenes(api.deployment.store);
    browser = await startBrowser(api.deployment.world.internet);
    reader = await browser.reader();
  });
  afterAll(async () => {
    await browser?.close();
    await api?.close();
  });

  const sceneOf = (name: string): string => profilePath(scenes.get(name)?.subject ?? '');

  /** The page that waits for a verification which nobody does. */
  async function waiting(): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await api.ask(profilePath(NOBODY), { method: 'POST', body: '', headers });
    return String(answer.headers.location);
  }

  it.each<[kind: string, status: number, path: () => string | Promise<string>]>([
    ['front', 200, () => '/'],
    ['publish', 200, () => '/publish'],
    ['profile', 200, () => sceneOf('one-taken')],
    ['profile-outdated', 200, () => sceneOf('outdated')],
    ['unknown', 404, () => profilePath(NOBODY)],
    ['waiting', 200, waiting],
    ['problem', 404, () => '/elsewhere'],
  ])(
    'is there, and is drawn as it should be, while all else is held back: %s',
    async (_, status, path) => {
      expect(await seenOf(reader, await path())).toEqual({ status, isWhole: true, lacking: [] });
    },
    LOOK_MS,
  );

  it('is so for an operator, who signs in or has', { timeout: LOOK_MS }, async () => {
    const authorization = `Bearer ${await api.addToken('operator')}`;
    const operator = await browser.reader({ extraHTTPHeaders: { authorization } });
    expect([await seenOf(reader, '/admin'), await seenOf(operator, '/admin')]).toEqual([
      { status: 401, isWhole: true, lacking: [] },
      { status: 200, isWhole: true, lacking: [] },
    ]);
    await operator.close();
  });

  /** A page whose reader gets no answer but the first: no script, no picture, nothing. */
  async function seenOf(from: BrowserContext, path: string) {
    const page = await from.newPage();
    const held: Route[] = [];
    await page.route('**/*', async (route) => {
      if (route.request().isNavigationRequest()) await route.continue();
      else held.push(route);
    });
    const answer = await page.goto(api.url + path, { waitUntil: 'commit' });
    const seen = await page.evaluate<string>(SEEN);
    const lacking: unknown[] = [];
    for (const look of LOOKS) {
      await page.emulateMedia(look);
      await page.setViewportSize(look);
      lacking.push(...(await page.evaluate<unknown[]>(LACKING)));
    }
    const $ = load((await answer?.text()) ?? '');
    $('template').remove();
    const isWhole = held.length > 0 && seen === $('main').text();
    for (const route of held) await route.abort();
    await page.close();
    return { status: answer?.status(), isWhole, lacking };
  }
});
