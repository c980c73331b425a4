import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { type SiteAnswer, type SiteHandler, text } from './answers.js';
import { type Authority, createAuthority, type IssuedCertificate } from './certificates.js';
import { type DnsServer, type DnsZone, startDnsServer } from './dns-server.js';

/** One request, as it reached a site. */
export interface LoggedRequest {
  readonly host: string;
  /** Path and query, as sent. */
  readonly path: string;
  /** The `accept` field, or ''. */
  readonly accept: string;
  /** ISO time. */
  readonly at: string;
}

export interface InternetOptions {
  /** By host, lower case. `*.example.org` serves every host one label below that has no entry of its own. */
  readonly sites: Readonly<Record<string, SiteHandler>>;
  /** What the DNS server says; names it does not know do not exist. */
  readonly dns?: DnsZone;
  readonly authority?: Authority;
  /** A certificate of the caller's choice for a host: expired, for another host, of a foreign authority. */
  readonly certificates?: Readonly<Record<string, IssuedCertificate>>;
  /** Where the CA file goes; by default a temporary folder, which `close` removes. */
  readonly folder?: string;
}

/** Some hosts on loopback behind one port, with real TLS, and a DNS server beside them. */
export interface Internet {
  /** The root certificate, PEM. */
  readonly ca: string;
  /** The same in a file. */
  readonly caFile: string;
  readonly port: number;
  readonly dns: DnsServer;
  /** Values of `--connect-to`, one a host; a wildcard host makes one for every host. */
  readonly connectTo: string[];
  /** All flags that a command which fetches needs to see this internet, and only this one. */
  readonly flags: string[];
  /** In order of arrival, up to `MAX_LOGGED_REQUESTS`. */
  readonly requests: LoggedRequest[];
  /** Changes what a host serves, or adds a host. */
  replaceSite(host: string, handler: SiteHandler): void;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** A demo left up for days must not grow for ever. */
const MAX_LOGGED_REQUESTS = 100_000;
/** Longer than a client's pause between two requests of one crawl. */
const KEEP_ALIVE_MS = 30_000;

const wildcardOf = (host: string): string => host.replace(/^[^.]+/, '*');

/** Certificates made when a host is first asked for, one TLS context a name. */
class Certificates {
  readonly #contexts = new Map<string, Promise<SecureContext>>();
  readonly #authority: Authority;
  readonly #given: Readonly<Record<string, IssuedCertificate>>;

  constructor(authority: Authority, given: Readonly<Record<string, IssuedCertificate>> = {}) {
    this.#authority = authority;
    this.#given = given;
  }

  context(name: string): Promise<SecureContext> {
    let context = this.#contexts.get(name);
    if (!context) {
      context = this.#issue(name);
      this.#contexts.set(name, context);
    }
    return context;
  }

  async #issue(name: string): Promise<SecureContext> {
    const { key, cert } = this.#given[name] ?? (await this.#authority.issue([name]));
    return createSecureContext({ key, cert });
  }
}

/** The site's key in the table: the host itself, or the wildcard above it. */
function siteName(sites: ReadonlyMap<string, SiteHandler>, host: string): string | undefined {
  if (sites.has(host)) return host;
  const wildcard = wildcardOf(host);
  return sites.has(wildcard) ? wildcard : undefined;
}

async function askSite(
  sites: ReadonlyMap<string, SiteHandler>,
  host: string,
  request: IncomingMessage,
  signal: AbortSignal,
): Promise<SiteAnswer> {
  const handler = sites.get(siteName(sites, host) ?? '');
  // RFC 9110 section 7.4: a connection made for one host is not to be used for another.
  const asked = (request.socket as TLSSocket).servername;
  if (!handler || asked !== host) return text('This server does not answer for that host.\n', undefined, 421);
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
  return handler({
    method: request.method ?? 'GET',
    host,
    path,
    query: new URLSearchParams(query),
    headers: request.headers,
    signal,
  });
}

function send(response: ServerResponse, answer: SiteAnswer): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.byteLength });
  response.end(body);
}

function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
}

function makeServer(
  sites: ReadonlyMap<string, SiteHandler>,
  certificates: Certificates,
  log: (request: IncomingMessage, host: string) => void,
): Server {
  const server = createServer(
    {
      keepAlive: true,
      SNICallback: (servername, done) => {
        const name = siteName(sites, servername.toLowerCase());
        // No context: the handshake ends in an alert, as at any server that does not know the host.
        if (name === undefined) return done(new Error('unrecognized_name'));
        certificates.context(name).then(
          (context) => done(null, context),
          (error: Error) => done(error),
        );
      },
    },
    (request, response) => {
      const host = hostOf(request);
      log(request, host);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      askSite(sites, host, request, gone.signal).then(
        (answer) => send(response, answer),
        (error: unknown) => send(response, text(`${error}\n`, undefined, 500)),
      );
    },
  );
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('tlsClientError', () => undefined); // A client that refuses the certificate: its own affair.
  return server;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolved, rejected) => {
    server.once('error', rejected);
    server.listen(0, HOST, () => resolved((server.address() as AddressInfo).port));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolved) => {
    server.close(() => resolved());
    server.closeAllConnections();
  });
}

async function shutDown(server: Server, dns: DnsServer, temporary: string | null): Promise<void> {
  await Promise.all([stop(server), dns.close()]);
  if (temporary !== null) await rm(temporary, { recursive: true, force: true });
}

/** Exact hosts first: curl takes the first `--connect-to` that matches. */
function connectToValues(sites: ReadonlyMap<string, SiteHandler>, port: number): string[] {
  const hosts = [...sites.keys()];
  const values = hosts.filter((host) => !host.startsWith('*.')).map((host) => `${host}:443:${HOST}:${port}`);
  return hosts.some((host) => host.startsWith('*.')) ? [...values, `:443:${HOST}:${port}`] : values;
}

/**
 * Starts the hosts of `sites` on one free port of 127.0.0.1 and a DNS server on another. Certificates are
 * issued by `authority`, or by one made on the spot.
 */
export async function startInternet(options: InternetOptions): Promise<Internet> {
  const authority = options.authority ?? (await createAuthority());
  const sites = new Map(Object.entries(options.sites));
  const requests: LoggedRequest[] = [];
  const server = makeServer(sites, new Certificates(authority, options.certificates), (request, host) => {
    if (requests.length >= MAX_LOGGED_REQUESTS) return;
    const { url = '/', headers } = request;
    requests.push({ host, path: url, accept: headers.accept ?? '', at: new Date().toISOString() });
  });
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'crossproof-internet-')));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.certificate);
  const port = await listen(server);
  const dns = await startDnsServer(options.dns ?? {});
  let closing: Promise<void> | undefined;
  return {
    ca: authority.certificate,
    caFile,
    port,
    dns,
    requests,
    get connectTo() {
      return connectToValues(sites, port);
    },
    get flags() {
      const connectTo = connectToValues(sites, port).flatMap((value) => ['--connect-to', value]);
      return [...connectTo, '--cacert', caFile, '--dns-servers', dns.address];
    },
    replaceSite: (host, handler) => void sites.set(host, handler),
    close: () => {
      closing ??= shutDown(server, dns, options.folder === undefined ? folder : null);
      return closing;
    },
  };
}
