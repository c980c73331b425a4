import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFetcher, DEFAULT_FETCH_SETTINGS, parseConnectTo } from '../../src/fetch/index.js';
import type { Fetcher, Reading } from '../../src/fetch/types.js';
import { type HostileServer, startHostileServer } from '../support/hostile-server.js';

interface Result {
  topic: string;
  set: string;
  cases: number;
  passed: number;
  failures: string[];
}

interface Recorded {
  readonly status: number;
  readonly fields: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** Milliseconds for one reading: it ends what hangs, and a machine that stands still for a while fails nothing. */
const MAX_TIME_MS = 60_000;
/** Recorded after transfer: these no longer describe the bytes that follow. */
const OF_THE_TRANSFER = new Set(['transfer-encoding', 'content-length', 'content-encoding', 'connection']);

/** Null: a body without a head. */
function parse(raw: Buffer): Recorded | null {
  const text = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  const status = /^HTTP\/[\d.]+ (\d{3})/.exec(text);
  if (!end || !status) return null;
  const lines = text.slice(0, end.index).split(/\r?\n/).slice(1);
  const fields = lines.map(
    (line) =>
      [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const,
  );
  return { status: Number(status[1]), fields, body: raw.subarray(end.index + end[0].length) };
}

/** The recorded answer as its server must have sent it: CR LF, and a length that is right. */
function resent({ status, fields, body }: Recorded): Buffer {
  const kept = fields
    .filter(([name]) => !OF_THE_TRANSFER.has(name))
    .map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} Recorded\r\n${kept.join('')}content-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

const read = (fetcher: Fetcher, path: string): Promise<Reading> =>
  fetcher.fetch({
    url: `https://a.example${path}`,
    accept: '*/*',
    policy: { redirects: 'none', maxRedirects: 0, maxBytes: 1024 * 1024, robots: 'ignore' },
  });

/** What of a recorded answer went wrong, or null. */
async function play(
  server: HostileServer,
  fetcher: Fetcher,
  name: string,
  raw: Buffer,
): Promise<string | null> {
  server.route(`/raw/${name}`, ({ socket }) => void socket.end(raw));
  const asIs = await read(fetcher, `/raw/${name}`);
  if (asIs.outcome === 'unreachable' && !['malformed', 'reset'].includes(asIs.reason))
    return `${name}: ${asIs.detail}`;
  const answer = parse(raw);
  if (!answer) return asIs.outcome === 'unreachable' ? null : `${name}: no HTTP and read all the same`;
  server.route(`/${name}`, ({ socket }) => void socket.write(resent(answer)));
  const reading = await read(fetcher, `/${name}`);
  if (reading.outcome !== 'read') return `${name}: ${reading.outcome}`;
  const type = answer.fields.find(([field]) => field === 'content-type')?.[1] ?? '';
  const same = reading.status === answer.status && Buffer.compare(reading.body, answer.body) === 0;
  return same && type.toLowerCase().startsWith(reading.mediaType)
    ? null
    : `${name}: read, but not as recorded`;
}

/**
 * Recorded answers of real servers over TLS. As they stand (lines that end in LF, chunks taken apart) they are read
 * or refused as malformed; sent the way their servers did, each is read byte for byte.
 */
export async function run(shared: string): Promise<Result[]> {
  const folder = join(shared, 'vectors/10-wild/mastodon-requests');
  const names = (await readdir(folder)).sort();
  const server = await startHostileServer(['a.example']);
  const pair = parseConnectTo(`::127.0.0.1:${server.port}`);
  const fetcher = createFetcher(
    { ...DEFAULT_FETCH_SETTINGS, ca: server.ca, connectTo: pair ? [pair] : [], maxTimeMs: MAX_TIME_MS },
    { clock: { now: () => new Date() } },
  );
  try {
    const failures: string[] = [];
    for (const name of names) {
      const failure = await play(server, fetcher, name, await readFile(join(folder, name)));
      if (failure) failures.push(failure);
    }
    const passed = names.length - failures.length;
    return [{ topic: 'wild', set: 'recorded answers', cases: names.length, passed, failures }];
  } finally {
    await fetcher.close();
    await server.close();
  }
}
