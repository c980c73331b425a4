import type { FastifyInstance } from 'fastify';
import { FrontPage } from '../../pages/front/page.js';
import { readPasted } from '../../pages/front/pasted.js';
import { PublishPage } from '../../pages/publish/page.js';
import { publishPlan } from '../../pages/publish-plan.js';
import { profilePath } from '../../pages/site.js';
import { services } from '../../services/index.js';
import { sendJson } from '../caching.js';
import type { ApiContext } from '../context.js';
import { MAX_BODY_BYTES } from '../limits.js';
import { goTo, sendPage, sendPassingPage, siteOf } from '../page-answer.js';
import { counted } from '../permission.js';
import { ProblemError } from '../problems.js';
import { accountsCodeOf, readBody, readQuery } from '../read-request.js';
import { frontQuery, noQuery, planRequest } from '../schemas.js';

/** The same for everybody, until there is another version. */
const A_WHILE = 'public, max-age=300';

/** The first page, and what helps to publish: nothing here knows of anybody. */
export function frontRoutes(app: FastifyInstance, context: Pick<ApiContext, 'deps' | 'origin'>): void {
  const { origin } = context;
  app.get('/', async (request, reply) => {
    // The router takes the asterisk, which stands for no resource (RFC 9112 section 3.2.4), for this one.
    if (request.url.startsWith('*')) throw new ProblemError('not-found');
    reply.header('vary', 'Accept');
    const { q = '' } = readQuery(frontQuery, request.query);
    const site = siteOf(origin());
    if (q.trim() === '') return sendPage(request, reply, FrontPage({ site }), { cacheControl: A_WHILE });
    const found = readPasted(q);
    if (found.ok) return goTo(reply, profilePath(found.subject));
    return sendPassingPage(reply.code(400), FrontPage({ site, asked: { query: q, found } }));
  });

  app.get('/publish', async (request, reply) => {
    reply.header('vary', 'Accept');
    readQuery(noQuery, request.query);
    const page = PublishPage({ site: siteOf(origin()), services });
    return sendPage(request, reply, page, { cacheControl: A_WHILE });
  });

  // Names go to the server to be recognised; it keeps none of them, and fetches nothing. They are too many for a URL, which
  // proxies write down besides; and to recognise all of them takes so long that requests are counted.
  const planned = { onRequest: counted(context), bodyLimit: MAX_BODY_BYTES };
  app.post('/publish/plan', planned, async (request, reply) => {
    readQuery(noQuery, request.query);
    const { subject, accounts = [] } = readBody(planRequest, request.body, accountsCodeOf);
    const plan = publishPlan(subject, accounts);
    if (!plan.ok) throw new ProblemError('invalid-subject', plan.message);
    return sendJson(reply.header('cache-control', 'no-store'), plan);
  });
}
