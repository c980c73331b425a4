import { connect as connectTcp, type Socket } from 'node:net';
import {
  connect as connectTls,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { canonicalAddress } from './address-guard.js';
import type { StopSignal } from './budget.js';
import { dialFailure, type Failure, failure, tlsFailure } from './failure.js';
import { MAX_TLS_SESSIONS, TLS_SESSION_MS } from './limits.js';

/** One address that was checked, for one host. */
export interface DialTarget {
  /** TLS and the certificate are for this one. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

/** `phase` tells a failed dial (another address may be tried) from a failed handshake (it may not). */
export type Dialled =
  | { readonly socket: TLSSocket }
  | { readonly socket: null; readonly phase: 'connect' | 'tls'; readonly failure: Failure };

/** TLS sessions for resumption, by host and address: never between hosts. */
class Sessions {
  readonly #sessions = new Map<string, { session: Buffer; until: number }>();

  get(key: string): Buffer | undefined {
    const entry = this.#sessions.get(key);
    // A session carries the verdict on a certificate with it, so it must not outlive the next look at one.
    if (entry && entry.until > performance.now()) return entry.session;
    this.#sessions.delete(key);
    return undefined;
  }

  put(key: string, session: Buffer): void {
    const kept = this.#sessions.get(key);
    const until = kept?.until ?? performance.now() + TLS_SESSION_MS;
    this.#sessions.delete(key);
    if (this.#sessions.size >= MAX_TLS_SESSIONS) {
      const [oldest] = this.#sessions.keys();
      if (oldest !== undefined) this.#sessions.delete(oldest);
    }
    this.#sessions.set(key, { session, until });
  }
}

/** Opens TLS connections to exactly the address it is given; knows no DNS. */
export class Dialler {
  readonly #context: SecureContext;
  readonly #sessions = new Sessions();

  /** `ca`: PEM, in addition to the roots that come with Node. Throws on PEM that cannot be read. */
  constructor(ca?: string) {
    const roots = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
    this.#context = createSecureContext({ minVersion: 'TLSv1.2', ...roots });
  }

  async dial(target: DialTarget, milliseconds: number, signal: StopSignal): Promise<Dialled> {
    const tcp = await openTcp(target, milliseconds, signal);
    if (tcp.socket === null) return tcp;
    return this.#handshake(tcp.socket, target, milliseconds, signal);
  }

  #handshake(tcp: Socket, target: DialTarget, milliseconds: number, signal: StopSignal): Promise<Dialled> {
    const key = `${target.host} ${target.address} ${target.port}`;
    const session = this.#sessions.get(key);
    const socket = connectTls({
      socket: tcp,
      secureContext: this.#context,
      servername: target.host,
      ALPNProtocols: ['http/1.1'],
      // Said here because NODE_TLS_REJECT_UNAUTHORIZED=0 in somebody's shell would turn the check off.
      rejectUnauthorized: true,
      ...(session ? { session } : {}),
    });
    socket.on('session', (ticket) => this.#sessions.put(key, ticket));
    return settle<TLSSocket>(socket, 'secureConnect', milliseconds, signal, (error) => ({
      socket: null,
      phase: 'tls',
      failure: tlsFailure(error, target.host),
    }));
  }
}

type TcpDialled = { readonly socket: Socket } | Extract<Dialled, { socket: null }>;

async function openTcp(target: DialTarget, milliseconds: number, signal: StopSignal): Promise<TcpDialled> {
  // An IP literal: node:net asks no resolver, so what was checked is what is dialled.
  const socket = connectTcp({ host: target.address, port: target.port, noDelay: true });
  const opened = await settle<Socket>(socket, 'connect', milliseconds, signal, (error) => ({
    socket: null,
    phase: 'connect',
    failure: dialFailure(error),
  }));
  if (opened.socket === null) return opened;
  if (canonicalAddress(socket.remoteAddress ?? '') === canonicalAddress(target.address)) return { socket };
  socket.destroy();
  const refused = failure('refused-address', 'the connection did not lead to the address that was checked');
  return { socket: null, phase: 'tls', failure: refused };
}

function settle<S extends Socket>(
  socket: S,
  ready: 'connect' | 'secureConnect',
  milliseconds: number,
  signal: StopSignal,
  failed: (error: unknown) => Extract<Dialled, { socket: null }>,
): Promise<{ socket: S } | Extract<Dialled, { socket: null }>> {
  socket.on('error', () => undefined); // Between its owners a socket must not bring the process down.
  return new Promise((resolve) => {
    const finish = (error?: unknown) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      for (const [event, listener] of listeners) socket.off(event, listener);
      if (error === undefined) return resolve({ socket });
      socket.destroy();
      resolve(failed(error));
    };
    const listeners = [
      [ready, () => finish()],
      ['error', (error: unknown) => finish(error)],
      ['close', () => finish({ code: 'ECONNRESET' })],
    ] as const;
    const abort = () => finish({ code: 'ETIMEDOUT' });
    const timer = setTimeout(abort, milliseconds);
    for (const [event, listener] of listeners) socket.on(event, listener);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  });
}
