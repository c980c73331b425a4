import { createHash } from 'node:crypto';
import { type CheerioAPI, load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { PAGE_STYLES, type PageKind, STYLE_PARTS } from '../../src/pages/page-style.js';
import { EVERY_PAGE } from './support/every-page.js';

const KINDS = Object.entries(EVERY_PAGE) as [PageKind, readonly string[]][];

/** As a reader could come to see it: what a script takes out of a template is looked at as if it stood in the page. */
const pageOf = (html: string): CheerioAPI => load(html.replaceAll(/(<\/?)template\b/g, '$1div'));

/** Selectors of a text of CSS, without what depends on what a reader does or a script says. */
function selectorsIn(css: string): string[] {
  const flat = css.replaceAll(/@media[^{]*\{((?:[^{}]*\{[^{}]*\})*)\}/g, '$1');
  const found = [...flat.matchAll(/([^{}]+)\{[^{}]*\}/g)].flatMap(([, list = '']) => list.split(','));
  return [...new Set(found.map(whatever))];
}

/** What it comes to whatever the state and the theme are. */
const whatever = (selector: string): string =>
  selector
    .trim()
    .replaceAll(
      /::[\w-]+|:hover|:focus-visible|:focus|:not\(:empty\)|:empty|\[open\]|\[aria-invalid=true\]/g,
      '',
    )
    .replaceAll(/\[data-copied=\w+\]/g, '[data-copy]')
    .replaceAll(/:root(?::not\(\[data-theme="light"\]\)|\[data-theme="dark"\])?/g, 'html') || '*';

const PARTS = Object.entries(STYLE_PARTS).map(([name, css]) => [name, css.trim(), selectorsIn(css)] as const);

describe('the style of a page', () => {
  it.each(KINDS)('stands in it, once and alone, and is what its digest allows: %s', (kind, pages) => {
    for (const html of pages) {
      const [style = '', ...more] = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, css]) => css);
      const digest = createHash('sha256').update(style).digest('base64');
      const elsewhere = load(html)('[style], link[rel~=stylesheet], body style').length;
      expect([`'sha256-${digest}'`, more, elsewhere]).toEqual([PAGE_STYLES[kind].source, [], 0]);
    }
  });

  it.each(KINDS)('has every rule that something in the page could have: %s', (kind, pages) => {
    const left = PARTS.filter(([, css]) => !PAGE_STYLES[kind].css.includes(css));
    const missed = pages.flatMap((html) => {
      const $ = pageOf(html);
      return left.flatMap(([name, , selectors]) =>
        selectors.filter((one) => $(one).length > 0).map((one) => `${name}: ${one}`),
      );
    });
    expect(missed).toEqual([]);
  });

  it.each(KINDS)('has no part that none of its pages needs: %s', (kind, pages) => {
    const all = pages.map(pageOf);
    const own = PARTS.filter(([, css]) => PAGE_STYLES[kind].css.includes(css));
    const idle = own.filter(
      ([, , selectors]) => !selectors.some((one) => all.some(($) => $(one).length > 0)),
    );
    expect(idle.map(([name]) => name)).toEqual([]);
  });

  it('leaves out what other kinds of pages have, and none leaves out what no other has', () => {
    const all = Object.values(STYLE_PARTS).join('').length;
    const styles = Object.entries(PAGE_STYLES);
    expect(styles.filter(([, { css }]) => css.length > 0.8 * all).map(([kind]) => kind)).toEqual([]);
    const unused = PARTS.filter(([, part]) => !styles.some(([, { css }]) => css.includes(part)));
    expect(unused.map(([name]) => name)).toEqual([]);
  });
});
