import { isIP } from 'node:net';
import type { AddressGuard } from './address-guard.js';
import type { Budget } from './budget.js';
import { type Detour, findDetour } from './connect-to.js';
import { Connection } from './connection.js';
import type { Dialler } from './dial.js';
import { type Answer, type ExchangeRequest, exchange } from './exchange.js';
import { type Failure, failure } from './failure.js';
import type { IdleConnections } from './idle-connections.js';
import { CONNECT_MS, CONNECT_NEXT_MS, MAX_DIALLED_ADDRESSES } from './limits.js';
import type { HostResolver, Resolution } from './resolve.js';
import type { FetchSettings } from './types.js';
import type { AllowedUrl } from './url-policy.js';

/** What a hop works with; one set for a fetcher. */
export interface HopTools {
  readonly connectTo: FetchSettings['connectTo'];
  readonly guard: AddressGuard;
  readonly resolver: HostResolver;
  readonly dialler: Dialler;
  readonly idle: IdleConnections;
}

/** Filled while the hop goes on, so that a failure leaves its traces too. */
export interface HopTrace {
  addresses: readonly string[];
  dialled?: string;
}

export type HopResult =
  | { readonly answer: Answer; readonly failure: null }
  | { readonly answer: null; readonly failure: Failure };

const failed = (reason: Failure): HopResult => ({ answer: null, failure: reason });

interface Destination {
  readonly host: string;
  readonly port: number;
  /** Checked, or named by the operator. */
  readonly addresses: readonly string[];
}

/**
 * One request, from the name to the answer: resolve, check every address, dial one of those, ask. The decision is
 * thrown away afterwards; the next hop makes its own.
 */
export async function runHop(
  tools: HopTools,
  url: AllowedUrl,
  request: Omit<ExchangeRequest, 'path'>,
  budget: Budget,
  trace: HopTrace,
): Promise<HopResult> {
  const destination = await resolveDestination(tools, url.host, budget, trace);
  if ('failure' in destination) return failed(destination.failure);
  for (let fresh = false; ; fresh = true) {
    const connection =
      (fresh ? null : takeIdle(tools, destination)) ?? (await dialFirst(tools, destination, budget, trace));
    if ('failure' in connection) return failed(connection.failure);
    trace.dialled = connection.dialled;
    const exchanged = await exchange(connection, { ...request, path: url.path }, budget);
    if (exchanged.answer === null) {
      // A kept connection that the server had closed says nothing about the host: once more on a new one.
      if (exchanged.stale && !fresh) continue;
      return failed(exchanged.failure);
    }
    if (exchanged.reusable) tools.idle.give(`${url.host} ${connection.dialled}`, connection);
    return { answer: exchanged.answer, failure: null };
  }
}

async function resolveDestination(
  tools: HopTools,
  host: string,
  budget: Budget,
  trace: HopTrace,
): Promise<Destination | { failure: Failure }> {
  const detour = findDetour(tools.connectTo, host, 443);
  const name = detour?.host || host;
  const resolution = await budget.race(addressesOf(tools, name, detour));
  if (resolution === null) return { failure: failure('cancelled', 'stopped') }; // The caller knows why.
  if (resolution.addresses === null) return { failure: resolution.failure };
  trace.addresses = resolution.addresses;
  const refused = detour?.exempt ? null : refusedAmong(tools.guard, host, resolution.addresses);
  return refused
    ? { failure: refused }
    : { host, port: detour?.port ?? 443, addresses: resolution.addresses };
}

async function addressesOf(tools: HopTools, name: string, detour: Detour | null): Promise<Resolution> {
  if (!detour?.host) return tools.resolver.addresses(name);
  return isIP(name) === 0 ? tools.resolver.operatorAddresses(name) : { addresses: [name] };
}

/**
 * One address that may not be dialled condemns them all: a public host with a private address among its own is
 * either an attack (the guard would be probed address by address) or a mistake that its owner wants to hear of.
 */
function refusedAmong(guard: AddressGuard, host: string, addresses: readonly string[]): Failure | null {
  for (const address of addresses) {
    const why = guard.refused(address);
    if (why)
      return failure(
        'refused-address',
        `${host} leads to ${address}, which is not a public address (${why})`,
      );
  }
  return null;
}

function takeIdle(tools: HopTools, { host, port, addresses }: Destination): Connection | null {
  for (const address of addresses.slice(0, MAX_DIALLED_ADDRESSES)) {
    const connection = tools.idle.take(`${host} ${endpoint(address, port)}`);
    if (connection) return connection;
  }
  return null;
}

/** The next address is tried only where dialling failed (as boulder does), never after a word was exchanged. */
async function dialFirst(
  tools: HopTools,
  { host, port, addresses }: Destination,
  budget: Budget,
  trace: HopTrace,
): Promise<Connection | { failure: Failure }> {
  const tried = addresses.slice(0, MAX_DIALLED_ADDRESSES);
  let last: Failure = failure('dns', `the host ${host} has no address`);
  for (const [at, address] of tried.entries()) {
    trace.dialled = endpoint(address, port);
    const time = at + 1 < tried.length ? CONNECT_NEXT_MS : CONNECT_MS;
    const result = await tools.dialler.dial({ host, address, port }, time, budget);
    if (result.socket) return new Connection(host, trace.dialled, result.socket);
    last = result.failure;
    if (result.phase === 'tls' || budget.stopped) break;
  }
  return { failure: last };
}

const endpoint = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
