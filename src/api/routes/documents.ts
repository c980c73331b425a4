import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientScripts, SCRIPT_TYPE } from '../../pages/assets.js';
import { entityTag, isKnown } from '../caching.js';
import type { ApiContext } from '../context.js';
import { openApiDocument } from '../openapi/document.js';

/** Seconds that caches keep the keys: a new one is shown half a day before it signs. */
const KEYS_MAX_AGE_SECONDS = 300;
/** Seconds that caches keep the description, which changes with the version only. */
const DESCRIPTION_MAX_AGE_SECONDS = 3_600;

/** Seconds that caches keep the badge that other sites embed: a mistake in it is mended within the hour. */
const EMBED_MAX_AGE_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/**
 * What is the same for everybody, pages of other sites too: the keys of this server, its operations, and the badge that
 * checks its reports.
 */
export function documentRoutes(app: FastifyInstance, { deps }: Pick<ApiContext, 'deps'>): void {
  const config = { publicReading: true };
  app.get('/.well-known/jwks.json', { config }, async (request, reply) => {
    const keys = Buffer.from(JSON.stringify(await deps.signer.jwks()));
    return send(request, reply, {
      bytes: keys,
      type: 'application/jwk-set+json',
      maxAge: KEYS_MAX_AGE_SECONDS,
    });
  });
  const description = {
    bytes: Buffer.from(JSON.stringify(openApiDocument())),
    type: 'application/json',
    maxAge: DESCRIPTION_MAX_AGE_SECONDS,
  };
  app.get('/openapi.json', { config }, async (request, reply) => send(request, reply, description));
  const embed = {
    bytes: clientScripts().embed(deps.badgeMaxAgeSeconds / DAY_SECONDS),
    type: SCRIPT_TYPE,
    maxAge: EMBED_MAX_AGE_SECONDS,
  };
  app.get('/embed/crossproof-badge.js', { config }, async (request, reply) => send(request, reply, embed));
}

interface Document {
  readonly bytes: Buffer;
  readonly type: string;
  /** Seconds. */
  readonly maxAge: number;
}

function send(request: FastifyRequest, reply: FastifyReply, { bytes, type, maxAge }: Document): FastifyReply {
  const tag = entityTag(bytes);
  reply.headers({ etag: tag, 'cache-control': `public, max-age=${maxAge}` });
  if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.header('content-type', type).send(bytes);
}
