import type { Page } from 'playwright-core';
import type { Shade } from '../../src/design/palette.js';
import type { RealBrowser } from '../../test/support/browser.js';

/** Pixels of the window: as wide as a page gets, and still to be read where a README shows it smaller. */
export const PAGE_WIDTH = 960;
const PAGE_HEIGHT = 1_200;
/** Pixels of a picture for one of the page: sharp on screens of today. */
export const SCALE = 2;
/** Pixels around a part. */
const ROOM = 16;

/** A part of the profile page, as wide as the page. */
export interface PagePart {
  readonly name: 'profile' | 'graph';
  /** Where it begins; null: with the page. */
  readonly from: string | null;
  /** The last thing in it. */
  readonly to: string;
}

/** What tells the story: who, the verdict, and what speaks against it; then who names whom. */
export const PAGE_PARTS: readonly PagePart[] = [
  { name: 'profile', from: null, to: 'section:has(#against)' },
  { name: 'graph', from: '#graph', to: 'section:has(#graph)' },
];

/** Parts of a profile page in one theme, as PNG. @throws Error where the page is not there */
export async function pagePictures(
  browser: RealBrowser,
  url: string,
  colorScheme: Shade,
): Promise<readonly (readonly [name: PagePart['name'], png: Buffer])[]> {
  const viewport = { width: PAGE_WIDTH, height: PAGE_HEIGHT };
  const context = await browser.reader({ viewport, colorScheme, deviceScaleFactor: SCALE });
  const page = await context.newPage();
  const answer = await page.goto(url, { waitUntil: 'load' });
  if (answer?.status() !== 200) throw new Error(`${url}: status ${answer?.status()}`);
  const pictures = [];
  for (const part of PAGE_PARTS) pictures.push([part.name, await pictureOf(page, part)] as const);
  await context.close();
  return pictures;
}

async function pictureOf(page: Page, { from, to }: PagePart): Promise<Buffer> {
  const [first, last] = [from && (await boxOf(page, from)), await boxOf(page, to)];
  const y = first ? Math.max(0, first.y - ROOM) : 0;
  const clip = { x: 0, y, width: PAGE_WIDTH, height: Math.ceil(last.y + last.height + ROOM - y) };
  return page.screenshot({ clip, fullPage: true });
}

async function boxOf(page: Page, selector: string): Promise<{ readonly y: number; readonly height: number }> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not on the page`);
  return box;
}
