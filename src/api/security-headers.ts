import type { FastifyInstance } from 'fastify';

/**
 * On every answer that has no policy of its own: it is data and no page, whatever text of strangers stands in it, and
 * no browser may take it for one.
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

/** A year, as browsers' lists of such hosts ask for. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

/** Browsers come back by https only where that is how the world reaches this server. */
export function securityHeaders(publicUrl: string | null): Readonly<Record<string, string>> {
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  return {
    ...SECURITY_HEADERS,
    ...(isHttps ? { 'strict-transport-security': STRICT_TRANSPORT_SECURITY } : {}),
  };
}

export function addSecurityHeaders(app: FastifyInstance, publicUrl: string | null): void {
  const headers = securityHeaders(publicUrl);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
