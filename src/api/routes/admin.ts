import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Monitor } from '../../monitor/types.js';
import { AdminPage } from '../../pages/admin/page.js';
import { ADMIN_PATH, SESSION_END_PATH, SESSION_PATH } from '../../pages/admin/paths.js';
import { SignInPage } from '../../pages/admin/sign-in.js';
import type { SignInFault } from '../../pages/admin/words.js';
import type { Board } from '../../queue/board.js';
import type { SessionStore } from '../../store/session-types.js';
import { authenticate, findToken } from '../auth.js';
import type { ApiContext } from '../context.js';
import { MAX_FORM_BYTES } from '../limits.js';
import { refuseForeign } from '../origin-guard.js';
import { goTo, sendPassingPage, siteOf, wantsPage } from '../page-answer.js';
import { countRequest, permit } from '../permission.js';
import { ProblemError } from '../problems.js';
import { readQuery } from '../read-request.js';
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

/** The one field of the form. */
const FIELD = 'token';

/** The operator's view: it asks for an operator's token, or for the cookie of who signed in with one. */
export function adminRoutes(app: FastifyInstance, context: ApiContext, admin: Admin): void {
  const sessions = createSessions(admin.sessions, context.deps);
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request, context.deps);
    done();
  });
  authenticate(app, context.deps);
  readForm(app);
  app.get(ADMIN_PATH, async (request, reply) => {
    readQuery(noQuery, request.query);
    const entry = await enter(request, context, sessions);
    if (entry === 'sign-in') {
      const challenge = { 'www-authenticate': 'Bearer realm="crossproof"' };
      return sendPassingPage(
        reply.code(401).headers(challenge),
        SignInPage({ site: siteOf(context.origin()) }),
      );
    }
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

/** How somebody came in: by a cookie, or by a token or because all are let in; or that he is asked to sign in. */
export type Entry = 'session' | 'other' | 'sign-in';

/**
 * Lets in whoever may see everything. A browser without a right is asked for one.
 *
 * @throws ProblemError what `permit` says of everybody else
 */
async function enter(request: FastifyRequest, { deps }: ApiContext, sessions: Sessions): Promise<Entry> {
  const token = request.caller.token === null ? await sessions.tokenOf(request) : null;
  if (token !== null) {
    request.caller = { token, audience: token.role, signature: null };
    return 'session';
  }
  try {
    await permit(request, deps, 'operator');
    return 'other';
  } catch (error) {
    const isStranger = error instanceof ProblemError && error.code === 'unauthorized';
    if (isStranger && wantsPage(request)) return 'sign-in';
    throw error;
  }
}

function sessionRoutes(app: FastifyInstance, context: ApiContext, sessions: Sessions): void {
  const { deps } = context;
  const counted = (request: FastifyRequest, reply: FastifyReply) => countRequest(request, reply, deps);
  app.post(SESSION_PATH, { onRequest: counted }, async (request, reply) => {
    readQuery(noQuery, request.query);
    const token = await findToken(tokenIn(request.body), deps);
    const again = (status: 401 | 403, fault: SignInFault) =>
      sendPassingPage(reply.code(status), SignInPage({ site: siteOf(context.origin()), fault }));
    if (token === null) return again(401, 'no-such-token');
    if (token.role !== 'operator') return again(403, 'not-operator');
    return goTo(reply.header('set-cookie', await sessions.begin(token)), ADMIN_PATH);
  });
  app.post(SESSION_END_PATH, async (request, reply) => {
    readQuery(noQuery, request.query);
    return goTo(reply.header('set-cookie', await sessions.end(request)), ADMIN_PATH);
  });
}

function readForm(app: FastifyInstance): void {
  const options = { parseAs: 'string', bodyLimit: MAX_FORM_BYTES } as const;
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    options,
    async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
  );
}

/** @throws ProblemError `invalid-body` */
function tokenIn(body: unknown): string {
  const fields = body instanceof URLSearchParams ? [...body] : [];
  const [[name, value] = ['', '']] = fields;
  if (fields.length !== 1 || name !== FIELD)
    throw new ProblemError('invalid-body', `The form has one field, "${FIELD}".`);
  // Whoever pastes may have caught a line end.
  return value.trim();
}
