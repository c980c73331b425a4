import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Dispatcher, request } from 'undici';
import { createApi } from '../../../src/api/app.js';
import type { ApiDeps, EndedRequest } from '../../../src/api/deps.js';
import { createForgetRequests } from '../../../src/api/forget-request.js';
import { API_LIMITS, type ApiLimits } from '../../../src/api/limits.js';
import { localRateLimiter } from '../../../src/api/rate-limit.js';
import type { Admin } from '../../../src/api/routes/admin.js';
import { createSigner } from '../../../src/api/signing.js';
import type { Population } from '../../../src/demo/population.js';
import { migrate } from '../../../src/store/migrate.js';
import { SqlMarks } from '../../../src/store/sql-marks.js';
import { SqlSchedules } from '../../../src/store/sql-schedules.js';
import { SqlSessions } from '../../../src/store/sql-sessions.js';
import { SqlSigningKeys } from '../../../src/store/sql-signing-keys.js';
import { SqlStore } from '../../../src/store/sql-store.js';
import { SqlTokens } from '../../../src/store/sql-tokens.js';
import { SqlWishes } from '../../../src/store/sql-wishes.js';
import { SqliteDatabase } from '../../../src/store/sqlite.js';
import { prepareSqliteFile } from '../../../src/store/sqlite-file.js';
import type { TokenRole, TokenStore } from '../../../src/store/token-types.js';
import { type Deployment, startDeployment } from '../../jobs/support/deployment.js';
import { BUSY } from '../../pages/support/overviews.js';
import { type FrozenClock, frozenClock } from '../../support/frozen-clock.js';
import { watchedBus } from './watched-bus.js';

export interface ApiServer {
  readonly app: FastifyInstance;
  readonly deployment: Deployment;
  readonly clock: FrozenClock;
  readonly deps: ApiDeps;
  readonly tokens: TokenStore;
  readonly port: number;
  readonly url: string;
  /** What the observer heard. */
  readonly ended: EndedRequest[];
  readonly failures: unknown[];
  ask(path: string, options?: AskOptions): Promise<Answer>;
  /** Adds a token to the store. */
  addToken(role: TokenRole): Promise<string>;
  /** Resolves when just so many requests wait for a job, or follow one. */
  waiting(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly method?: Dispatcher.HttpMethod;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, everything else as JSON. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body, read as JSON. */
  readonly json: unknown;
}

export interface ApiServerOptions {
  readonly people?: (population: Population) => Promise<unknown>;
  readonly deps?: Partial<ApiDeps>;
  readonly limits?: Partial<ApiLimits>;
  readonly rate?: ApiDeps['rate'];
  readonly admin?: Partial<Admin>;
  /** Whether jobs are done. */
  readonly working?: boolean;
}

const BUSY_MS = 5_000;
/** Far more than a machine is stopped for: what a test does not ask about must not end by a clock. */
const PATIENT_MS = 100_000;
/** Looks for news that nobody told of sooner than a server does, and gives up nobody who was held up. */
const TEST_LIMITS: ApiLimits = {
  ...API_LIMITS,
  pollMs: 50,
  waitMs: PATIENT_MS,
  headersMs: PATIENT_MS,
  requestMs: PATIENT_MS,
  silentMs: 2 * PATIENT_MS,
};

/** The API over a real store, queue, worker and small internet, on a free port. */
export async function startApi(options: ApiServerOptions = {}): Promise<ApiServer> {
  const clock = frozenClock();
  const folder = await mkdtemp(join(tmpdir(), 'crossproof-api-'));
  const deployment = await startDeployment(options.people ?? (async () => undefined), {
    clock,
    open: () => openIn(folder),
  });
  if (options.working !== false) deployment.work();
  const { database, store, jobs, verifications, deps: worker } = deployment;
  const tokens = new SqlTokens(database);
  const [ended, failures]: [EndedRequest[], unknown[]] = [[], []];
  const bus = watchedBus(worker.bus);
  const rate = options.rate ?? { perMinute: 600_000, burst: 10_000 };
  const deps: ApiDeps = {
    ...{ store, jobs, verifications, bus, clock, random: () => 0.5, tokens, rate },
    marks: new SqlMarks(database),
    schedules: new SqlSchedules(database),
    wishes: new SqlWishes(database),
    configuredTokens: [],
    boundToLoopback: true,
    publicUrl: null,
    trustProxy: [],
    badgeMaxAgeSeconds: 7 * 86_400,
    limiter: localRateLimiter({ ...rate, clock }),
    signer: createSigner({ keys: new SqlSigningKeys(database), clock }),
    forgetRequests: createForgetRequests({ store, clock }),
    admin: {
      ...{ monitor: { overview: async () => BUSY }, sessions: new SqlSessions(database), board: null },
      ...options.admin,
    },
    observer: {
      requestEnded: (one) => void ended.push(one),
      failed: (error) => void failures.push(error),
      rateLimited: () => undefined,
      streams: () => undefined,
    },
    ...options.deps,
  };
  const app = createApi(deps, { ...TEST_LIMITS, ...options.limits });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ app, deployment, clock, deps, tokens, port, url, ended, failures },
    ask: (path, how) => ask(url + path, how),
    waiting: (count) => bus.listening(count),
    async addToken(role) {
      const token = `cp_test_${randomBytes(32).toString('base64url')}`;
      const hash = createHash('sha256').update(token).digest('hex');
      const createdAt = clock.now().toISOString();
      const id = randomBytes(8).toString('hex');
      await tokens.add({ id, name: id, role, hash, createdAt, expiresAt: null, revokedAt: null });
      return token;
    },
    async close() {
      await app.close();
      await deployment.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function openIn(folder: string) {
  const file = join(folder, 'store.sqlite');
  prepareSqliteFile(file);
  const database = await SqliteDatabase.open(file, BUSY_MS);
  await migrate(database, file);
  return { database, store: new SqlStore(database) };
}

export async function ask(url: string, options: AskOptions = {}): Promise<Answer> {
  const { method = 'GET', token, headers = {}, body } = options;
  const isText = typeof body === 'string';
  const answer = await request(url, {
    method,
    // A connection of its own: one that is kept is closed by the server after a time, which may be just now.
    reset: true,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text,
    get json(): unknown {
      return JSON.parse(text);
    },
  };
}

/** The path of a subject's report. */
export const identityPath = (subject: string): string => `/v1/identities/${encodeURIComponent(subject)}`;

/** What a problem says, for comparison with what is expected. */
export const problemIn = ({ status, headers, text }: Answer): unknown => {
  const { code, status: said } = JSON.parse(text) as { code: string; status: number };
  return { status, code, said, type: headers['content-type'] };
};

export const problem = (status: number, code: string): unknown => ({
  status,
  code,
  said: status,
  type: 'application/problem+json',
});
