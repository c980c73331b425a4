import type { FastifyInstance } from 'fastify';
import { ASSETS_PATH, clientScripts, SCRIPT_TYPE } from '../../pages/assets.js';
import { ProblemError } from '../problems.js';
import { readQuery } from '../read-request.js';
import { noQuery } from '../schemas.js';

/** A year (RFC 9111 has no more): each has a digest of what it holds in its name. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Scripts of the pages. Nothing else: the name is looked up, and never read as a path. */
export function assetRoutes(app: FastifyInstance): void {
  const { files } = clientScripts();
  app.get<{ Params: { file: string } }>(`${ASSETS_PATH}:file`, async (request, reply) => {
    readQuery(noQuery, request.query);
    const script = files.get(request.params.file);
    if (script === undefined) throw new ProblemError('not-found');
    return reply
      .headers({
        'cache-control': FOR_EVER,
        'cross-origin-resource-policy': 'same-origin',
        'content-type': SCRIPT_TYPE,
      })
      .send(script.body);
  });
}
