import { html, notFound, type SiteHandler, text } from '../answers.js';
import { page } from './markup.js';
import { type Documents, wellKnown } from './well-known.js';

/** A MIMI provider: vouches for its users' keys, each under the user's MIMI URI. */
export function mimiProvider(host: string, documents: Documents): SiteHandler {
  return ({ path, query }) => {
    const document = wellKnown(path, query, documents);
    if (document) return document;
    if (path === '/robots.txt') return text('User-agent: *\nDisallow: /chat/\n');
    if (path === '/') return html(page(host, '', `<h1>${host}</h1>\n<p>Messages for everybody.</p>`));
    return notFound();
  };
}
