import { load } from 'cheerio/slim';
import { MAX_HREF_LENGTH, MAX_HTML_CLAIMS } from './limits.js';
import { type Page, type PageNode, parsePage } from './page.js';
import { assertRegions } from './regions.js';
import type { Extraction, HtmlFinds, HtmlRegions } from './types.js';
import { type OwnedPage, readVisible } from './visible-text.js';

/**
 * Reads from a page what may hold a claim, and whose text it stands in. Nothing is fetched, no script runs.
 *
 * Links in the real head and links with the relation are given with any scheme, and as written where they are no
 * URL: a link whose target is refused makes the account unreachable (profile section 2), so it may not vanish.
 * `base` counts only in the real head. A document that is cut loses what was cut: a tag without its end, a script
 * without its end tag, the last word.
 *
 * @param html the decoded page
 * @param regions selectors from the catalogue; without owner's regions all text is `bodyText`
 * @param baseUrl URL of the page after redirects
 * @throws Error for a selector that is wrong or costly (our own data)
 */
export function extractHtml(html: string, regions: HtmlRegions, baseUrl: string): Extraction<HtmlFinds> {
  assertRegions(regions);
  const page = parsePage(html);
  if (!page.ok) return page;
  const owner = select(page, regions.owner);
  const visible = readVisible(page.root, owner, select(page, regions.foreign ?? []));
  const base = absolute(page.head.base ?? '', baseUrl);
  const against = base !== null && /^https?:/.test(base) ? base : baseUrl;
  return finds(visible, page.head, against);
}

/**
 * Reads a piece of HTML that the account holder wrote as a whole, such as the `summary` of an ActivityPub actor:
 * all of it is the owner's, and none of it is a head. The piece is not cut: it stood in a document that was whole.
 *
 * @param baseUrl URL that the links in it are relative to
 */
export function extractFragment(html: string, baseUrl: string): Extraction<HtmlFinds> {
  const page = parsePage(html, { complete: true });
  if (!page.ok) return page;
  return finds(readVisible(page.root, new Set(page.root.children), new Set()), NO_HEAD, baseUrl);
}

const NO_HEAD = { links: [], scripts: [] } as const;

function finds(
  visible: OwnedPage,
  head: { readonly links: readonly string[]; readonly scripts: readonly string[] },
  base: string,
): Extraction<HtmlFinds> {
  const ownerLinks = distinct(visible.ownerLinks.map((href) => absolute(href, base) ?? href));
  const headLinks = distinct(head.links.map((href) => absolute(href, base) ?? href));
  const excess = overLimit(ownerLinks, headLinks);
  if (excess !== null) return { ok: false, reason: 'limit', message: excess };
  return {
    ok: true,
    headLinks,
    ownerLinks,
    scripts: head.scripts,
    ownerText: visible.ownerText,
    ownerHrefs: distinct(visible.ownerHrefs.map((href) => absolute(href, base) ?? '').filter(isReadable)),
    bodyText: visible.bodyText,
  };
}

function overLimit(ownerLinks: readonly string[], headLinks: readonly string[]): string | null {
  if (ownerLinks.length > MAX_HTML_CLAIMS)
    return `the page has more than ${MAX_HTML_CLAIMS} cross-signing links`;
  const long = [...ownerLinks, ...headLinks].some((link) => link.length > MAX_HREF_LENGTH);
  return long ? `a cross-signing link is longer than ${MAX_HREF_LENGTH} characters` : null;
}

function select(page: Page, selectors: readonly string[]): ReadonlySet<PageNode> {
  if (selectors.length === 0) return new Set();
  return new Set(load(page.root)(selectors.join(', ')).get());
}

/** Null for what the WHATWG URL standard cannot parse. */
function absolute(href: string, base: string): string | null {
  try {
    return new URL(href, base).href;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function isReadable(url: string): boolean {
  return url.startsWith('https:') && url.length <= MAX_HREF_LENGTH;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
