import type { FastifyInstance, FastifyRequest } from 'fastify';
import { unauthorized } from '../auth.js';
import type { ApiContext } from '../context.js';
import { countRequest, permit } from '../permission.js';
import { readQuery } from '../read-request.js';
import { noQuery } from '../schemas.js';
import { readSubject } from '../subject.js';

/** Forgetting a subject, for its keeper and for whoever holds its key. Says nothing of what there was. */
export function forgetRoutes(app: FastifyInstance, context: ApiContext): void {
  const { deps } = context;
  app.delete<{ Params: { subject: string } }>(
    '/v1/identities/:subject',
    { config: { takesSignature: true } },
    async (request, reply) => {
      const subject = readSubject(request.params.subject);
      readQuery(noQuery, request.query);
      if (request.caller.signature === null) await permit(request, deps, 'operator');
      await countRequest(request, reply, deps);
      await checkSignature(request, subject, context);
      await deps.verifications.forget(subject);
      return reply.code(204).header('cache-control', 'no-store').send();
    },
  );
}

async function checkSignature(
  { caller: { signature } }: FastifyRequest,
  subject: string,
  { deps, origin }: ApiContext,
): Promise<void> {
  if (signature === null) return;
  if (await deps.forgetRequests.verify(signature, { subject, audience: origin() })) return;
  throw unauthorized('The token does not hold, and asks for nothing that this key may ask.', 'invalid_token');
}
