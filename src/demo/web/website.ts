import { html, notFound, type SiteHandler, text } from '../answers.js';
import { escapeHtml, page } from './markup.js';
import { wellKnown } from './well-known.js';

/** The owner of a plain site and what is published there. */
export interface SiteOwner {
  readonly name: string;
  /** Shown as the well-known document and linked from the page's head. */
  readonly statement?: string;
  /** Stands in the text of the page, where a verifier cannot know who wrote it. */
  readonly token?: string;
}

const LINK = '<link rel="cross-signing" href="/.well-known/cross-signing">';

function home(owner: SiteOwner): string {
  const note = owner.token === undefined ? 'Notes and pictures.' : `Notes and pictures. ${owner.token}`;
  const head = owner.statement === undefined ? '' : LINK;
  return page(
    owner.name,
    head,
    `<main><h1>${escapeHtml(owner.name)}</h1>\n<p>${escapeHtml(note)}</p></main>`,
  );
}

/** Personal sites of static files: one page, and the well-known document, which ignores its query. */
export function personalSites(ownerByHost: (host: string) => SiteOwner | undefined): SiteHandler {
  return ({ host, path, query }) => {
    const owner = ownerByHost(host);
    if (!owner) return notFound();
    const document = wellKnown(path, query, () => owner.statement);
    if (document) return document;
    if (path === '/robots.txt') return text('User-agent: *\nAllow: /\n');
    return path === '/' ? html(home(owner)) : notFound();
  };
}
