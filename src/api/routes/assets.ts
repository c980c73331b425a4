import type { FastifyInstance } from 'fastify';
import { ASSETS_PATH, clientScripts, SCRIPT_TYPE } from '../../pages/assets.js';
import { STYLE_SHEET } from '../../pages/style-sheet.js';
import { ProblemError } from '../problems.js';
import { readQuery } from '../read-request.js';
import { noQuery } from '../schemas.js';

/** A year (RFC 9111 has no more): each has a digest of what it holds in its name. */
const FOR_EVER = 'public, max-age=31536000, immutable';

interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

/** Style sheet and scripts of the pages. Nothing else: the name is looked up, and never read as a path. */
export function assetRoutes(app: FastifyInstance): void {
  const assets = readAssets();
  app.get<{ Params: { file: string } }>(`${ASSETS_PATH}:file`, async (request, reply) => {
    readQuery(noQuery, request.query);
    const asset = assets.get(request.params.file);
    if (asset === undefined) throw new ProblemError('not-found');
    return reply
      .headers({
        'cache-control': FOR_EVER,
        'cross-origin-resource-policy': 'same-origin',
        'content-type': asset.type,
      })
      .send(asset.body);
  });
}

function readAssets(): ReadonlyMap<string, Asset> {
  const scripts = [...clientScripts().files].map(([name, { body }]): [string, Asset] => [
    name,
    { type: SCRIPT_TYPE, body },
  ]);
  const sheet: Asset = { type: 'text/css; charset=utf-8', body: Buffer.from(STYLE_SHEET.css) };
  return new Map([...scripts, [STYLE_SHEET.path.slice(ASSETS_PATH.length), sheet]]);
}
