import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopbackHost } from '../config/loopback.js';
import type { ApiDeps } from './deps.js';
import { ProblemError } from './problems.js';

type Binding = Pick<ApiDeps, 'boundToLoopback' | 'publicUrl'>;

/** Fields by which a proxy tells that it stands between. */
const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

/**
 * A server on loopback that needs no token is protected by nothing but its address, and any page in a browser on this
 * machine can send requests there: from its own origin to ours, or by a name of its own that it points to 127.0.0.1
 * (DNS rebinding). So the Host field must name this machine, by whatever port (a tunnel has its own), or the public URL,
 * and a browser must not act for a page of another site.
 */
export function guardLoopback(app: FastifyInstance, binding: Binding): void {
  if (!binding.boundToLoopback) return;
  const publicHost = binding.publicUrl === null ? null : new URL(binding.publicUrl).host;
  app.addHook('onRequest', (request, _reply, done) => {
    const host = hostOf(request);
    if (!isLocalName(host) && host !== publicHost)
      throw new ProblemError(
        'misdirected',
        'The Host field names neither this machine nor what CROSSPROOF_PUBLIC_URL says.',
      );
    done();
  });
}

/** RFC 9112 section 3.2: of two Host fields nobody knows which one somebody in front of us has looked at. */
export function requireHost(app: FastifyInstance): void {
  app.addHook('onRequest', ({ raw: { rawHeaders, httpVersion } }, _reply, done) => {
    const fields = rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === 'host').length;
    if (fields > 1 || (fields === 0 && httpVersion === '1.1'))
      throw new ProblemError('malformed-request', 'A request has one Host field.');
    done();
  });
}

/** Whether it came from this machine itself, by the server's binding and by what the request says. */
export function isLocal(request: FastifyRequest, binding: Binding): boolean {
  return (
    binding.boundToLoopback &&
    isLocalName(hostOf(request)) &&
    FORWARDED.every((name) => request.headers[name] === undefined)
  );
}

/**
 * Whether others are meant to reach this server: then a proxy stands before it, and one that adds no field and names us by
 * our own address (nginx does, unless it is told otherwise) cannot be told from this machine.
 */
export function isNamedElsewhere({ publicUrl }: Pick<Binding, 'publicUrl'>): boolean {
  return publicUrl !== null && !isLoopbackHost(new URL(publicUrl).hostname);
}

/**
 * Pages of other sites learn nothing from a server on loopback: that it has a report of somebody would tell them whom
 * the person at this machine has looked up. Browsers say where a request comes from; nobody else needs to.
 */
export function guardReading(app: FastifyInstance, binding: Binding): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
    if (site === 'cross-site' && mode !== 'navigate' && isLocal(request, binding))
      throw new ProblemError('cross-site');
    done();
  });
}

/** For what works without a token: the request must be of no page, or of one of our own. */
export function refuseCrossSite(headers: IncomingHttpHeaders): void {
  const { origin, 'sec-fetch-site': site = 'none', host } = headers;
  if (site !== 'none' && site !== 'same-origin') throw new ProblemError('cross-site');
  if (origin !== undefined && origin !== `http://${host}`) throw new ProblemError('cross-site');
}

/**
 * The same for what a cookie goes with, and behind a proxy: there only the public URL is our own, which browsers name and
 * the Host field need not. Where none is configured, our own is whatever the Host field says, by either scheme.
 */
export function refuseForeign(request: FastifyRequest, binding: Binding): void {
  const { origin, 'sec-fetch-site': site = 'none', host } = request.headers;
  if (site !== 'none' && site !== 'same-origin') throw new ProblemError('cross-site');
  if (origin === undefined || origin === binding.publicUrl) return;
  const isOfHost = origin === `http://${host}` || origin === `https://${host}`;
  if (isOfHost && (binding.publicUrl === null || isLocal(request, binding))) return;
  // Of this server, but come to by another address: its keeper is no other site, and has to know where to go.
  const here = `CROSSPROOF_PUBLIC_URL says that this server is ${binding.publicUrl}: go there.`;
  throw new ProblemError('cross-site', isOfHost ? here : undefined);
}

/** As it was sent: Fastify's own reading would believe X-Forwarded-Host. */
function hostOf(request: FastifyRequest): string {
  return (request.raw.headers.host ?? '').toLowerCase();
}

function isLocalName(host: string): boolean {
  const name = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/.exec(host)?.[1];
  return name !== undefined && isLoopbackHost(name);
}
