import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** Kept after the tests for who looks at them, and not by git. */
const SCREENSHOTS = fileURLToPath(new URL('../../../test-results/screenshots/', import.meta.url));

/** What a picture shows, and how it was looked at: all of it is in its name. */
export interface Shot {
  readonly scene: string;
  readonly theme: 'light' | 'dark';
  /** Pixels of the window. */
  readonly width: number;
  readonly hasScripts: boolean;
  /** Anything else that is unlike the usual: `zoomed`. */
  readonly note?: string;
}

/** `profile-weak.dark.360.no-scripts.jpg` */
function shotName({ scene, theme, width, hasScripts, note }: Shot): string {
  const scripts = hasScripts ? [] : ['no-scripts'];
  return `${[scene, theme, width, ...scripts, ...(note === undefined ? [] : [note])].join('.')}.jpg`;
}

/** Of JPEG: text can be read, and a page is drawn in a fraction of the time that PNG takes. */
const QUALITY = 85;

/** Keeps a picture of the whole page, from its top to its end. */
export async function keepScreenshot(page: Page, shot: Shot): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  const path = join(SCREENSHOTS, shotName(shot));
  await page.screenshot({ path, fullPage: true, type: 'jpeg', quality: QUALITY });
}
