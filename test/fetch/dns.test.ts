import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DnsServer, startDnsServer } from '../../src/demo/dns-server.js';
import type { Fetcher, FetchSettings } from '../../src/fetch/types.js';
import { type HostileServer, startHostileServer } from '../support/hostile-server.js';
import { get, loopbackFetcher, pair, told } from '../support/loopback-fetcher.js';
import { inStillTime } from '../support/still-time.js';

const HOSTS = ['a.example', '*.a.example'];
let server: HostileServer;
let dns: DnsServer;
const open: Fetcher[] = [];

/** Stands in for a public address; 127.0.0.1 plays the private one. */
const PUBLIC = '127.0.0.2';

beforeAll(async () => {
  server = await startHostileServer(HOSTS, '127.0.0.1');
  dns = await startDnsServer({
    'private.a.example': { A: ['127.0.0.1'] },
    'mixed.a.example': { A: [PUBLIC, '127.0.0.1'] },
    'mapped.a.example': { AAAA: ['::ffff:127.0.0.1'] },
    'metadata.a.example': { A: ['169.254.169.254'] },
    'public.a.example': { A: [PUBLIC] },
    'rebinding.a.example': { A: [PUBLIC] },
    'failing.a.example': { failure: 'SERVFAIL' },
    'empty.a.example': { TXT: ['v=1'] },
    'alias.a.example': { CNAME: 'private.a.example' },
    '_cross-signing.a.example': { TXT: [['cross-signing:', 'abc'], 'statement=https://a.example/x'] },
    '_cross-signing.b.example': { A: [PUBLIC] },
    '_cross-signing.full.example': { TXT: Array.from({ length: 129 }, (_, n) => `record ${n}`) },
    '_cross-signing.large.example': { TXT: [Array.from({ length: 140 }, () => 'x'.repeat(250))] },
    '_cross-signing.failing.example': { failure: 'SERVFAIL' },
    '_cross-signing.mute.example': { failure: 'silence' },
  });
});
afterAll(async () => {
  await Promise.all(open.map((fetcher) => fetcher.close()));
  await Promise.all([server.close(), dns.close()]);
});

/** DNS as in the wild: only the port is moved, so the guard looks at every address. */
function wild(settings: Partial<FetchSettings> = {}, to: HostileServer = server): Fetcher {
  const fetcher = loopbackFetcher(to, {
    dnsServers: [dns.address],
    connectTo: [pair(`:::${to.port}`)],
    allowAddresses: [`${PUBLIC}/32`],
    ...settings,
  });
  open.push(fetcher);
  return fetcher;
}

const unreachable = (reason: string, detail: string) => ({ outcome: 'unreachable', reason, detail });

describe('what DNS may say of a host', () => {
  it.each([
    ['private', '127.0.0.1', '127.0.0.0/8'],
    ['mixed', '127.0.0.1', '127.0.0.0/8'],
    ['mapped', '::ffff:127.0.0.1', '::ffff:0:0/96'],
    ['metadata', '169.254.169.254', '169.254.0.0/16'],
    ['alias', '127.0.0.1', '127.0.0.0/8'],
  ])('%s.a.example is refused, and nobody is dialled', async (label, address, range) => {
    const before = server.connections();
    const reading = await get(wild(), `https://${label}.a.example/ok`);
    expect(told(reading)).toEqual(
      unreachable(
        'refused-address',
        `${label}.a.example leads to ${address}, which is not a public address (${range})`,
      ),
    );
    expect(reading.hops.map((hop) => [hop.dialled, hop.addresses.includes(address)])).toEqual([
      [undefined, true],
    ]);
    expect(server.connections()).toBe(before);
  });

  it('what the operator named with --allow-address is dialled', async () => {
    const fetcher = wild({ allowAddresses: ['127.0.0.1/32'] });
    expect(told(await get(fetcher, 'https://private.a.example/ok'))).toMatchObject({
      outcome: 'read',
      text: 'hello',
    });
  });

  it('a pair that names a host is exempt, for that host alone', async () => {
    const fetcher = wild({
      connectTo: [pair(`private.a.example::localhost:${server.port}`), pair(`:::${server.port}`)],
    });
    const [named, other] = await Promise.all([
      get(fetcher, 'https://private.a.example/ok'),
      get(fetcher, 'https://mixed.a.example/ok'),
    ]);
    expect([told(named).outcome, told(other).reason]).toEqual(['read', 'refused-address']);
  });

  it('first public, then private: the second answer is never dialled', async () => {
    const outside = await startHostileServer(HOSTS, PUBLIC);
    const before = server.connections();
    // Not the second query: a resolver asks twice where the first answer is slow to come.
    outside.route('/start', ({ socket, host }) => {
      dns.set('rebinding.a.example', { A: ['127.0.0.1'] });
      socket.write(`HTTP/1.1 302 Found\r\nlocation: https://${host}/ok\r\ncontent-length: 0\r\n\r\n`);
    });
    const reading = await get(wild({}, outside), 'https://rebinding.a.example/start');
    expect(told(reading)).toMatchObject({ outcome: 'unreachable', reason: 'refused-address' });
    expect(reading.hops.map(({ addresses, dialled }) => ({ addresses, dialled }))).toEqual([
      { addresses: [PUBLIC], dialled: `${PUBLIC}:${outside.port}` },
      { addresses: ['127.0.0.1'], dialled: undefined },
    ]);
    expect([server.connections() - before, outside.requests]).toEqual([0, ['rebinding.a.example /start']]);
    await outside.close();
  });

  it('a kept connection is not used for an address that the host no longer has', async () => {
    const outside = await startHostileServer(HOSTS, PUBLIC);
    dns.set('moving.a.example', { A: [PUBLIC] });
    const fetcher = wild({}, outside);
    const first = await get(fetcher, 'https://moving.a.example/ok');
    dns.set('moving.a.example', { A: ['127.0.0.1'] });
    const second = await get(fetcher, 'https://moving.a.example/ok');
    expect([told(first).outcome, told(second).reason]).toEqual(['read', 'refused-address']);
    await outside.close();
  });

  it('the next address is dialled where the first refuses the connection', async () => {
    dns.set('two.a.example', { A: ['127.0.0.3', '127.0.0.1'] });
    const reading = await get(wild({ allowAddresses: ['127.0.0.0/8'] }), 'https://two.a.example/ok');
    expect([told(reading).outcome, reading.hops[0]?.dialled]).toEqual(['read', `127.0.0.1:${server.port}`]);
  });

  it.each([
    ['nowhere.a.example', 'the host nowhere.a.example does not exist'],
    ['failing.a.example', 'the name servers of failing.a.example fail (SERVFAIL)'],
    ['empty.a.example', 'the host empty.a.example has no address'],
  ])('%s is unreachable, never absent', async (host, detail) => {
    expect(told(await get(wild(), `https://${host}/ok`))).toEqual(unreachable('dns', detail));
  });

  it('a connection that is refused is unreachable', async () => {
    const fetcher = wild({ allowAddresses: ['127.0.0.0/8'] });
    dns.set('closed.a.example', { A: ['127.0.0.4'] });
    expect(told(await get(fetcher, 'https://closed.a.example/'))).toEqual(
      unreachable('connect', 'the connection was refused'),
    );
  });
});

describe('TXT records', () => {
  const at = '2026-11-21T12:00:00.000Z';
  it('come with the strings of each joined', async () => {
    expect(await wild().txt('_Cross-Signing.a.example')).toEqual({
      outcome: 'read',
      name: '_cross-signing.a.example',
      records: ['cross-signing:abc', 'statement=https://a.example/x'],
      fetchedAt: at,
    });
  });

  it.each([
    ['_cross-signing.b.example', 'no data'],
    ['_cross-signing.nobody.example', 'no such name'],
  ])('%s: %s is absent', async (name) => {
    expect(await wild().txt(name)).toEqual({ outcome: 'absent', name, fetchedAt: at });
  });

  it.each([
    [
      '_cross-signing.failing.example',
      'dns',
      'the name servers of _cross-signing.failing.example fail (SERVFAIL)',
    ],
    ['_cross-signing.full.example', 'limit', '_cross-signing.full.example has more than 128 TXT records'],
    [
      '_cross-signing.large.example',
      'too-large',
      'the TXT records of _cross-signing.large.example exceed 32768 bytes',
    ],
    ['_cross-signing.host.local', 'refused-url', 'names under .local are not public'],
    ['a b.example', 'refused-url', 'a b.example is no host name'],
  ])('%s is unreachable, reason %s', async (name, reason, detail) => {
    expect(await wild().txt(name)).toEqual({ outcome: 'unreachable', name, reason, detail, fetchedAt: at });
  });

  it('a name server whose answer is slow after quick ones is asked until it comes', async () => {
    const fetcher = wild();
    for (let quick = 0; quick < 5; quick += 1) await fetcher.txt('_cross-signing.a.example');
    dns.set('_cross-signing.slow.example', [
      { failure: 'silence' },
      { failure: 'silence' },
      { TXT: ['late'] },
    ]);
    const reading = await inStillTime(() => fetcher.txt('_cross-signing.slow.example'));
    expect(reading).toMatchObject({ outcome: 'read', records: ['late'] });
  });

  it('a name server that never answers ends with the time of the reading', async () => {
    expect(await wild({ maxTimeMs: 300 }).txt('_cross-signing.mute.example')).toMatchObject({
      outcome: 'unreachable',
      reason: 'timeout',
    });
  });
});
