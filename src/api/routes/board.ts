import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ADMIN_PATH, BOARD_PATH } from '../../pages/admin/paths.js';
import { TITLE } from '../../pages/admin/words.js';
import type { Board } from '../../queue/board.js';
import { sendJson } from '../caching.js';
import type { Entry } from '../operator-entry.js';
import { goTo } from '../page-answer.js';
import { ProblemError } from '../problems.js';

/** Of the one style that they put into the page, with the colours of a picture. A browser test fails when it is another. */
const STYLE_DIGEST = "'sha256-r2N1TB/gHbBtBZFKg7ejmq1acVSREzucTAEw6ga4hoU='";
/** bull-board's pages are scripts of others: they load from this server alone, and talk to it alone. */
const BOARD_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${STYLE_DIGEST}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** All methods that such a board could be asked with to change something. */
const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Single jobs of the queue, to look at. Every path below the board's is for who may see everything. */
export function boardRoutes(
  app: FastifyInstance,
  board: Board,
  enter: (request: FastifyRequest) => Promise<Entry>,
): void {
  app.register(async (routes) => {
    routes.addHook('onRequest', async (request, reply) => {
      const entry = await enter(request);
      // Scripts of a page that was left open are told as programs are.
      if (entry === 'sign-in') return goTo(reply, ADMIN_PATH);
      reply.headers(BOARD_HEADERS);
    });
    const html = board.document(`${BOARD_PATH}/`, { path: ADMIN_PATH, title: TITLE });
    for (const path of new Set(['/', ...board.pages]))
      routes.get(`${BOARD_PATH}${path}`, async (_request, reply) => sendDocument(reply, html));
    routes.get(BOARD_PATH, async (_request, reply) => sendDocument(reply, html));
    for (const { path, answer } of board.readings)
      routes.get<{ Params: Record<string, string>; Querystring: Record<string, unknown> }>(
        `${BOARD_PATH}${path}`,
        async ({ params, query }, reply) => {
          const { status, body } = await answer({ params, query });
          return sendJson(reply.code(status), body);
        },
      );
    routes.get<{ Params: { '*': string } }>(`${BOARD_PATH}/*`, async (request, reply) => {
      // The name is looked up, and never read as a path.
      const file = board.files.get(request.params['*']);
      if (file === undefined) throw new ProblemError('not-found');
      return reply.header('content-type', file.type).send(file.body);
    });
    routes.route({
      method: [...WRITING],
      url: `${BOARD_PATH}/*`,
      handler: async () => {
        throw new ProblemError('method-not-allowed', undefined, { allow: 'GET, HEAD' });
      },
    });
  });
}

function sendDocument(reply: FastifyReply, html: string): FastifyReply {
  return reply.header('content-type', 'text/html; charset=utf-8').send(Buffer.from(html));
}
