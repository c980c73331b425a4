import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { createSecureContext, createServer, type SecureContext, type TLSSocket } from 'node:tls';
import { createAuthority } from '../../src/demo/certificates.js';
import { answer, ROUTES, type Route } from './hostile-routes.js';

export { answer, text } from './hostile-routes.js';

export interface HostileServer {
  readonly port: number;
  /** PEM of the authority that signs for every host but the odd ones. */
  readonly ca: string;
  /** `host path` of every request, in order. */
  readonly requests: string[];
  /** Headers of every request, in the same order. */
  readonly headers: Readonly<Record<string, string>>[];
  /** TCP connections ever accepted. */
  readonly connections: () => number;
  /** TCP connections open now. */
  readonly open: () => number;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
  /** Adds or replaces a path, for every host or for one (`host/path`). */
  route(path: string, route: Route): void;
  close(): Promise<void>;
}

/** Hosts whose certificate is not what it should be. */
export const ODD_HOSTS = {
  expired: 'expired.example',
  foreign: 'foreign.example',
  other: 'other-name.example',
} as const;

async function contexts(hosts: readonly string[]) {
  const [authority, stranger] = await Promise.all([
    createAuthority(),
    createAuthority({ name: 'a stranger' }),
  ]);
  const day = 86_400_000;
  const ago = (days: number) => new Date(Date.now() - days * day);
  const context = async (issued: Promise<{ key: string; cert: string }>) => createSecureContext(await issued);
  const odd = new Map<string, SecureContext>([
    [
      ODD_HOSTS.expired,
      await context(authority.issue([ODD_HOSTS.expired], { notBefore: ago(20), notAfter: ago(10) })),
    ],
    [ODD_HOSTS.foreign, await context(stranger.issue([ODD_HOSTS.foreign]))],
    [ODD_HOSTS.other, await context(authority.issue(['somebody-else.example']))],
  ]);
  return { ca: authority.certificate, odd, usual: await context(authority.issue(hosts)) };
}

/** What comes before the blank line; requests have no body here. */
function parse(head: string): { path: string; headers: Record<string, string> } {
  const [requestLine = '', ...lines] = head.split('\r\n');
  const fields = lines.map((line): [string, string] => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return { path: requestLine.split(' ')[1] ?? '/', headers: Object.fromEntries(fields) };
}

/** TCP in front of TLS, so that a connection can be cut without a word of TLS (no close_notify). */
class Front {
  accepted = 0;
  readonly sockets = new Set<Socket>();
  readonly #idle = new Set<() => void>();
  /** How to cut a connection, by the port that its inner half comes from. */
  readonly #cuts = new Map<number, () => void>();

  readonly server: Server;

  constructor(inner: number) {
    this.server = createTcpServer((socket) => this.#accept(socket, inner));
  }

  cutAfterNext(port: number): void {
    this.#cuts.get(port)?.();
  }

  idle(): Promise<void> {
    if (this.sockets.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle.add(resolve);
    });
  }

  #accept(socket: Socket, inner: number): void {
    this.accepted += 1;
    this.sockets.add(socket);
    const upstream = connect(inner, '127.0.0.1', () => {
      this.#cuts.set(upstream.localPort ?? 0, () =>
        upstream.once('data', () => setImmediate(() => socket.resetAndDestroy())),
      );
      socket.pipe(upstream).pipe(socket);
    });
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
    upstream.once('close', () => socket.destroySoon());
    socket.once('close', () => {
      upstream.destroy();
      this.sockets.delete(socket);
      if (this.sockets.size === 0) for (const waiter of this.#idle) waiter();
    });
  }
}

/** Calls `serve` for the head of each request on a connection. */
function readHeads(socket: TLSSocket, serve: (head: string) => void): void {
  let pending = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    pending += chunk.toString('latin1');
    for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
      const head = pending.slice(0, end);
      pending = pending.slice(end + 4);
      serve(head);
    }
  });
}

const listen = (server: Server, address: string): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, address, () => resolve((server.address() as AddressInfo).port));
  });

/** Finds the route of each request and keeps the log. */
class Desk {
  readonly routes = new Map(Object.entries(ROUTES));
  readonly requests: string[] = [];
  readonly headers: Record<string, string>[] = [];
  readonly #counts = new Map<string, number>();

  serve(socket: TLSSocket, head: string, resetAfterNext: () => void): void {
    const { path, headers } = parse(head);
    const host = headers.host ?? '';
    const url = new URL(path, `https://${host || 'none.invalid'}`);
    const key = `${host}${url.pathname}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    this.requests.push(`${host} ${path}`);
    this.headers.push(headers);
    const route = this.routes.get(key) ?? this.routes.get(url.pathname) ?? notFound;
    route({ socket, host, url, headers, count, resetAfterNext });
  }
}

const notFound: Route = ({ socket }) => void socket.write(answer(404, {}));

/** Starts the server on loopback; `hosts` are the names that its good certificate is for. */
export async function startHostileServer(
  hosts: readonly string[] = ['a.example', '*.a.example', 'b.example'],
  address = '127.0.0.1',
): Promise<HostileServer> {
  const { ca, odd, usual } = await contexts(hosts);
  const desk = new Desk();
  const inner = createServer({ SNICallback: (name, done) => done(null, odd.get(name) ?? usual) }, (socket) =>
    readHeads(socket, (head) => desk.serve(socket, head, () => front.cutAfterNext(socket.remotePort ?? 0))),
  );
  inner.on('tlsClientError', () => undefined); // Clients that refuse a certificate hang up.
  const front = new Front(await listen(inner, '127.0.0.1'));
  const port = await listen(front.server, address);
  return {
    port,
    ca,
    requests: desk.requests,
    headers: desk.headers,
    connections: () => front.accepted,
    open: () => front.sockets.size,
    idle: () => front.idle(),
    route: (path, route) => void desk.routes.set(path, route),
    close: () =>
      new Promise((resolve) => {
        for (const socket of front.sockets) socket.destroy();
        front.server.close(() => inner.close(() => resolve()));
      }),
  };
}
