import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import type { Internet } from '../../src/demo/internet.js';
import { findChromium } from './find-services.js';

/** Of Debian's chromium, in a container too, without a word to anybody outside. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds that a reader waits for a page or an element: less than a test has, so that the one that waits is named. */
const PATIENCE_MS = 60_000;

export interface RealBrowser {
  /** A new reader: nothing kept, his own clock and theme. */
  reader(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** A real browser for which every host is one of the small internet, but for 127.0.0.1. */
export async function startBrowser(internet: Pick<Internet, 'port'>): Promise<RealBrowser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('chromium is missing');
  const rules = `MAP * 127.0.0.1:${internet.port}, EXCLUDE 127.0.0.1`;
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [...FLAGS, `--host-resolver-rules=${rules}`],
  });
  return {
    // Its certificates are of an authority made for this test.
    async reader(options = {}) {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      return context;
    },
    close: () => browser.close(),
  };
}
