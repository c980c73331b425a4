import { connect, type Socket } from 'node:net';

/** What one run of requests came to. */
export interface Load {
  readonly seconds: number;
  /** Milliseconds of each request, in the order they ended. */
  readonly latencies: readonly number[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Octets of bodies. */
  readonly bytes: number;
}

export interface LoadOptions {
  readonly port: number;
  /** Connections, each with one request in flight. */
  readonly connections: number;
  /** Requests in all. */
  readonly count: number;
  /** The n-th request whole, from its first line to the empty one. */
  readonly request: (n: number) => Buffer;
}

/** A GET request as a client sends it. */
export function getRequest(path: string, fields: Readonly<Record<string, string>> = {}): Buffer {
  const lines = Object.entries({ host: '127.0.0.1', ...fields }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
}

/**
 * Sends requests and counts the answers. Less than an HTTP client: on two cores whatever the client costs would hide the
 * difference between two servers. Answers must have a Content-Length, or be a 304.
 */
export async function load({ port, connections, count, request }: LoadOptions): Promise<Load> {
  const latencies: number[] = [];
  const statuses: Record<number, number> = {};
  let [next, bytes] = [0, 0];
  const lane = async () => {
    let connection = new Connection(port);
    while (next < count) {
      if (connection.ended) connection = new Connection(port);
      const started = performance.now();
      const { status, length } = await connection.ask(request(next++));
      latencies.push(performance.now() - started);
      statuses[status] = (statuses[status] ?? 0) + 1;
      bytes += length;
    }
    connection.end();
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, lane));
  return { seconds: (performance.now() - started) / 1000, latencies, statuses, bytes };
}

interface Answer {
  readonly status: number;
  readonly length: number;
}

/** One connection, which may be used until the server says that it ends. */
class Connection {
  readonly #socket: Socket;
  #head = '';
  #missing = 0;
  #answer: Answer | null = null;
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;
  ended = false;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#read(chunk));
    const fail = (error: Error) => {
      this.ended = true;
      this.#waiting?.reject(error);
    };
    this.#socket.on('error', fail);
    this.#socket.on('close', () => fail(new Error('the server closed the connection')));
  }

  ask(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  end(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#answer === null) {
      this.#head += chunk.toString('latin1');
      const end = this.#head.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = this.#head.slice(0, end);
      const status = Number(head.slice(9, 12));
      const length = status === 304 ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
      if (Number.isNaN(length)) return void this.#socket.destroy(new Error('an answer without its length'));
      if (/\r\nconnection: close/i.test(head)) this.ended = true;
      this.#answer = { status, length };
      this.#missing = length - (this.#head.length - end - 4);
      this.#head = '';
    } else {
      this.#missing -= chunk.byteLength;
    }
    if (this.#missing > 0) return;
    const answer = this.#answer;
    const waiting = this.#waiting;
    this.#answer = null;
    this.#waiting = null;
    waiting?.resolve(answer);
  }
}
