import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PUBLIC_MAX_AGE_SECONDS, PUBLIC_STALE_SECONDS } from './limits.js';

/** Bytes of SHA-256 in an entity tag. */
const TAG_BYTES = 16;

/** As bytes: to text Fastify would add a charset, which JSON does not have (RFC 8259 section 11). */
export function sendJson(reply: FastifyReply, value: unknown, type = 'application/json'): FastifyReply {
  return reply.header('content-type', type).send(Buffer.from(JSON.stringify(value)));
}

/** A strong entity tag: the same bytes, the same tag. */
export function entityTag(body: Uint8Array): string {
  const digest = createHash('sha256').update(body).digest().subarray(0, TAG_BYTES);
  return `"${digest.toString('base64url')}"`;
}

/** A value as it goes out. */
export interface TaggedJson {
  readonly body: Buffer;
  /** Entity tag of just these bytes. */
  readonly tag: string;
}

export function taggedJson(value: unknown): TaggedJson {
  const body = Buffer.from(JSON.stringify(value));
  return { body, tag: entityTag(body) };
}

/** Whether the client has this already (RFC 9110 section 13.1.2): compared weakly, as caches may send it. */
export function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const tags = ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((one) => one.replace(/^W\//, '') === tag);
}

/** What caches may do with what is the same for everybody. */
export const PUBLIC_CACHING = `public, max-age=${PUBLIC_MAX_AGE_SECONDS}, stale-while-revalidate=${PUBLIC_STALE_SECONDS}`;

/** What caches may do with what is public, and must not do with what is shown to one caller. */
export function cacheControl(request: FastifyRequest, options: { readonly fresh?: boolean } = {}): string {
  if (request.caller.token !== null) return 'private, no-store';
  // Who named an age wants none of a cache's making.
  if (options.fresh) return 'public, no-cache';
  return PUBLIC_CACHING;
}

/** Sends JSON with its tag, or nothing where the client has it. */
export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, tag }: TaggedJson,
  options: { readonly fresh?: boolean } = {},
): FastifyReply {
  reply.headers({ etag: tag, 'cache-control': cacheControl(request, options) });
  if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.header('content-type', 'application/json').send(body);
}
