import type { TLSSocket } from 'node:tls';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

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

export type Route = (incoming: Incoming) => void;

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
export const ROUTES: Readonly<Record<string, Route>> = {
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
