import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Answer, type DecodedPacket, decode, encode, type Packet, type RecordType } from 'dns-packet';

/** What one name holds. A name that is there without the type asked for answers "no data". */
export interface DnsRecords {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  /** One element a record; an array is one record in several strings. A text too long for one string is cut. */
  readonly TXT?: readonly (string | readonly string[])[];
  /** The canonical name, whose records are answered along with it. */
  readonly CNAME?: string;
  /** Instead of any answer: a failure code, or `silence` (the query is heard and never answered). */
  readonly failure?: 'SERVFAIL' | 'REFUSED' | 'NXDOMAIN' | 'silence';
}

/**
 * Names (lower case, no trailing dot; `*.` matches names below that have no entry of their own). A list of
 * records answers query after query of one type, the last one for ever: DNS rebinding.
 */
export type DnsZone = Readonly<Record<string, DnsRecords | readonly DnsRecords[]>>;

/** One question as it came in. */
export interface DnsQuery {
  readonly name: string;
  readonly type: string;
}

/** An authoritative server on loopback, UDP and TCP on one port. */
export interface DnsServer {
  /** `127.0.0.1:PORT`, as `--dns-servers` takes it. */
  readonly address: string;
  /** Replaces what a name holds and starts its succession again. */
  set(name: string, records: DnsRecords | readonly DnsRecords[]): void;
  /** Every question, in order, up to `MAX_LOGGED_QUERIES`. */
  readonly queries: DnsQuery[];
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const TTL_SECONDS = 60;
/** RFC 1035 section 4.2.1: what a client without EDNS takes. */
const UDP_BYTES = 512;
/** RFC 1035 section 3.3: a character-string has one octet for its length. */
const TXT_STRING_BYTES = 255;
/** A server left up for days must not grow for ever. */
const MAX_LOGGED_QUERIES = 100_000;
/** A CNAME chain longer than this is a loop. */
const MAX_ALIASES = 8;
/** Free UDP port whose TCP twin is taken: try another, this often. */
const PORT_ATTEMPTS = 20;
const RCODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
/** Header bits of RFC 1035 section 4.1.1. */
const AUTHORITATIVE = 1 << 10;
const TRUNCATED = 1 << 9;
const RECURSION_DESIRED = 1 << 8;
/** A stub resolver looks for it; there is nothing here to recurse to. */
const RECURSION_AVAILABLE = 1 << 7;

interface Resolution {
  readonly rcode: number;
  readonly answers: readonly Answer[];
}

const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** The names of a zone, and how far each list has been read. */
class ZoneState {
  readonly #names = new Map<string, readonly DnsRecords[]>();
  readonly #asked = new Map<string, number>();

  constructor(zone: DnsZone) {
    for (const [name, records] of Object.entries(zone)) this.set(name, records);
  }

  set(name: string, records: DnsRecords | readonly DnsRecords[]): void {
    const key = canonical(name);
    this.#names.set(key, Array.isArray(records) ? records : [records as DnsRecords]);
    for (const asked of this.#asked.keys()) if (asked.startsWith(`${key} `)) this.#asked.delete(asked);
  }

  /** The records for this question, or undefined where the name does not exist. */
  next(name: string, type: string): DnsRecords | undefined {
    const list = this.#names.get(name) ?? this.#names.get(name.replace(/^[^.]+/, '*'));
    if (!list) return this.#isAncestor(name) ? {} : undefined;
    const key = `${name} ${type}`;
    const count = this.#asked.get(key) ?? 0;
    this.#asked.set(key, count + 1);
    return list[Math.min(count, list.length - 1)] ?? {};
  }

  /** RFC 8020: a name with names below it exists, even with no records of its own. */
  #isAncestor(name: string): boolean {
    for (const other of this.#names.keys()) if (other.endsWith(`.${name}`)) return true;
    return false;
  }
}

/** A text in as many strings as it needs; an empty one is one empty string. */
function strings(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const count = Math.max(1, Math.ceil(bytes.length / TXT_STRING_BYTES));
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * TXT_STRING_BYTES, (index + 1) * TXT_STRING_BYTES),
  );
}

function answersOf(name: string, type: string, records: DnsRecords): Answer[] {
  const ttl = TTL_SECONDS;
  if (type === 'A') return (records.A ?? []).map((data) => ({ type: 'A', name, ttl, data }));
  if (type === 'AAAA') return (records.AAAA ?? []).map((data) => ({ type: 'AAAA', name, ttl, data }));
  if (type !== 'TXT') return [];
  return (records.TXT ?? []).map((text) => ({
    type: 'TXT',
    name,
    ttl,
    data: typeof text === 'string' ? strings(text) : [...text],
  }));
}

/** Null: stay silent. */
function resolve(zone: ZoneState, question: string, type: string): Resolution | null {
  const answers: Answer[] = [];
  let name = canonical(question);
  for (let hops = 0; hops <= MAX_ALIASES; hops += 1) {
    const records = zone.next(name, type);
    if (!records) return { rcode: RCODES.NXDOMAIN, answers };
    if (records.failure === 'silence') return null;
    if (records.failure) return { rcode: RCODES[records.failure], answers: [] };
    if (records.CNAME === undefined) {
      answers.push(...answersOf(hops === 0 ? question : name, type, records));
      return { rcode: RCODES.NOERROR, answers };
    }
    answers.push({ type: 'CNAME', name, ttl: TTL_SECONDS, data: records.CNAME });
    if (type === 'CNAME') return { rcode: RCODES.NOERROR, answers };
    name = canonical(records.CNAME);
  }
  return { rcode: RCODES.SERVFAIL, answers: [] };
}

function reply(query: DecodedPacket, resolution: Resolution, truncated: boolean): Buffer {
  const packet: Packet = {
    type: 'response',
    id: query.id ?? 0,
    flags:
      AUTHORITATIVE |
      RECURSION_AVAILABLE |
      ((query.flags ?? 0) & RECURSION_DESIRED) |
      (truncated ? TRUNCATED : 0) |
      resolution.rcode,
    questions: query.questions ?? [],
    answers: truncated ? [] : [...resolution.answers],
  };
  return encode(packet);
}

function clientLimit(query: DecodedPacket): number {
  const edns = query.additionals?.find((record) => record.type === 'OPT');
  const size = edns && 'udpPayloadSize' in edns ? Number(edns.udpPayloadSize) : UDP_BYTES;
  return Math.max(UDP_BYTES, size || UDP_BYTES);
}

/** What goes back to the client: null for silence, and for bytes that are no query. */
function answer(message: Buffer, zone: ZoneState, queries: DnsQuery[], overUdp: boolean): Buffer | null {
  let query: DecodedPacket;
  try {
    query = decode(message);
  } catch {
    return null; // Not DNS: a server that answers garbage can be made to answer itself.
  }
  const question = query.questions?.[0];
  if (query.type !== 'query' || !question) return null;
  const type: RecordType = question.type;
  if (queries.length < MAX_LOGGED_QUERIES) queries.push({ name: canonical(question.name), type });
  const resolution = resolve(zone, question.name, type);
  if (!resolution) return null;
  const whole = reply(query, resolution, false);
  return overUdp && whole.length > clientLimit(query) ? reply(query, resolution, true) : whole;
}

/** RFC 1035 section 4.2.2: each message has its length before it; several may come on one connection. */
function serveTcp(socket: Socket, respond: (message: Buffer) => Buffer | null): void {
  let pending = Buffer.alloc(0);
  socket.on('error', () => socket.destroy()); // The client went away: nothing to tell anybody.
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const answered = respond(pending.subarray(2, end));
      pending = pending.subarray(end);
      if (!answered) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answered.length);
      socket.write(Buffer.concat([length, answered]));
    }
  });
}

function bindUdp(): Promise<UdpSocket> {
  return new Promise((resolved, rejected) => {
    const udp = createSocket('udp4');
    udp.once('error', rejected);
    udp.bind(0, HOST, () => resolved(udp));
  });
}

function listenTcp(server: Server, port: number): Promise<boolean> {
  return new Promise((resolved, rejected) => {
    const failed = (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolved(false) : rejected(error);
    server.once('error', failed);
    server.listen(port, HOST, () => {
      server.off('error', failed);
      resolved(true);
    });
  });
}

/** One port number that is free for UDP and for TCP. */
async function bindBoth(tcp: Server): Promise<UdpSocket> {
  for (let attempt = 0; attempt < PORT_ATTEMPTS; attempt += 1) {
    const udp = await bindUdp();
    if (await listenTcp(tcp, udp.address().port)) return udp;
    udp.close();
  }
  throw new Error('no port is free for both UDP and TCP on 127.0.0.1');
}

/** Starts a DNS server for `zone` on a free port of 127.0.0.1. */
export async function startDnsServer(zone: DnsZone): Promise<DnsServer> {
  const state = new ZoneState(zone);
  const queries: DnsQuery[] = [];
  const open = new Set<Socket>();
  const tcp = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    serveTcp(socket, (message) => answer(message, state, queries, false));
  });
  const udp = await bindBoth(tcp);
  udp.on('error', () => undefined); // An answer that could not be sent is a lost packet, as on any network.
  udp.on('message', (message, client) => {
    const answered = answer(message, state, queries, true);
    if (answered) udp.send(answered, client.port, client.address);
  });
  const { port } = tcp.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    address: `${HOST}:${port}`,
    queries,
    set: (name, records) => state.set(name, records),
    close: () => {
      closing ??= new Promise((resolved) => {
        for (const socket of open) socket.destroy();
        udp.close(() => tcp.close(() => resolved()));
      });
      return closing;
    },
  };
}
