import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fetcher, FetchPolicy } from '../../src/fetch/types.js';
import { type HostileServer, startHostileServer } from '../support/hostile-server.js';
import { get, loopbackFetcher, told } from '../support/loopback-fetcher.js';

let server: HostileServer;
let fetcher: Fetcher;
beforeAll(async () => {
  server = await startHostileServer();
  fetcher = loopbackFetcher(server);
});
afterAll(async () => {
  await fetcher.close();
  await server.close();
});

const to = (url: string, status = 302) =>
  `https://a.example/to?status=${status}&url=${encodeURIComponent(url)}`;
const refusal = (reason: string, detail: string) => ({ outcome: 'unreachable', reason, detail });

describe('redirects that are followed', () => {
  it.each([301, 302, 303, 307, 308])('%i', async (status) => {
    expect(told(await get(fetcher, to('/ok', status)))).toMatchObject({
      outcome: 'read',
      finalUrl: 'https://a.example/ok',
      text: 'hello',
    });
  });

  it.each([
    ['same-origin', '/ok', 'a.example'],
    ['same-domain', 'https://www.a.example/ok', 'www.a.example'],
    ['same-domain', '//www.a.example/ok', 'www.a.example'],
    ['https', 'https://b.example:443/ok', 'b.example'],
  ] as const)('%s allows %s', async (redirects, location, host) => {
    expect(told(await get(fetcher, to(location), { redirects }))).toMatchObject({
      outcome: 'read',
      finalUrl: `https://${host}/ok`,
    });
  });

  it('as many as the policy says, and each leaves its record', async () => {
    const reading = await get(fetcher, to(to('/ok')), { maxRedirects: 2 });
    expect(reading.hops).toEqual(
      [
        { url: to(to('/ok')), status: 302, location: to('/ok') },
        { url: to('/ok'), status: 302, location: '/ok' },
        { url: 'https://a.example/ok', status: 200 },
      ].map((hop) => ({
        ...hop,
        addresses: ['127.0.0.1'],
        dialled: `127.0.0.1:${server.port}`,
        startedAt: '2026-11-21T12:00:00.000Z',
        durationMs: 0,
      })),
    );
  });
});

describe('redirects that are not', () => {
  it.each<[string, string, Partial<FetchPolicy>, string, string]>([
    [
      'a loop',
      'https://a.example/loop',
      {},
      'redirect',
      'the redirects go in a circle, back to https://a.example/loop',
    ],
    ['one too many', 'https://a.example/chain', {}, 'redirect', 'more than 3 redirects'],
    [
      'no Location',
      'https://a.example/nowhere',
      {},
      'redirect',
      'the page redirects without saying where (no Location)',
    ],
    [
      'down to http',
      'https://a.example/downgrade',
      { redirects: 'https' },
      'redirect',
      'the page redirects to http://a.example/ok; publish at an https address',
    ],
    [
      'any, where the standard forbids them',
      to('/ok'),
      { redirects: 'none' },
      'redirect',
      'this document must not redirect, and it redirects to a.example',
    ],
    [
      'to a sister host, where only the origin counts',
      to('https://www.a.example/ok'),
      { redirects: 'same-origin' },
      'redirect',
      'it redirects to another host, www.a.example; publish at a.example itself',
    ],
    [
      'out of the registrable domain',
      to('https://b.example/ok'),
      {},
      'redirect',
      'it redirects outside of a.example, to b.example; publish within it',
    ],
    [
      'to an address of the local network',
      to('https://169.254.169.254/latest'),
      { redirects: 'https' },
      'refused-url',
      '169.254.169.254 is an IP address; an account needs a host name',
    ],
    [
      'to loopback written as a number',
      to('https://2130706433/'),
      { redirects: 'https' },
      'refused-url',
      '127.0.0.1 is an IP address; an account needs a host name',
    ],
    ['to another port', to('https://a.example:8443/'), {}, 'refused-url', 'only port 443 is read, not 8443'],
    [
      'to a URL with a user name',
      to('https://a.example@b.example/'),
      { redirects: 'https' },
      'refused-url',
      'the URL holds a user name or a password before its host',
    ],
    [
      'to another scheme',
      to('file:///etc/passwd'),
      { redirects: 'https' },
      'refused-url',
      'only https is read, not file:',
    ],
    [
      'to a host that lost its slash',
      to('https://a.example.well-known/x'),
      { redirects: 'https' },
      'refused-url',
      'a.example.well-known is no host; check for a missing slash',
    ],
  ])('%s', async (_what, url, policy, reason, detail) => {
    expect(told(await get(fetcher, url, policy))).toEqual(refusal(reason, detail));
  });

  it('nothing is dialled for the target, and the record says why', async () => {
    const before = server.connections();
    const reading = await get(fetcher, to('https://10.0.0.1/'), { redirects: 'https' });
    expect(reading.hops.at(-1)).toEqual({
      url: 'https://10.0.0.1/',
      addresses: [],
      reason: 'refused-url',
      detail: '10.0.0.1 is an IP address; an account needs a host name',
      startedAt: '2026-11-21T12:00:00.000Z',
      durationMs: 0,
    });
    expect(server.connections() - before).toBeLessThanOrEqual(1);
  });

  it('300 and 305 are no redirects, whatever their Location says', async () => {
    const readings = await Promise.all([300, 305].map((status) => get(fetcher, to('/ok', status))));
    expect(readings.map(told)).toEqual([
      { ...refusal('status', 'the host answered with status 300'), status: 300 },
      { ...refusal('status', 'the host answered with status 305'), status: 305 },
    ]);
  });
});
