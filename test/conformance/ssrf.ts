import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { createAuthority } from '../../src/demo/certificates.js';
import { type DnsServer, startDnsServer } from '../../src/demo/dns-server.js';
import {
  createAddressGuard,
  createFetcher,
  DEFAULT_FETCH_SETTINGS,
  parseConnectTo,
} from '../../src/fetch/index.js';
import type { Fetcher, FetchPolicy, Reading } from '../../src/fetch/types.js';
import { decideUrl } from '../../src/fetch/url-policy.js';

interface Result {
  topic: string;
  set: string;
  cases: number;
  passed: number;
  failures: string[];
}

const ATTACKER = 'attacker.example';
const ALLOWED = 'allowed.example';
/** Plays a public address; everything else on loopback is what must not be reached. */
const PUBLIC = '127.0.0.2';
const POLICY: FetchPolicy = { redirects: 'https', maxRedirects: 3, maxBytes: 65_536, robots: 'ignore' };

const clock = { now: () => new Date() };

function result(set: string, names: readonly string[], failures: string[]): Result {
  return { topic: 'ssrf', set, cases: names.length, passed: names.length - failures.length, failures };
}

/** A small hostile internet: every name leads to loopback, but for the two hosts that the payloads speak of. */
interface Stage {
  readonly fetcher: Fetcher;
  /** Connections that reached 127.0.0.1. */
  readonly touched: () => number;
  /** Gives a name a private address. */
  makePrivate(host: string): void;
  /** What the public host answers with. */
  respond(bytes: Buffer): void;
  close(): Promise<void>;
}

function listen(server: Server, port: number, address: string): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, address, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound ? bound.port : 0);
    });
  });
}

async function stage(): Promise<Stage> {
  const authority = await createAuthority();
  const issued = await authority.issue([ATTACKER, ALLOWED]);
  const dns: DnsServer = await startDnsServer({
    [ATTACKER]: { A: [PUBLIC] },
    [ALLOWED]: { A: [PUBLIC] },
  });
  let response = Buffer.alloc(0);
  let touched = 0;
  const sockets = new Set<Socket>();
  const far = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const tls = new TLSSocket(socket, { isServer: true, ...issued });
    tls.on('error', () => undefined);
    tls.on('data', () => tls.end(response));
  });
  const near = createServer((socket) => {
    touched += 1;
    socket.destroy();
  });
  // In this order: a port that is free where everybody listens is free where nobody does.
  const port = await listen(near, 0, '127.0.0.1');
  await listen(far, port, PUBLIC);
  const pair = parseConnectTo(`:::${port}`);
  const fetcher = createFetcher(
    {
      ...DEFAULT_FETCH_SETTINGS,
      ca: authority.certificate,
      connectTo: pair ? [pair] : [],
      dnsServers: [dns.address],
      allowAddresses: [`${PUBLIC}/32`],
      maxTimeMs: 3_000,
    },
    { clock },
  );
  return {
    fetcher,
    touched: () => touched,
    makePrivate: (host) => dns.set(host, { A: ['127.0.0.1'] }),
    respond: (bytes) => {
      response = Buffer.from(bytes);
    },
    async close() {
      await fetcher.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all([far, near].map((server) => new Promise((resolve) => server.close(resolve))));
      await dns.close();
    },
  };
}

/** No address but public ones was dialled, and a page that was read came from the host that its URL shows. */
function isHarmless(reading: Reading): boolean {
  const dialled = reading.hops.every(
    (hop) => hop.dialled === undefined || hop.dialled.startsWith(`${PUBLIC}:`),
  );
  if (!dialled) return false;
  if (reading.outcome !== 'read') return true;
  const host = new URL(reading.finalUrl).hostname;
  return host === ATTACKER || host === ALLOWED;
}

async function urls(set: string, list: readonly string[], play: Stage, refused: boolean): Promise<Result> {
  play.respond(Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
  const failures: string[] = [];
  for (const url of list) {
    const before = play.touched();
    const reading = await play.fetcher.fetch({ url, accept: '*/*', policy: POLICY });
    const good =
      isHarmless(reading) && play.touched() === before && (!refused || reading.outcome === 'unreachable');
    if (!good) failures.push(url);
  }
  return result(set, list, failures);
}

interface Payload {
  readonly payload: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

const fill = (text: string): string =>
  text.replaceAll('<attacker>', ATTACKER).replaceAll('<allowed>', ALLOWED);

async function cheatSheet(file: string, play: Stage): Promise<Result> {
  const { name, payloads } = JSON.parse(await readFile(file, 'utf8')) as {
    name: string;
    payloads: Payload[];
  };
  const list = payloads.map(({ payload, prefix = '', suffix = '' }) => fill(prefix + payload + suffix));
  // As they stand, and as an attacker would rewrite them for a crawler that reads https only.
  const https = list.map((url) =>
    /^[a-z]+:\/\//i.test(url) ? url.replace(/^[a-z]+:/i, 'https:') : `https://${url}`,
  );
  const asGiven = await urls(name, list, play, false);
  const rewritten = await urls(name, https, play, false);
  return {
    ...asGiven,
    cases: asGiven.cases + rewritten.cases,
    passed: asGiven.passed + rewritten.passed,
    failures: [...asGiven.failures, ...rewritten.failures],
  };
}

/** The names of the set stand for private addresses, so that is what DNS says of them here. */
async function blocked(file: string, play: Stage): Promise<Result[]> {
  const list = JSON.parse(await readFile(file, 'utf8')) as string[];
  const https = list.map((url) =>
    url.replace(/^http:/i, 'https:').replace(/:(80|443|22|25|3128)(?=\/|$)/, ''),
  );
  for (const url of https) {
    const decision = decideUrl(url);
    if (decision.allowed) play.makePrivate(decision.host);
  }
  return [
    await urls('ssrf-req-filter, as it stands', list, play, true),
    await urls('ssrf-req-filter over https', https, play, true),
  ];
}

async function addresses(file: string): Promise<Result> {
  const guard = createAddressGuard([]);
  const list = (JSON.parse(await readFile(file, 'utf8')) as { ip: string; private: boolean }[]).filter(
    (one) => one.private,
  );
  const failures = list.map((one) => one.ip).filter((ip) => guard.refused(ip) === null);
  return result(
    'private-ip: private ones are refused',
    list.map((one) => one.ip),
    failures,
  );
}

async function locations(file: string, play: Stage): Promise<Result[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const failures: string[] = [];
  for (const line of lines) {
    const before = play.touched();
    play.respond(
      Buffer.from(
        `HTTP/1.1 302 Found\r\nlocation: ${line.replace(/[\r\n\0]/g, '')}\r\ncontent-length: 0\r\n\r\n`,
      ),
    );
    const reading = await play.fetcher.fetch({
      url: `https://${ATTACKER}/`,
      accept: '*/*',
      policy: { ...POLICY, redirects: 'same-origin' },
    });
    const stayed = reading.hops.every(
      (hop) => hop.dialled === undefined || new URL(hop.url).hostname === ATTACKER,
    );
    if (!isHarmless(reading) || !stayed || reading.outcome === 'read' || play.touched() !== before)
      failures.push(line);
  }
  return [
    result('open redirects as Location', lines, failures),
    await urls('open redirects as URLs', lines.map(fill), play, false),
  ];
}

/** Whatever is allowed reads the same to WHATWG and to the eye: the host stands right behind `https://`. */
function agreement(lists: readonly string[]): Result {
  const failures = lists.filter((url) => {
    const decision = decideUrl(url);
    return decision.allowed && !url.toLowerCase().startsWith(`https://${decision.host}`);
  });
  return result('the host shown is the host connected to', lists, failures);
}

/** URL and address tricks of other projects against the whole fetcher, on loopback. */
export async function run(shared: string): Promise<Result[]> {
  const folder = join(shared, 'vectors/08-ssrf-url');
  const sheets = (await readdir(join(folder, 'portswigger'))).filter(
    (name) => name.endsWith('.json') && name !== 'schema.json',
  );
  const play = await stage();
  try {
    const results: Result[] = [];
    for (const sheet of sheets.sort())
      results.push(await cheatSheet(join(folder, 'portswigger', sheet), play));
    results.push(...(await blocked(join(folder, 'ssrf-req-filter-blocked.json'), play)));
    results.push(await addresses(join(folder, 'private-ip.even.json')));
    const redirects = join(folder, 'payloadsallthethings/open-redirect-payloads.txt');
    results.push(...(await locations(redirects, play)));
    results.push(agreement((await readFile(redirects, 'utf8')).split('\n').filter(Boolean)));
    return results;
  } finally {
    await play.close();
  }
}
