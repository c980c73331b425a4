import type { BrowserContext, Page, Route } from 'playwright-core';
import type { RealBrowser } from '../../support/browser.js';
import { faultsFoundByAxe } from './axe.js';
import { keepScreenshot, type Shot } from './screenshots.js';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
/** Issue: "the pages stay under 100 kB all told". HTML, with its style, and scripts, as they are before a server packs them. */
const MAX_BYTES = 100_000;

/** Milliseconds for one page in all ways: a machine may be slow, and one that hangs is found out in the end. */
export const LOOK_MS = 120_000;

/** A page in all the ways that readers look at it. */
export interface Sight {
  readonly scene: string;
  readonly url: string;
  /** Of the page's own answer; 200 when left out. */
  readonly status?: number;
  /** Of the verdict, where it has one. */
  readonly word?: string;
  /** Without scripts it is asked for again after a while: it is looked at without that. */
  readonly isPassing?: boolean;
}

/** Readers with and without scripts. */
export interface Readers {
  readonly scripted: BrowserContext;
  readonly plain: BrowserContext;
}

export async function readersOf(browser: RealBrowser): Promise<Readers> {
  const [scripted, plain] = await Promise.all([
    browser.reader({ viewport: DESKTOP }),
    browser.reader({ viewport: DESKTOP, javaScriptEnabled: false }),
  ]);
  return { scripted, plain };
}

/**
 * What is wrong with a page: in light and dark, on a desktop and on a phone, with scripts and without. It is loaded once
 * with scripts and once without, and looked at in every way; the pictures are kept.
 */
export async function faultsOf(readers: Readers, sight: Sight): Promise<string[]> {
  const looks = [looked(readers.scripted, sight, true), looked(readers.plain, sight, false)];
  return (await Promise.all(looks)).flat();
}

async function looked(reader: BrowserContext, sight: Sight, hasScripts: boolean): Promise<string[]> {
  const page = await reader.newPage();
  const faults: string[] = [];
  const fault = (text: string) => void faults.push(`${hasScripts ? 'with' : 'without'} scripts: ${text}`);
  listen(page, sight, fault);
  if (sight.isPassing) await page.route(sight.url, withoutRefresh);
  const answer = await page.goto(sight.url);
  const { status = 200 } = sight;
  if (answer?.status() !== status) fault(`status ${answer?.status()}`);
  if (sight.word !== undefined) {
    const word = await page.locator('#verdict').innerText();
    if (word !== sight.word) fault(`says ${word}`);
  }
  await loadImages(page);
  for (const one of await loadFaults(page, hasScripts)) fault(one);
  for (const shot of shotsOf(sight, hasScripts)) {
    // In one way, with all that can be opened.
    if (shot.theme === 'dark' && shot.width === PHONE.width) await page.evaluate(OPEN_ALL);
    for (const one of await shotFaults(page, shot)) fault(`${shot.theme} ${shot.width}: ${one}`);
  }
  await page.close();
  return faults;
}

/** As it was sent, but that it stays while it is looked at. */
export async function withoutRefresh(route: Route): Promise<void> {
  const response = await route.fetch();
  const body = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '');
  await route.fulfill({ response, body });
}

/** Everything that the page does behind its reader's back. */
function listen(page: Page, { url, status = 200 }: Sight, fault: (text: string) => void): void {
  const { origin } = new URL(url);
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.origin !== origin && asked.protocol !== 'data:') fault(`asks ${request.url()}`);
  });
  page.on('pageerror', (error) => fault(`error: ${error.message}`));
  page.on('console', (message) => {
    // Of its own page a browser says that it was refused; that is the answer that was asked for.
    const isOwn = status !== 200 && message.location().url === url;
    if (['error', 'warning'].includes(message.type()) && !isOwn) fault(`console: ${message.text()}`);
  });
}

/** In the order in which they are looked at, so that little has to be drawn anew. */
function shotsOf({ scene }: Sight, hasScripts: boolean): readonly Shot[] {
  return (['light', 'dark'] as const).flatMap((theme) =>
    [DESKTOP, PHONE].map(({ width }) => ({ scene, theme, width, hasScripts })),
  );
}

async function shotFaults(page: Page, shot: Shot): Promise<string[]> {
  const { theme, width, hasScripts } = shot;
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize(width === PHONE.width ? PHONE : DESKTOP);
  const faults = await page.evaluate<string[]>(OUT_OF_SHAPE);
  const isFirst = theme === 'light' && width === DESKTOP.width;
  // Without scripts a page looks the same, but for what would do nothing.
  if (hasScripts || isFirst) await keepScreenshot(page, shot);
  // Both themes and both widths are in these two; the others are drawn for whoever looks at the pictures.
  const hasNews = (theme === 'light') === (width === DESKTOP.width);
  if (!hasScripts || !hasNews) return faults;
  return [...faults, ...(await faultsFoundByAxe(page, { isDrawnAnew: !isFirst }))];
}

/** Pictures that are loaded when they are reached: nobody scrolls here. */
async function loadImages(page: Page): Promise<void> {
  const images = await page.locator('img').all();
  for (const image of images) await image.scrollIntoViewIfNeeded();
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))');
  await page.evaluate('scrollTo(0, 0)');
}

/** What is wider than the window; and boxes of pictures that the style has made another size than was drawn. */
const OUT_OF_SHAPE = `(() => {
  const name = (element) => element.localName + '.' + element.getAttribute('class');
  const faults = [...document.querySelectorAll('rect')]
    .filter((rect) => parseFloat(getComputedStyle(rect).width) - parseFloat(rect.getAttribute('width')) > 0.1)
    .map((rect) => 'out of shape: ' + name(rect));
  const root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return faults;
  const wide = [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > innerWidth && !element.closest('svg'))
    .map(name);
  return [...faults, 'wider than its window by ' + (root.scrollWidth - innerWidth) + ': ' + wide.join(' ')];
})()`;

const OPEN_ALL = `for (const details of document.querySelectorAll('details')) details.open = true`;

interface Load {
  readonly bytes: number;
  readonly blocking: readonly string[];
  /** Buttons that can be seen and are of no form: without scripts they would do nothing. */
  readonly idle: readonly string[];
}

const LOAD = `(() => {
  const loaded = performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType !== 'img');
  const all = [...performance.getEntriesByType('navigation'), ...loaded];
  const idle = [...document.querySelectorAll('button[type=button], select')];
  return {
    bytes: all.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
    blocking: loaded.filter((one) => one.renderBlockingStatus === 'blocking').map(({ name }) => new URL(name).pathname),
    idle: idle.filter((one) => one.checkVisibility()).map(({ textContent }) => textContent.trim()),
  };
})()`;

/** How much it loads, and what it waits for before anything can be seen. */
async function loadFaults(page: Page, hasScripts: boolean): Promise<string[]> {
  const { bytes, blocking, idle } = await page.evaluate<Load>(LOAD);
  return [
    ...(bytes < MAX_BYTES ? [] : [`${bytes} bytes`]),
    ...blocking.map((path) => `waits for ${path}`),
    ...(hasScripts ? [] : idle.map((name) => `does nothing: ${name}`)),
  ];
}
