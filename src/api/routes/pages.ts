import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { freshness, standingOf } from '../../design/age.js';
import type { Asking } from '../../pages/profile/again.js';
import { ProfilePage } from '../../pages/profile/page.js';
import { profilePath } from '../../pages/site.js';
import { UnknownPage } from '../../pages/unknown.js';
import { WaitingPage } from '../../pages/waiting.js';
import type { PublicReport } from '../../report/types.js';
import { tokensConfigured } from '../auth.js';
import type { ApiContext } from '../context.js';
import { jobView, locationOf } from '../job-view.js';
import { isLocal } from '../origin-guard.js';
import { goTo, sendPage, sendPassingPage, siteOf, wantsPage } from '../page-answer.js';
import { mayAsk, nameOf } from '../permission.js';
import { ProblemError } from '../problems.js';
import { readQuery } from '../read-request.js';
import { noQuery, profileQuery } from '../schemas.js';
import { readSubject } from '../subject.js';

/** A reader may keep his own page, and asks each time whether it is still the same: it tells ages. */
const ASK_EACH_TIME = 'private, no-cache';
/** Milliseconds after which a page that says the same is sent anew: the signature in it is valid for a day. */
const SIGNED_ANEW_MS = 3_600_000;

type ProfileRequest = FastifyRequest<{ Params: { subject: string } }>;

/** The page of a subject, always as strangers see it: a page has no token. */
export function profileRoutes(app: FastifyInstance, context: ApiContext): void {
  const url = '/i/:subject';
  app.get<{ Params: { subject: string } }>(url, async (request, reply) => {
    reply.header('vary', 'Accept');
    const subject = readSubject(request.params.subject);
    const { verification } = readQuery(profileQuery, request.query);
    // One page has one address.
    if (verification === undefined && request.params.subject !== subject)
      return goTo(reply, profilePath(subject));
    return verification === undefined
      ? sendProfile(subject, request, reply, context)
      : sendProgress(subject, verification, reply, context);
  });

  app.post<{ Params: { subject: string } }>(url, { onRequest: mayAsk(context) }, async (request, reply) => {
    const subject = readSubject(request.params.subject);
    readQuery(noQuery, request.query);
    const asking = { subject, given: [], caller: nameOf(request), origin: 'demand' } as const;
    const { id } = await context.deps.verifications.submit(asking);
    return goTo(reply, `${profilePath(subject)}?verification=${id}`);
  });
}

async function sendProfile(
  subject: string,
  request: ProfileRequest,
  reply: FastifyReply,
  context: ApiContext,
): Promise<FastifyReply> {
  const { deps, newest, timelines, origin } = context;
  const site = siteOf(origin());
  const asking = await askingOf(request, context);
  const found = await newest.marked(subject, 'stranger');
  if (found === null) {
    if (!wantsPage(request)) throw new ProblemError('unknown-identity');
    return sendPassingPage(reply.code(404), UnknownPage({ site, subject, asking }));
  }
  const report = JSON.parse(found.rendered.body.toString()) as PublicReport;
  const changes = await timelines.of(subject, found.mark);
  const signed = await deps.signer.sign(report, { subject, issuer: origin() });
  const now = deps.clock.now();
  const standing = standingOf(report, now, deps.badgeMaxAgeSeconds);
  const { isFresh } = freshness(report, now, deps.badgeMaxAgeSeconds);
  const page = ProfilePage({ site, report, standing, isFresh, changes, signed, asking, now });
  const period = Math.floor(now.getTime() / SIGNED_ANEW_MS);
  return sendPage(request, reply, page, { cacheControl: ASK_EACH_TIME, signed: { jws: signed, period } });
}

/** How far a verification is, for browsers that run no scripts; the page of the subject once it has ended. */
async function sendProgress(
  subject: string,
  verification: string,
  reply: FastifyReply,
  context: ApiContext,
): Promise<FastifyReply> {
  const job = await context.deps.jobs.get(verification);
  if (job === null || job.subject !== subject || job.state === 'completed')
    return goTo(reply, profilePath(subject));
  const { state, progress } = await jobView(context.deps, job, 'stranger');
  if (state === 'completed') return goTo(reply, profilePath(subject));
  const site = siteOf(context.origin());
  const location = locationOf(verification);
  return sendPassingPage(reply, WaitingPage({ site, subject, job: { state, ...progress }, location }));
}

/** Whether a form of this page would be taken: what `permit` says of one without a token. */
async function askingOf(request: FastifyRequest, { deps }: ApiContext): Promise<Asking> {
  return isLocal(request, deps) && !(await tokensConfigured(deps)) ? 'open' : 'token';
}
