import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientScripts } from '../pages/assets.js';
import { htmlDocument } from '../pages/html.js';
import type { Page } from '../pages/layout.js';
import { PAGE_STYLES } from '../pages/page-style.js';
import { ProblemPage } from '../pages/problem.js';
import type { Site } from '../pages/site.js';
import { entityTag, isKnown } from './caching.js';
import { preferred } from './negotiate.js';
import type { ProblemDetails } from './problems.js';

/**
 * A page loads from this server alone, has the one style that it was sent with, runs nothing that stands in it, sends its
 * forms nowhere else, and stands in no frame.
 */
function policyOf(page: Page): string {
  return [
    "default-src 'none'",
    `style-src ${PAGE_STYLES[page.props.kind].source}`,
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * The address of a page names whom somebody looks up: other sites are not told of it, while forms of our own say where they
 * come from, without which the server would refuse them.
 */
const PAGE_HEADERS = {
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-type': 'text/html; charset=utf-8',
} as const;

/** What the pages of a server have in common. */
export function siteOf(origin: string): Site {
  return { origin, script: (name) => clientScripts().path(name) };
}

export interface PageCaching {
  readonly cacheControl: string;
  /** A signature in the page: it is another each time, so that only `period` tells one page from the same one later. */
  readonly signed?: { readonly jws: string; readonly period: number };
}

/** Sends a page with a tag of what it says, or nothing where the reader has it. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
  { cacheControl, signed }: PageCaching,
): FastifyReply {
  const html = htmlDocument(page);
  const same = signed === undefined ? html : `${signed.period} ${html.replaceAll(signed.jws, '')}`;
  const tag = entityTag(Buffer.from(same));
  // A 304 changes the fields of what the reader has (RFC 9111 section 3.2): its policy has to be that of the page.
  const etag = signed === undefined ? tag : `W/${tag}`;
  reply.headers({
    ...PAGE_HEADERS,
    'content-security-policy': policyOf(page),
    'cache-control': cacheControl,
    etag,
  });
  if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.send(Buffer.from(html));
}

/** Sends a page that nobody keeps: it tells of a moment. */
export function sendPassingPage(reply: FastifyReply, page: Page): FastifyReply {
  return reply
    .headers({ ...PAGE_HEADERS, 'content-security-policy': policyOf(page), 'cache-control': 'no-store' })
    .send(Buffer.from(htmlDocument(page)));
}

/** Afterwards the browser asks for the page by GET: to look at it again repeats nothing. */
export function goTo(reply: FastifyReply, path: string): FastifyReply {
  return reply.code(303).headers({ location: path, 'cache-control': 'no-store' }).send();
}

/** Whether who asks is told in HTML what went wrong: browsers are, outside of the API. Programs have to ask for it. */
export function wantsPage(request: FastifyRequest): boolean {
  if (request.url.startsWith('/v1/')) return false;
  return preferred(request.headers.accept, ['application/problem+json', 'text/html']) === 'text/html';
}

export function sendProblemPage(reply: FastifyReply, problem: ProblemDetails, origin: string): FastifyReply {
  const { status, title, detail } = problem;
  return sendPassingPage(reply, ProblemPage({ site: siteOf(origin), status, title, detail }));
}
