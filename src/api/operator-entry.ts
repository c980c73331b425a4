import type { FastifyRequest } from 'fastify';
import type { ApiContext } from './context.js';
import { wantsPage } from './page-answer.js';
import { permit } from './permission.js';
import { ProblemError } from './problems.js';
import type { Sessions } from './session.js';

/** How somebody came in: by a cookie, or by a token or because all are let in; or that he is asked to sign in. */
export type Entry = 'session' | 'other' | 'sign-in';

/**
 * Lets in whoever may see everything. A browser without a right is asked for one.
 *
 * @throws ProblemError what `permit` says of everybody else
 */
export async function enter(
  request: FastifyRequest,
  { deps }: Pick<ApiContext, 'deps'>,
  sessions: Pick<Sessions, 'tokenOf'>,
): Promise<Entry> {
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
