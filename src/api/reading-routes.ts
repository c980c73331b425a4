import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PREFLIGHT_SECONDS } from './limits.js';
import { ProblemError } from './problems.js';
import { unencodedHint } from './unencoded-subject.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Pages of every site may read it: it is public, and no cookie or password goes with it. */
    readonly publicReading?: boolean;
  }
}

const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy',
} as const;

interface KnownRoute {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
  publicReading: boolean;
}

/**
 * Lets pages of other sites read what is public, and gives an answer where no route does: to the question of a browser
 * whether it may (a preflight), to a method that the resource does not take, and to a URL of nothing.
 */
export function addReadingRules(app: FastifyInstance): void {
  const routes = new Map<string, KnownRoute>();
  app.addHook('onRoute', ({ url, method, config }) => {
    const known = routes.get(url) ?? { pattern: patternOf(url), methods: new Set(), publicReading: false };
    for (const one of [method].flat()) known.methods.add(one);
    known.publicReading ||= config?.publicReading === true;
    routes.set(url, known);
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config?.publicReading === true) reply.headers(CORS_HEADERS);
    done();
  });
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split(/[?#]/, 1)[0] ?? '';
    const route = [...routes.values()].find(({ pattern }) => pattern.test(path));
    // Of a method that it takes the route itself has said that this is none of its paths.
    if (route === undefined || route.methods.has(request.method))
      throw new ProblemError('not-found', unencodedHint(path));
    if (request.method === 'OPTIONS' && route.publicReading) return preflight(request, reply, route);
    throw new ProblemError('method-not-allowed', undefined, { allow: allowed(route) });
  });
}

function preflight(request: FastifyRequest, reply: FastifyReply, route: KnownRoute): FastifyReply {
  const asked = request.headers['access-control-request-method'] !== undefined;
  return reply
    .code(204)
    .headers({
      allow: allowed(route),
      ...CORS_HEADERS,
      ...(asked
        ? {
            'access-control-allow-methods': 'GET, HEAD',
            'access-control-allow-headers': 'Accept, If-None-Match, Last-Event-ID',
            'access-control-max-age': String(PREFLIGHT_SECONDS),
          }
        : {}),
    })
    .send();
}

function allowed({ methods, publicReading }: KnownRoute): string {
  return [...methods, ...(publicReading ? ['OPTIONS'] : [])].sort().join(', ');
}

/** A route's path with `:name` for one segment, as Fastify writes it. */
function patternOf(url: string): RegExp {
  const parts = url.split(/(:[A-Za-z]\w*)/);
  const source = parts.map((part) =>
    part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`);
}
