import { type CheerioAPI, load } from 'cheerio';
import { htmlDocument } from '../../../src/pages/html.js';
import type { Page } from '../../../src/pages/layout.js';
import { ProfilePage, type ProfileProps } from '../../../src/pages/profile/page.js';
import type { Site } from '../../../src/pages/site.js';
import { account, provider, reportOf } from '../../picture/support/reports.js';
import { frozenClock } from '../../support/frozen-clock.js';

export const SITE: Site = {
  origin: 'https://id.example',
  script: (name) => `/assets/${name}.js`,
};

export const JWS = 'eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl';

/** A profile page of a good report, but for what a test says. */
export function profile(more: Partial<ProfileProps> = {}): string {
  return htmlDocument(
    ProfilePage({
      site: SITE,
      report: reportOf([provider(), account('https://github.com/alice', 'github.com')]),
      standing: 'consistent',
      isFresh: true,
      changes: [],
      signed: JWS,
      asking: 'open',
      now: frozenClock().now(),
      ...more,
    }),
  );
}

export const read = (page: Page | string): CheerioAPI =>
  load(typeof page === 'string' ? page : htmlDocument(page));

/** What a reader sees, on one line. */
export const textOf = ($: CheerioAPI, selector: string): string =>
  $(selector).text().replace(/\s+/g, ' ').trim();

/** Names of everything in a document that could run, look otherwise, or load from elsewhere. */
export function activeParts($: CheerioAPI): string[] {
  // Of its own it has one.
  const found: string[] = $('style').length === 1 ? [] : ['style'];
  $('*').each((_, element) => {
    if (element.type !== 'tag' && element.type !== 'script' && element.type !== 'style') return;
    const { name, attribs } = element;
    if (['iframe', 'object', 'embed', 'base', 'foreignobject', 'animate', 'set'].includes(name))
      found.push(name);
    for (const [attribute, value] of Object.entries(attribs)) {
      if (/^on|^style$|^srcdoc$/i.test(attribute)) found.push(`${name} ${attribute}`);
      if (/^(?:src|href|action|xlink:href|formaction)$/i.test(attribute) && !isAllowed(name, value))
        found.push(`${name} ${attribute}=${value}`);
    }
    if (name === 'script' && $(element).text() !== '') found.push('inline script');
  });
  return found;
}

/** Pages load from their own server alone, and lead to https. */
function isAllowed(name: string, value: string): boolean {
  if (value.startsWith('/') && !value.startsWith('//')) return true;
  if (name === 'a') return value.startsWith('https://') || value.startsWith('#');
  return name === 'link' && value.startsWith('data:image/svg+xml,');
}

/** Elements of a document by their number: what hostile text must not change. */
export function elementsIn($: CheerioAPI): Record<string, number> {
  const counts: Record<string, number> = {};
  $('*').each((_, element) => {
    if ('name' in element) counts[element.name] = (counts[element.name] ?? 0) + 1;
  });
  return counts;
}
