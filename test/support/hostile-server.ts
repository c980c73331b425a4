import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { createSecureContext, createServer, type SecureContext, type TLSSocket } from 'node:tls';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { createAuthority } from '../../src/demo/certificates.js';

/** One request, as its route sees it. */
export interface Incoming {
  readonly socket: TLSSocket;
  readonly host: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** 1 for the first request of this host and path. */
  readonly count: number;
  /** Cuts the TCP connection, as a crashed machine does, once the next write is out. */
  resetAfterNext(): void;
}

type Route = (incoming: Incoming) => void;

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

const MIB = 1024 * 1024;
const BOMB = Buffer.alloc(64 * MIB);
/** The default quality takes seconds for a bomb. */
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** A whole answer in one write. */
export function answer(status: number, headers: Record<string, string>, body: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(body);
  const fields = { 'content-length': String(bytes.length), ...headers };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`), bytes]);
}

export const text = (body: string | Buffer, headers: Record<string, string> = {}): Buffer =>
  answer(200, { 'content-type': 'text/plain', ...headers }, body);

const send =
  (bytes: () => Buffer | string): Route =>
  ({ socket }) =>
    void socket.write(bytes());

/** Writes again whenever the other side has taken the last piece, until it goes away. */
function pump(socket: TLSSocket, piece: string): void {
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

/** A piece every few milliseconds, for ever. */
function drip(socket: TLSSocket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 20);
  socket.once('close', () => clearInterval(timer));
}

const CHUNKED = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n';

/** Each fault is a path; the comment says what it does. */
const ROUTES: Readonly<Record<string, Route>> = {
  // Nothing wrong.
  '/ok': send(() => text('hello')),
  // Nothing wrong, in each coding that is offered; deflate comes in the two forms that servers send.
  '/gzip': send(() => text(gzipSync('hello'), { 'content-encoding': 'gzip' })),
  '/br': send(() => text(brotliCompressSync('hello'), { 'content-encoding': 'br' })),
  '/deflate': send(() => text(deflateSync('hello'), { 'content-encoding': 'deflate' })),
  '/deflate-raw': send(() => text(deflateRawSync('hello'), { 'content-encoding': 'deflate' })),
  // Two codings, one over the other.
  '/gzip-br': send(() => text(brotliCompressSync(gzipSync('hello')), { 'content-encoding': 'gzip, br' })),
  // Three codings.
  '/gzip-gzip-gzip': send(() =>
    text(gzipSync(gzipSync(gzipSync('hello'))), { 'content-encoding': 'gzip, gzip, gzip' }),
  ),
  // A coding that nobody asked for.
  '/zstd': send(() => text('hello', { 'content-encoding': 'zstd' })),
  // 64 MiB of zeros in a few kilobytes.
  '/gzip-bomb': send(() => text(gzipSync(BOMB), { 'content-encoding': 'gzip' })),
  '/br-bomb': send(() => text(brotliCompressSync(BOMB, FAST), { 'content-encoding': 'br' })),
  '/deflate-bomb': send(() => text(deflateSync(BOMB), { 'content-encoding': 'deflate' })),
  // A bomb in a bomb: the outer coding hides how large the inner one is.
  '/gzip-gzip-bomb': send(() => text(gzipSync(gzipSync(BOMB)), { 'content-encoding': 'gzip, gzip' })),
  // A gzip stream that ends in the middle.
  '/gzip-cut': send(() =>
    text(gzipSync('hello '.repeat(100)).subarray(0, 20), { 'content-encoding': 'gzip' }),
  ),
  // Says gzip, is plain text.
  '/gzip-lie': send(() => text('hello', { 'content-encoding': 'gzip' })),
  // Declares more bytes than anybody takes.
  '/declared-large': send(() => answer(200, { 'content-length': String(99 * MIB) })),
  // Never stops sending.
  '/endless': ({ socket }) => {
    socket.write(CHUNKED);
    pump(socket, `4000\r\n${'x'.repeat(0x4000)}\r\n`);
  },
  // One byte at a time, never idle for long, never done.
  '/trickle': ({ socket }) => {
    socket.write(CHUNKED);
    drip(socket, '1\r\nx\r\n');
  },
  // Header fields without end.
  '/header-flood': ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    pump(socket, `x-flood: ${'y'.repeat(4000)}\r\n`);
  },
  // A thousand header fields in few bytes.
  '/many-headers': send(() => `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(1000)}content-length: 0\r\n\r\n`),
  // 103 Early Hints, again and again.
  '/informational-flood': ({ socket }) => pump(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
  // Two of them and then the answer, as RFC 8297 has it.
  '/early-hints': send(() =>
    Buffer.concat([Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(2)), text('hello')]),
  ),
  // Takes the request and says nothing.
  '/silent': () => undefined,
  // Closes instead of answering.
  '/hang-up': ({ socket }) => void socket.destroy(),
  // Promises 1000 bytes, sends 5 and closes.
  '/length-too-long': ({ socket }) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhello'),
  // The same, having said that it would close.
  '/length-too-long-close': ({ socket }) =>
    void socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1000\r\n\r\nhello'),
  // Promises 5 bytes and sends 11.
  '/length-too-short': send(() => 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello world'),
  // Two lengths that contradict one another (request smuggling).
  '/length-twice': send(() => 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 9\r\n\r\nhello'),
  // A length that is no number.
  '/length-garbage': send(() => 'HTTP/1.1 200 OK\r\ncontent-length: five\r\n\r\nhello'),
  // A chunked body whose last chunk never comes.
  '/chunks-cut': ({ socket }) => void socket.end(`${CHUNKED}5\r\nhello\r\n`),
  // Cut in the middle of a body with a length.
  '/reset': ({ socket, resetAfterNext }) => {
    resetAfterNext();
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhello');
  },
  // Not HTTP at all.
  '/garbage': send(() => 'SSH-2.0-OpenSSH_9.2\r\n'),
  // A part that nobody asked for.
  '/partial': send(() => answer(206, { 'content-range': 'bytes 0-4/11' }, 'hello')),
  // Not found, with an error page that drips.
  '/drip-404': ({ socket }) => {
    socket.write('HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n');
    drip(socket, '1\r\nx\r\n');
  },
  // A → B → A.
  '/loop': send(() => answer(302, { location: '/loop-back' })),
  '/loop-back': send(() => answer(302, { location: '/loop' })),
  // Each one leads to the next.
  '/chain': ({ socket, url }) =>
    void socket.write(answer(302, { location: `/chain?n=${Number(url.searchParams.get('n') ?? 0) + 1}` })),
  // Steps down to http.
  '/downgrade': ({ socket, host }) => void socket.write(answer(301, { location: `http://${host}/ok` })),
  // Says that it moved, not where.
  '/nowhere': send(() => answer(302, {})),
  // Leads wherever the query says, with the status it says.
  '/to': ({ socket, url }) =>
    void socket.write(
      answer(Number(url.searchParams.get('status') ?? 302), { location: url.searchParams.get('url') ?? '' }),
    ),
  // Any status.
  '/status': ({ socket, url }) => void socket.write(answer(Number(url.searchParams.get('is')), {}, 'no')),
  // Fails twice, then answers.
  '/recovers': ({ socket, count }) => void socket.write(count <= 2 ? answer(503, {}, 'busy') : text('hello')),
  // A cookie, to see whether it comes back.
  '/cookie': send(() => text('hello', { 'set-cookie': 'id=1' })),
};

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

/** Starts the server on loopback; `hosts` are the names that its good certificate is for. */
export async function startHostileServer(
  hosts: readonly string[] = ['a.example', '*.a.example', 'b.example'],
  address = '127.0.0.1',
): Promise<HostileServer> {
  const { ca, odd, usual } = await contexts(hosts);
  const routes = new Map(Object.entries(ROUTES));
  const counts = new Map<string, number>();
  const requests: string[] = [];
  const seenHeaders: Record<string, string>[] = [];
  /** By the port that the inner connection comes from. */
  const raw = new Map<number, () => void>();
  const sockets = new Set<Socket>();
  const idleWaiters = new Set<() => void>();
  let accepted = 0;

  function serve(socket: TLSSocket, head: string): void {
    const { path, headers } = parse(head);
    const host = headers.host ?? '';
    const url = new URL(path, `https://${host || 'none.invalid'}`);
    const key = `${host}${url.pathname}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    requests.push(`${host} ${path}`);
    seenHeaders.push(headers);
    const port = socket.remotePort ?? 0;
    const route =
      routes.get(key) ?? routes.get(url.pathname) ?? (({ socket: to }) => void to.write(answer(404, {})));
    route({
      socket,
      host,
      url,
      headers,
      count: counts.get(key) ?? 1,
      resetAfterNext: () => raw.get(port)?.(),
    });
  }

  const server = createServer(
    {
      SNICallback: (name, done) => done(null, odd.get(name) ?? usual),
      // Many tests close in the middle; nobody listens to those.
      handshakeTimeout: 5_000,
    },
    (socket) => {
      let pending = '';
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk) => {
        pending += chunk.toString('latin1');
        for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
          const head = pending.slice(0, end);
          pending = pending.slice(end + 4);
          serve(socket, head);
        }
      });
    },
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const inner = (server.address() as AddressInfo).port;
  // TCP in front of TLS, so that a connection can be cut without a word of TLS (no close_notify).
  const front = createTcpServer((socket) => {
    accepted += 1;
    const upstream = connect(inner, '127.0.0.1', () => {
      raw.set(upstream.localPort ?? 0, () =>
        upstream.once('data', () => setImmediate(() => socket.resetAndDestroy())),
      );
      socket.pipe(upstream).pipe(socket);
    });
    sockets.add(socket);
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
    upstream.once('close', () => socket.destroySoon());
    socket.once('close', () => {
      upstream.destroy();
      sockets.delete(socket);
      if (sockets.size === 0) for (const waiter of idleWaiters) waiter();
    });
  });
  await new Promise<void>((resolve) => front.listen(0, address, resolve));
  return {
    port: (front.address() as AddressInfo).port,
    ca,
    requests,
    headers: seenHeaders,
    connections: () => accepted,
    open: () => sockets.size,
    idle: () =>
      sockets.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            idleWaiters.add(resolve);
          }),
    route: (path, route) => void routes.set(path, route),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        front.close(() => server.close(() => resolve()));
      }),
  };
}
