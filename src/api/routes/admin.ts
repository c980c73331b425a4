import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Monitor } from '../../monitor/types.js';
import { AdminPage } from '../../pages/admin/page.js';
import { ADMIN_PATH, SESSION_END_PATH, SESSION_PATH } from '../../pages/admin/paths.js';
import { SignInPage, TOKEN_FIELD } from '../../pages/admin/sign-in.js';
import type { SignInFault } from '../../pages/admin/words.js';
import type { Board } from '../../queue/board.js';
import type { SessionStore } from '../../store/session-types.js';
import { authenticate, CHALLENGE, findToken } from '../auth.js';
import type { ApiContext } from '../context.js';
import { enter } from '../operator-entry.js';
import { refuseForeign } from '../origin-guard.js';
import { goTo, sendPassingPage, siteOf } from '../page-answer.js';
import { counted } from '../permission.js';
import { ProblemError } from '../problems.js';
import { readForms, readQuery } from '../read-request.js';
import { noQuery } from '../schemas.js';
import { createSessions, type Sessions } from '../session.js';
import { boardRoutes } from './board.js';

/** What the operator's view is made of. */
export interface Admin {
  readonly monitor: Monitor;
  readonly sessions: SessionStore;
  /** Single jobs; null where the queue has no board. */
  readonly board: Board | null;
}

/** The operator's view: it asks for an operator's token, or for the cookie of who signed in with one. */
export function adminRoutes(app: FastifyInstance, context: ApiContext, admin: Admin): void {
  const sessions = createSessions(admin.sessions, context.deps);
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request, context.deps);
    done();
  });
  authenticate(app, context.deps);
  readForms(app);
  app.get(ADMIN_PATH, async (request, reply) => {
    readQuery(noQuery, request.query);
    const entry = await enter(request, context, sessions);
    if (entry === 'sign-in') return sendForm(reply, 401, context);
    const overview = await admin.monitor.overview();
    const site = siteOf(context.origin());
    const page = AdminPage({
      site,
      overview,
      isSession: entry === 'session',
      hasBoard: admin.board !== null,
    });
    return sendPassingPage(reply, page);
  });
  sessionRoutes(app, context, sessions);
  if (admin.board) boardRoutes(app, admin.board, (request) => enter(request, context, sessions));
}

function sessionRoutes(app: FastifyInstance, context: ApiContext, sessions: Sessions): void {
  const { deps } = context;
  app.post(SESSION_PATH, { onRequest: counted(context) }, async (request, reply) => {
    readQuery(noQuery, request.query);
    const token = await findToken(tokenIn(request.body), deps);
    if (token === null) return sendForm(reply, 401, context, 'no-such-token');
    if (token.role !== 'operator') return sendForm(reply, 403, context, 'not-operator');
    return goTo(reply.header('set-cookie', await sessions.begin(token)), ADMIN_PATH);
  });
  app.post(SESSION_END_PATH, async (request, reply) => {
    readQuery(noQuery, request.query);
    return goTo(reply.header('set-cookie', await sessions.end(request)), ADMIN_PATH);
  });
}

/** The form by which an operator signs in. RFC 9110 section 15.5.2: a 401 says what it would take. */
function sendForm(
  reply: FastifyReply,
  status: 401 | 403,
  { origin }: Pick<ApiContext, 'origin'>,
  fault?: SignInFault,
): FastifyReply {
  const page = SignInPage({ site: siteOf(origin()), ...(fault === undefined ? {} : { fault }) });
  return sendPassingPage(reply.code(status).header('www-authenticate', CHALLENGE), page);
}

/** @throws ProblemError `invalid-body` */
function tokenIn(body: unknown): string {
  const fields = body instanceof URLSearchParams ? [...body] : [];
  const [[name, value] = ['', '']] = fields;
  if (fields.length !== 1 || name !== TOKEN_FIELD)
    throw new ProblemError('invalid-body', `The form has one field, "${TOKEN_FIELD}".`);
  // Whoever pastes may have caught a line end.
  return value.trim();
}
