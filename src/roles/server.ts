import type { AddressInfo } from 'node:net';
import { createApi } from '../api/app.js';
import { createForgetRequests } from '../api/forget-request.js';
import { createHealth } from '../api/health.js';
import { createSigner } from '../api/signing.js';
import { isLoopbackHost } from '../config/index.js';
import { createVerifications } from '../jobs/verifications.js';
import type { RoleContext } from './context.js';
import { monitorOf } from './monitor.js';
import type { Parts } from './parts.js';

const DAY_SECONDS = 86_400;

export interface Server {
  /** `http://HOST:PORT`, as it listens. */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens, also while Redis and PostgreSQL are still away: then it says so. @throws Error of `listen` */
export async function startServer(
  parts: Parts,
  context: RoleContext,
  address: { readonly host: string; readonly port: number },
): Promise<Server> {
  const { config, clock, random, observer, metrics } = context;
  context.tally.counts('requests');
  const health = createHealth(parts.checks, clock);
  const onError = (error: unknown) => observer.trouble(error);
  const boundToLoopback = isLoopbackHost(address.host);
  const board = parts.board === null ? null : await parts.board();
  const app = createApi({
    ...parts,
    ...{ clock, random, observer, boundToLoopback },
    verifications: createVerifications({ ...parts, clock, onError }),
    configuredTokens: config.tokens,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    rate: { perMinute: config.ratePerMinute, burst: config.rateBurst },
    badgeMaxAgeSeconds: config.badgeDays * DAY_SECONDS,
    signer: createSigner({ keys: parts.signingKeys, clock }),
    forgetRequests: createForgetRequests({ store: parts.store, clock }),
    admin: { monitor: monitorOf(parts, context), sessions: parts.sessions, board },
    operations: {
      health,
      metrics,
      metricsToken: config.metricsToken,
      metricsOpen: boundToLoopback && config.publicUrl === null,
    },
  });
  if (!boundToLoopback && config.publicUrl === null) context.log.warn('no-public-url');
  await app.listen(address);
  const bound = app.server.address() as AddressInfo;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return {
    url: `http://${host}:${bound.port}`,
    async close() {
      health.stop();
      await app.close();
    },
  };
}
