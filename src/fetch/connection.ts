import type { TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import {
  HEADERS_MS,
  IDLE_CONNECTION_MS,
  IDLE_MS,
  MAX_CONNECTION_AGE_MS,
  MAX_HEADER_BYTES,
} from './limits.js';

/** One socket that was dialled after a decision, with the HTTP/1.1 client that speaks over it and over no other. */
export class Connection {
  /** `address:port`, for the record. */
  readonly dialled: string;
  /** Requests begun on it. */
  uses = 0;
  readonly #client: Client;
  readonly #socket: TLSSocket;
  readonly #openedAt = performance.now();
  #closed = false;
  #onClose: (() => void) | undefined;

  constructor(host: string, dialled: string, socket: TLSSocket) {
    this.dialled = dialled;
    this.#socket = socket;
    socket.once('close', () => this.#closedNow());
    let handed = false;
    this.#client = new Client(`https://${host}`, {
      connect: (_options, callback) => {
        // undici would dial again by itself once the socket is gone; only a new decision may do that.
        if (handed)
          return callback(
            Object.assign(new Error('the connection is used up'), { code: 'UND_ERR_CLOSED' }),
            null,
          );
        handed = true;
        // Later: undici is not listening yet while it calls its connector.
        queueMicrotask(() => callback(null, socket));
      },
      pipelining: 1,
      headersTimeout: HEADERS_MS,
      bodyTimeout: IDLE_MS,
      keepAliveTimeout: IDLE_CONNECTION_MS,
      keepAliveMaxTimeout: IDLE_CONNECTION_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      allowH2: false,
    });
  }

  /** The network's own error, where the socket ended with one. undici takes a reset for the end of a body without a length. */
  get cut(): Error | null {
    const error: NodeJS.ErrnoException | null = this.#socket.errored;
    return error?.syscall === undefined ? null : error;
  }

  /** More bytes came than the answers on it declared: undici gives up a socket that speaks while nothing was asked. */
  get surplus(): boolean {
    const error = this.#socket.errored;
    return error !== null && (error.message === 'bad response' || error.name === 'HTTPParserError');
  }

  get usable(): boolean {
    return (
      !this.#closed && !this.#socket.destroyed && performance.now() - this.#openedAt < MAX_CONNECTION_AGE_MS
    );
  }

  /** Called once, when the socket closes. */
  set onClose(listener: () => void) {
    this.#onClose = listener;
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.uses += 1;
    this.#client.dispatch(options, handler);
  }

  /** Closes the socket now, whatever is under way. */
  destroy(): void {
    this.#socket.destroy();
    // Settles when the socket is closed; its only error is that it was closed by us.
    this.#client.destroy().catch(() => undefined);
  }

  #closedNow(): void {
    this.#closed = true;
    this.#onClose?.();
    this.#client.destroy().catch(() => undefined);
  }
}
