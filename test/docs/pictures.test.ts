import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PicturedDemo, startPicturedDemo } from '../../scripts/pictures/demo.js';
import { PAGE_PARTS, PAGE_WIDTH, pagePictures, SCALE } from '../../scripts/pictures/profile-png.js';
import { reportSvg } from '../../scripts/pictures/report-svg.js';
import { xmlFaults } from '../badge/support/well-formed.js';
import { startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const PNGS = PAGE_PARTS.flatMap(({ name }) => [`docs/${name}-light.png`, `docs/${name}-dark.png`]);
/** A README is read on slow lines too. */
const MAX_PNG_BYTES = 250_000;

/** Pixels (PNG, section 11.2.1: the header is the first chunk). */
function sizeOf(png: Buffer): { readonly width: number; readonly height: number } {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

let demo: PicturedDemo;
beforeAll(async () => {
  demo = await startPicturedDemo();
});
afterAll(() => demo?.close());

describe('the pictures in docs', () => {
  it('show what the demo says today; after a change `npm run pictures` draws them anew', async () => {
    expect(text('docs/report.svg')).toBe(reportSvg(demo.report));
    expect(text('docs/badge.svg')).toBe(await demo.badge('flat'));
    expect(text('docs/badge-card.svg')).toBe(await demo.badge('card'));
  });

  it('have every line of the report, as it was printed', () => {
    const $ = load(text('docs/report.svg'), { xml: true });
    const lines = $('text')
      .toArray()
      .map((one) => $(one).text());
    expect(lines).toEqual(demo.report.trimEnd().split('\n'));
    expect(xmlFaults(text('docs/report.svg').trimEnd())).toEqual([]);
  });

  it('are as wide as the page at twice its size, as large in both themes, and no burden', () => {
    const [light, dark] = ['light', 'dark'].map((theme) =>
      PAGE_PARTS.map(({ name }) => readFileSync(new URL(`docs/${name}-${theme}.png`, root))),
    );
    expect(light?.map(sizeOf)).toEqual(dark?.map(sizeOf));
    for (const png of [...(light ?? []), ...(dark ?? [])]) {
      expect(sizeOf(png).width).toBe(PAGE_WIDTH * SCALE);
      expect(png.byteLength).toBeLessThan(MAX_PNG_BYTES);
    }
  });

  it('are all shown by the README, which names none that is not there', () => {
    const shown = [...readme.matchAll(/docs\/[\w-]+\.(?:svg|png)/g)].map(([path]) => path);
    const there = readdirSync(new URL('docs/', root)).filter((name) => /\.(?:svg|png)$/.test(name));
    expect([...new Set(shown)].sort()).toEqual(there.map((name) => `docs/${name}`).sort());
    expect(there).toEqual(expect.arrayContaining(PNGS.map((path) => path.replace('docs/', ''))));
  });

  it('are told in words to who cannot see them', () => {
    const html = [...readme.matchAll(/<img [^>]*>/g)].map(([tag]) => load(tag)('img').attr('alt') ?? '');
    const markdown = [...readme.matchAll(/!\[([^\]]*)\]\(/g)].map(([, alt = '']) => alt);
    expect([html.length, markdown.length]).toEqual([3, 2]);
    for (const alt of [...html, ...markdown]) expect(alt.length).toBeGreaterThan(40);
  });
});

const missing = chromiumMissing();
describe.skipIf(missing)(`the pictures of the page${missing === null ? '' : ` (${missing})`}`, () => {
  it('are of parts that it still has', async () => {
    const browser = await startBrowser(demo);
    try {
      const drawn = await demo.served((page) => pagePictures(browser, page, 'light'));
      // How high they are depends on the fonts of this machine.
      expect(drawn.map(([name, png]) => [name, sizeOf(png).width])).toEqual(
        PAGE_PARTS.map(({ name }) => [name, PAGE_WIDTH * SCALE]),
      );
    } finally {
      await browser.close();
    }
  });
});

describe('the documents that people start with', () => {
  it.each(['README.md', 'CONTRIBUTING.md', 'docs/embed.md'])('lead to files that there are: %s', (path) => {
    const links = [...text(path).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const local = links.filter((link) => !link.includes(':'));
    expect(local.filter((link) => !existsSync(new URL(link, new URL(path, root))))).toEqual([]);
  });
});
