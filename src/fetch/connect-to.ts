import type { FetchSettings } from './types.js';

export type ConnectTo = FetchSettings['connectTo'][number];

/** Where a pair leads for one host and port. */
export interface Detour {
  /** A host name or an IP address (without brackets); '' keeps the URL's own host. */
  readonly host: string;
  readonly port: number;
  /** The operator named the host, so the address guard does not apply. */
  readonly exempt: boolean;
}

const HOST = '(\\[[0-9a-fA-F:.]+\\]|[^:\\[\\]\\s/@]*)';
const PAIR = new RegExp(`^${HOST}:(\\d{0,5}):${HOST}:(\\d{0,5})$`);

/** curl's HOST1:PORT1:HOST2:PORT2; IPv6 in brackets, empty parts match any or stay as they were. Null: malformed. */
export function parseConnectTo(text: string): ConnectTo | null {
  const match = PAIR.exec(text);
  if (!match) return null;
  const [, host1 = '', port1 = '', host2 = '', port2 = ''] = match;
  const ports = [Number(port1 || 0), Number(port2 || 0)] as const;
  if (ports.some((port) => port > 65_535)) return null;
  const bare = (host: string) => host.replace(/^\[|\]$/g, '').toLowerCase();
  return { host1: bare(host1), port1: ports[0], host2: bare(host2), port2: ports[1] };
}

/**
 * The first pair that matches, as in curl. A pair with neither host (`:::8443`) only moves the port: nobody named
 * an address, so the guard still looks at what DNS says.
 */
export function findDetour(pairs: readonly ConnectTo[], host: string, port: number): Detour | null {
  const pair = pairs.find(
    (one) => (one.host1 === '' || one.host1 === host) && (one.port1 === 0 || one.port1 === port),
  );
  if (!pair) return null;
  return { host: pair.host2, port: pair.port2 || port, exempt: pair.host1 !== '' || pair.host2 !== '' };
}
