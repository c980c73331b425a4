import { randomBytes } from 'node:crypto';
import { type FastifyInstance, fastify } from 'fastify';
import { authenticate } from './auth.js';
import { closingSignal } from './closing.js';
import type { ApiContext } from './context.js';
import type { ApiDeps } from './deps.js';
import { answerConnectionError, answerError } from './errors.js';
import {
  API_LIMITS,
  type ApiLimits,
  MAX_HEADER_BYTES,
  MAX_PARAM_LENGTH,
  MAX_REQUESTS_PER_CONNECTION,
  MAX_SMALL_BODY_BYTES,
} from './limits.js';
import { newestReports } from './newest-reports.js';
import { observeRequest, observeRequests } from './observe.js';
import { guardSpelling } from './one-spelling.js';
import { originOf } from './origin.js';
import { guardLoopback, guardReading, requireHost } from './origin-guard.js';
import { createPlaces } from './places.js';
import { readForms, readJsonBodies } from './read-request.js';
import { addReadingRules } from './reading-routes.js';
import { adminRoutes } from './routes/admin.js';
import { assetRoutes } from './routes/assets.js';
import { badgeRoutes } from './routes/badge.js';
import { documentRoutes } from './routes/documents.js';
import { forgetRoutes } from './routes/forget.js';
import { frontRoutes } from './routes/front.js';
import { historyRoutes } from './routes/history.js';
import { identityRoutes } from './routes/identities.js';
import { addOperations } from './routes/operations.js';
import { profileRoutes } from './routes/pages.js';
import { scheduleRoutes } from './routes/schedules.js';
import { verificationRoutes } from './routes/verifications.js';
import { addSecurityHeaders, securityHeaders } from './security-headers.js';
import { createTimelines } from './timelines.js';
import { withSubjectEncoded } from './unencoded-subject.js';

/** The HTTP API of contract section 5: call `listen` on what it gives, and `close`. */
export function createApi(deps: ApiDeps, limits: ApiLimits = API_LIMITS): FastifyInstance {
  const app = createServer(deps, limits);
  app.decorateRequest('caller');
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, deps));
  observeRequests(app, deps.observer);
  addSecurityHeaders(app, deps.publicUrl);
  addReadingRules(app);
  const context = createContext(app, deps, limits);
  requireHost(app);
  guardLoopback(app, deps);
  readJsonBodies(app);
  app.register(async (v1) => {
    guardReading(v1, deps);
    authenticate(v1, deps);
    identityRoutes(v1, context);
    historyRoutes(v1, context);
    forgetRoutes(v1, context);
    verificationRoutes(v1, context);
    scheduleRoutes(v1, context);
  });
  app.register(async (shown) => {
    guardReading(shown, deps);
    badgeRoutes(shown, context);
    assetRoutes(shown);
  });
  app.register(async (pages) => {
    guardReading(pages, deps);
    authenticate(pages, deps);
    readForms(pages);
    frontRoutes(pages, context);
    profileRoutes(pages, context);
  });
  const { admin } = deps;
  if (admin) {
    app.register(async (operators) => {
      guardSpelling(operators);
      guardReading(operators, deps);
      adminRoutes(operators, context, admin);
    });
  }
  app.register(async (open) => {
    guardSpelling(open);
    documentRoutes(open, context);
    if (deps.operations) addOperations(open, deps.operations);
  });
  return app;
}

function createServer(deps: ApiDeps, limits: ApiLimits): FastifyInstance {
  const app = fastify({
    logger: false,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      // Ours says it as a problem.
      requireHostHeader: false,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkMs,
    },
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionTimeout: limits.silentMs,
    maxRequestsPerSocket: MAX_REQUESTS_PER_CONNECTION,
    bodyLimit: MAX_SMALL_BODY_BYTES,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    trustProxy: deps.trustProxy.length === 0 ? false : [...deps.trustProxy],
    genReqId: requestIds(),
    // Ours says it as a problem; connections that are idle go at once.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerConnectionError,
    rewriteUrl: ({ url = '/' }) => withSubjectEncoded(url),
    frameworkErrors: (error, request, reply) => {
      // Hooks do not run for what no route could be looked for.
      if (deps.observer) observeRequest(request, reply, deps.observer);
      answerError(error, request, reply.headers(securityHeaders(deps.publicUrl)), deps);
    },
  });
  app.server.maxConnections = limits.connections;
  return app;
}

/** Unique as long as the process runs, and most likely among processes; they open nothing, so they may be counted. */
function requestIds(): () => string {
  const run = randomBytes(4).toString('hex');
  let count = 0;
  return () => run + (count++ >>> 0).toString(16).padStart(8, '0');
}

function createContext(app: FastifyInstance, deps: ApiDeps, limits: ApiLimits): ApiContext {
  return {
    deps,
    limits,
    newest: newestReports(deps),
    timelines: createTimelines(deps.store),
    closing: closingSignal(app),
    waiting: createPlaces(limits.waiting, limits.waitingPerCaller),
    streams: createPlaces(limits.streams, limits.streamsPerCaller, (open) => deps.observer?.streams(open)),
    origin: () => originOf(app, deps.publicUrl),
  };
}
