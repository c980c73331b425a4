import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BADGE_STYLES } from '../../src/badge/index.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { HOSTILE_NAMES } from '../api/support/hostile-names.js';
import { HARMLESS, harmless, inPath, keepReportsOf, uriOf } from '../api/support/hostile-reports.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';

const missing = chromiumMissing();

/** A picture as an XML parser sees it; the kinds of its parts, since a long name takes more lines. */
interface Parsed {
  readonly fault: string | null;
  readonly title: string | null;
  readonly parts: readonly string[];
}

const PARSE = `(svg) => {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const all = [...parsed.querySelectorAll('*')];
  return {
    fault: parsed.querySelector('parsererror')?.textContent ?? null,
    title: parsed.querySelector('title')?.textContent ?? null,
    parts: [...new Set(all.map((e) => e.namespaceURI + ' ' + e.nodeName + ' ' + e.getAttributeNames().sort()))].sort(),
  };
}`;

describe.skipIf(missing)(
  `a hostile name, in a real browser${missing === null ? '' : ` (${missing})`}`,
  () => {
    let api: ApiServer;
    let browser: RealBrowser;
    let parser: Page;
    let page: Page;
    const said: string[] = [];
    beforeAll(async () => {
      api = await startApi({ working: false });
      for (const name of [...HARMLESS, ...HOSTILE_NAMES.map(([, one]) => one)])
        await keepReportsOf(api, name);
      browser = await startBrowser(api.deployment.world.internet);
      const reader = await browser.reader();
      [parser, page] = [await reader.newPage(), await reader.newPage()];
      page.on('dialog', (dialog) => void said.push(dialog.message()));
      page.on('console', (message) => void said.push(message.text()));
      page.on('request', (request) => {
        if (!request.url().startsWith(`${api.url}/`)) said.push(request.url());
      });
    });
    afterAll(async () => {
      await browser?.close();
      await api?.close();
    });

    const parse = (svg: string): Promise<Parsed> => parser.evaluate(`(${PARSE})(${JSON.stringify(svg)})`);
    const parsed = async (name: string, style: string): Promise<Parsed> =>
      parse((await api.ask(`/badge/${inPath(name)}.svg?style=${style}`)).text);

    it('would be seen if it broke out', async () => {
      const { text } = await api.ask(`/badge/${inPath('alice')}.svg`);
      const whole = await parse(text);
      const broken = ['<b/></svg>', '&nbsp;</svg>', '\u0001</svg>'].map((end) => text.replace('</svg>', end));
      expect(whole.fault).toBeNull();
      for (const one of broken) expect(await parse(one)).not.toEqual(whole);
      await page.goto(`${api.url}/`);
      await page.evaluate("console.log('x')");
      expect(said.splice(0)).toEqual(['x']);
    });

    it.each(HOSTILE_NAMES)('is text in a well-formed picture: %s', async (_, name) => {
      for (const style of BADGE_STYLES) {
        const [badge, other] = [await parsed(name, style), await parsed(harmless(name), style)];
        expect({ ...badge, style }).toEqual({ ...other, style, fault: null, title: badge.title });
        expect(badge.title).toContain(uriOf(name).slice(0, 60));
      }
    });

    it.each(HOSTILE_NAMES)('runs nothing and asks nobody on a page and as a picture: %s', async (_, name) => {
      for (const path of [`/i/${inPath(name)}`, `/badge/${inPath(name)}.svg?style=card`]) {
        await page.goto(api.url + path);
        await page.evaluate('new Promise((seen) => requestAnimationFrame(seen))');
      }
      expect(said).toEqual([]);
    });
  },
);
