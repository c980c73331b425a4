import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type BadgeFacts,
  badgeFacts,
  carriedReport,
  DEFAULT_STYLE,
  renderBadge,
  shieldsJson,
  signedBadge,
} from '../../badge/index.js';
import type { PublicReport } from '../../report/types.js';
import { entityTag, isKnown, PUBLIC_CACHING, taggedJson } from '../caching.js';
import type { ApiContext } from '../context.js';
import { RENDERED_MS, SPELLINGS } from '../limits.js';
import { readQuery } from '../read-request.js';
import { remembering } from '../remember.js';
import { badgeQuery, noQuery } from '../schemas.js';
import { REPORT_VALID_SECONDS } from '../signing.js';
import { readSubject } from '../subject.js';

/** A picture may hold its own style sheet, and nothing else of any kind. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
/**
 * A badge that a cache has is fetched anew twice in the time that its signature is valid, although it shows the same: what
 * is served always holds for half of it.
 */
const SIGNED_ANEW_MS = (REPORT_VALID_SECONDS / 2) * 1_000;

type BadgeRequest = { Params: { subject: string } };

/** The badges: for everybody alike, whoever asks. One for whom nobody has asked says so, and starts nothing. */
export function badgeRoutes(app: FastifyInstance, context: ApiContext): void {
  const subjectOf = remembering(readSubject, { entries: SPELLINGS, milliseconds: RENDERED_MS });
  const config = { publicReading: true };
  app.get<BadgeRequest>('/badge/:subject.svg', { config }, async (request, reply) => {
    const subject = subjectOf(request.params.subject);
    const { style = DEFAULT_STYLE, theme = 'auto' } = readQuery(badgeQuery, request.query);
    const facts = await factsOf(subject, context);
    reply.header('content-security-policy', PICTURE_POLICY);
    return sendPicture(request, reply, context, facts, renderBadge(facts, { style, theme }));
  });
  app.get<BadgeRequest>('/badge/:subject.json', { config }, async (request, reply) => {
    const subject = subjectOf(request.params.subject);
    readQuery(noQuery, request.query);
    const { body, tag } = taggedJson(shieldsJson(await factsOf(subject, context)));
    reply.headers({ etag: tag, 'cache-control': PUBLIC_CACHING });
    if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send();
    return reply.header('content-type', 'application/json').send(body);
  });
}

async function factsOf(subject: string, { deps, newest }: ApiContext): Promise<BadgeFacts> {
  const rendered = await newest.get(subject, 'stranger');
  const report = rendered === null ? null : (JSON.parse(rendered.body.toString()) as PublicReport);
  return badgeFacts(subject, report, { now: deps.clock.now(), maxAgeSeconds: deps.badgeMaxAgeSeconds });
}

async function sendPicture(
  request: FastifyRequest,
  reply: FastifyReply,
  context: ApiContext,
  facts: BadgeFacts,
  badge: string,
): Promise<FastifyReply> {
  const { clock, signer } = context.deps;
  const period = Math.floor(clock.now().getTime() / SIGNED_ANEW_MS);
  // Weak: the signature tells its own time, so that no two answers are the same bytes.
  const tag = entityTag(Buffer.from(`${period} ${badge}`));
  reply.headers({ etag: `W/${tag}`, 'cache-control': PUBLIC_CACHING });
  if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send();
  const { subject, report } = facts;
  const about = { subject, issuer: context.origin() };
  const svg =
    report === null
      ? badge
      : await signedBadge(badge, (picture) => signer.sign(carriedReport(report), { ...about, picture }));
  return reply.header('content-type', 'image/svg+xml').send(Buffer.from(svg));
}
