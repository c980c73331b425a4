import { BodyChunks } from './body-chunks.js';
import type { StopSignal } from './budget.js';
import type { Connection } from './connection.js';
import { decode, parseCodings, tooLarge } from './decode.js';
import { cutShort, exchangeFailure, type Failure, failure } from './failure.js';
import { type Headers, plainHeaders } from './headers.js';
import {
  CODING_OVERHEAD_BYTES,
  DISCARD_MS,
  MAX_DISCARDED_BYTES,
  MAX_HEADER_FIELDS,
  MAX_INFORMATIONAL,
} from './limits.js';

export interface ExchangeRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the body after decoding. */
  readonly maxBytes: number;
  /** Instead of refusing a body over `maxBytes`, end it there (robots.txt, RFC 9309 section 2.5). */
  readonly cut: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where the status is not 2xx: nobody reads those. */
  readonly body: Uint8Array;
}

export type Exchanged =
  | { readonly answer: Answer; readonly reusable: boolean }
  | {
      readonly answer: null;
      readonly failure: Failure;
      /** The server closed a kept connection before it saw the request; a new one will do. */
      readonly stale: boolean;
    };

/** What came in, before it is decoded. */
interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly chunks: readonly Buffer[];
  readonly reusable: boolean;
}

/** Sends one GET over a connection that is already open, and reads the answer within its limits. */
export async function exchange(
  connection: Connection,
  request: ExchangeRequest,
  signal: StopSignal,
): Promise<Exchanged> {
  const received = await receive(connection, request, signal);
  if ('failure' in received) return received;
  const { status, headers, chunks, reusable } = received;
  const raw = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  if (status < 200 || status > 299) return { answer: { status, headers, body: new Uint8Array() }, reusable };
  const codings = parseCodings(headers['content-encoding']);
  if (codings === null) return broken('malformed', 'the body has a content coding that nobody asked for');
  if (request.cut && codings.length === 0) {
    return { answer: { status, headers, body: raw.subarray(0, request.maxBytes) }, reusable };
  }
  const decoded = await decode(raw, codings, request.maxBytes);
  if (decoded.body === null) return { answer: null, failure: decoded.failure, stale: false };
  return { answer: { status, headers, body: decoded.body }, reusable };
}

const broken = (reason: Failure['reason'], detail: string): Exchanged & { answer: null } => ({
  answer: null,
  failure: failure(reason, detail),
  stale: false,
});

type Reception = Received | (Exchanged & { answer: null });

function receive(connection: Connection, request: ExchangeRequest, signal: StopSignal): Promise<Reception> {
  return new Promise((resolve) => {
    const receiver = new Receiver(connection, request, (reception) => {
      signal.removeEventListener('abort', abort);
      resolve(reception);
    });
    const abort = () => receiver.abort();
    signal.addEventListener('abort', abort);
    if (signal.aborted) return abort();
    connection.dispatch(
      { method: 'GET', path: request.path, headers: request.headers as Record<string, string> },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, status, headers) => receiver.start(status, headers),
        onResponseData: (_controller, chunk) => receiver.data(chunk),
        onResponseEnd: () => receiver.end(),
        onResponseError: (_controller, error) => receiver.error(error),
      },
    );
  });
}

/** The state of one answer on its way in. It settles once; what comes later is dropped with the socket. */
class Receiver {
  readonly #connection: Connection;
  readonly #request: ExchangeRequest;
  readonly #resolve: (reception: Reception) => void;
  #settled = false;
  #informational = 0;
  #status = 0;
  #headers: Headers = {};
  readonly #chunks = new BodyChunks();
  #bytes = 0;
  #declared = 0;
  #maxBytes = MAX_DISCARDED_BYTES;
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection, request: ExchangeRequest, resolve: (reception: Reception) => void) {
    this.#connection = connection;
    this.#request = request;
    this.#resolve = resolve;
  }

  get #isRead(): boolean {
    return this.#status >= 200 && this.#status <= 299;
  }

  start(status: number, raw: Readonly<Record<string, string | string[] | undefined>>): void {
    if (this.#settled) return;
    if (status < 200) {
      this.#informational += 1;
      if (this.#informational > MAX_INFORMATIONAL)
        this.#fail(failure('limit', 'the answer never ends its 1xx prelude'));
      return;
    }
    const headers = plainHeaders(raw);
    if (!headers) {
      this.#fail(failure('limit', `the answer has more than ${MAX_HEADER_FIELDS} header fields`));
      return;
    }
    this.#status = status;
    this.#headers = headers;
    if (!this.#isRead) {
      // The status is the whole answer; a body that drips does not hold it back.
      this.#timer = setTimeout(() => this.#finish(false), DISCARD_MS);
      return;
    }
    const coded = headers['content-encoding'] !== undefined;
    this.#maxBytes = this.#request.maxBytes + (coded ? CODING_OVERHEAD_BYTES : 0);
    // An early exit only: what counts is what comes in.
    this.#declared = Number(headers['content-length'] ?? 0);
    if (this.#declared > this.#maxBytes && !this.#request.cut) this.#fail(tooLarge(this.#request.maxBytes));
  }

  data(chunk: Buffer): void {
    if (this.#settled) return;
    this.#bytes += chunk.length;
    if (this.#isRead) this.#chunks.add(chunk);
    if (this.#bytes <= this.#maxBytes) return;
    if (!this.#isRead || this.#request.cut) this.#finish(false);
    else this.#fail(tooLarge(this.#request.maxBytes));
  }

  end(): void {
    if (this.#settled) return;
    // A reset ends a body without a length just like a close would; half a page must not pass for a whole one.
    const reset = this.#connection.cut;
    if (reset && this.#isRead) {
      this.#fail(exchangeFailure(reset, true));
      return;
    }
    // One turn of the loop later a server that sends more than its Content-Length has given itself away.
    setImmediate(() => this.#afterEnd());
  }

  error(error: Error): void {
    if (this.#settled) return;
    if (this.#status !== 0 && !this.#isRead) {
      this.#finish(false);
      return;
    }
    const failed = this.#bytes < this.#declared ? cutShort() : exchangeFailure(error, this.#status !== 0);
    const stale = failed.reason === 'connect' && this.#connection.uses > 1 && this.#informational === 0;
    this.#fail(failed, stale);
  }

  abort(): void {
    this.#fail(failure('cancelled', 'stopped')); // The caller knows why, and says it better.
  }

  #afterEnd(): void {
    if (this.#settled) return;
    const surplus = this.#connection.surplus;
    if (surplus && this.#isRead)
      this.#fail(failure('malformed', 'the answer is longer than its Content-Length'));
    else this.#finish(!surplus);
  }

  #finish(reusable: boolean): void {
    const keep = reusable && this.#connection.usable;
    this.#settle({
      status: this.#status,
      headers: this.#headers,
      chunks: this.#chunks.take(),
      reusable: keep,
    });
    if (!keep) this.#connection.destroy();
  }

  #fail(failed: Failure, stale = false): void {
    this.#settle({ answer: null, failure: failed, stale });
    this.#connection.destroy();
  }

  #settle(reception: Reception): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#chunks.take();
    this.#resolve(reception);
  }
}
