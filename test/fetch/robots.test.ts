import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRobots } from '../../src/fetch/robots-rules.js';
import { frozenClock } from '../support/frozen-clock.js';
import {
  answer,
  type HostileServer,
  ODD_HOSTS,
  startHostileServer,
  text,
} from '../support/hostile-server.js';
import { get, loopbackFetcher, told } from '../support/loopback-fetcher.js';

describe('rules', () => {
  const verdict = (robots: string, path = '/alice') =>
    parseRobots('https://a.example/robots.txt', robots).verdict(`https://a.example${path}`);
  it.each([
    ['an empty file', '', '/alice', 'allowed'],
    ['everybody out', 'User-agent: *\nDisallow: /', '/alice', 'disallowed'],
    [
      'everybody out but us',
      'User-agent: *\nDisallow: /\n\nUser-agent: CrossProof\nDisallow:',
      '/alice',
      'allowed',
    ],
    [
      'only we out',
      'User-agent: crossproof/1.0\nDisallow: /\nUser-agent: *\nAllow: /',
      '/alice',
      'disallowed',
    ],
    [
      'two groups for us are one',
      'user-agent: crossproof\ndisallow: /x\n\nuser-agent: crossproof\ndisallow: /alice',
      '/alice',
      'disallowed',
    ],
    [
      'several agents over one group',
      'user-agent: other\nuser-agent: crossproof\ndisallow: /',
      '/alice',
      'disallowed',
    ],
    ['a group for others', 'user-agent: other\ndisallow: /', '/alice', 'allowed'],
    ['the longest match wins', 'user-agent: *\ndisallow: /\nallow: /alice', '/alice', 'allowed'],
    ['allow wins a tie', 'user-agent: *\ndisallow: /alice\nallow: /alice', '/alice', 'allowed'],
    ['stars and the end', 'user-agent: *\ndisallow: /*.json$', '/alice.json', 'disallowed'],
    ['not quite the end', 'user-agent: *\ndisallow: /*.json$', '/alice.json?x', 'allowed'],
    [
      'comments, CR LF and a byte order mark',
      '\u{feff}User-agent: * # all\r\nDisallow: / # of it\r\n',
      '/alice',
      'disallowed',
    ],
    ['rules before any group', 'disallow: /\nuser-agent: *\nallow: /', '/alice', 'allowed'],
    [
      'agents named like members of an object',
      'user-agent: __proto__\nuser-agent: constructor\ndisallow: /',
      '/alice',
      'allowed',
    ],
    [
      'no robots.txt at all but a page',
      '<!doctype html><html><body>Disallow: /</body></html>',
      '/alice',
      'allowed',
    ],
  ])('%s', (_what, robots, path, expected) => {
    expect(verdict(robots, path)).toBe(expected);
  });

  it.each([
    [
      '25,000 agents over 25,000 rules',
      `${'user-agent: x\n'.repeat(20_000)}user-agent: *\n${'disallow: /b\n'.repeat(18_000)}`,
      'allowed',
    ],
    ['a quarter of a million stars', `user-agent: *\ndisallow: /${'*a'.repeat(250_000)}`, 'too-complex'],
    ['a run of stars is one star', `user-agent: *\ndisallow: /${'*'.repeat(400_000)}alice`, 'disallowed'],
    ['40,000 patterns with a star', `user-agent: *\n${'disallow: *b\n'.repeat(38_000)}`, 'too-complex'],
    ['half a million empty lines', '\n'.repeat(500_000), 'allowed'],
  ])('%s cost little', (_what, robots, expected) => {
    expect(verdict(robots, `/alice${'a'.repeat(2000)}`)).toBe(expected);
  });
});

describe('pages that obey', () => {
  let server: HostileServer;
  beforeAll(async () => {
    server = await startHostileServer(['*.a.example', 'b.example']);
  });
  afterAll(() => server.close());

  /** A host of its own with this robots.txt. */
  let hosts = 0;
  function host(robots?: Buffer | string): string {
    hosts += 1;
    const name = `h${hosts}.a.example`;
    if (robots !== undefined) server.route(`${name}/robots.txt`, ({ socket }) => void socket.write(robots));
    return name;
  }
  const obey = { robots: 'obey' } as const;
  const read = async (name: string) => {
    const fetcher = loopbackFetcher(server);
    const reading = await get(fetcher, `https://${name}/ok`, obey);
    await fetcher.close();
    return told(reading);
  };
  const DISALLOW = 'user-agent: *\ndisallow: /ok';

  it.each<[string, Buffer | string | undefined]>([
    ['no robots.txt (404)', undefined],
    ['401', answer(401, {})],
    ['403', answer(403, {})],
    ['rules that let us in', text('user-agent: *\nallow: /')],
    [
      'a redirect down to http, which is as good as none',
      answer(301, { location: 'http://b.example/robots.txt' }),
    ],
    ['a circle of redirects', answer(302, { location: '/robots.txt' })],
  ])('%s: the page is read', async (_what, robots) => {
    expect(await read(host(robots))).toMatchObject({ outcome: 'read', text: 'hello' });
  });

  it('a page that robots.txt forbids is not asked for', async () => {
    const name = host(text(DISALLOW));
    expect(await read(name)).toEqual({
      outcome: 'unreachable',
      reason: 'robots',
      detail: `robots.txt of ${name} asks not to read this page`,
    });
    expect(server.requests.filter((line) => line.startsWith(name))).toEqual([`${name} /robots.txt`]);
  });

  it('a server error forbids everything (RFC 9309 section 2.3.1.4)', async () => {
    const name = host(answer(500, {}));
    expect(await read(name)).toEqual({
      outcome: 'unreachable',
      reason: 'robots',
      detail: `robots.txt of ${name} could not be read: the host answered with status 500`,
    });
  });

  it('rules reached by a redirect to another host hold for the first', async () => {
    server.route('b.example/robots.txt', ({ socket }) => void socket.write(text(DISALLOW)));
    const name = host(answer(301, { location: 'https://b.example/robots.txt' }));
    expect(await read(name)).toMatchObject({ reason: 'robots' });
  });

  it('of a file that is too long the first 500 KiB count', async () => {
    const padding = `# ${'x'.repeat(997)}\n`.repeat(700);
    expect(await read(host(text(`${DISALLOW}\n${padding}`)))).toMatchObject({ reason: 'robots' });
    expect(await read(host(text(`${padding}${DISALLOW}\n`)))).toMatchObject({ outcome: 'read' });
  });

  it('a host that cannot be had has the same reason for its pages', async () => {
    expect(await read(ODD_HOSTS.expired)).toEqual({
      outcome: 'unreachable',
      reason: 'tls',
      detail:
        'robots.txt of expired.example could not be read: the certificate of expired.example has expired; renew it',
    });
  });

  it('is asked once for many pages, and again after an hour', async () => {
    const name = host(text('user-agent: *\nallow: /'));
    const clock = frozenClock();
    const fetcher = loopbackFetcher(server, {}, { clock });
    const asked = () => server.requests.filter((line) => line === `${name} /robots.txt`).length;
    await Promise.all(Array.from({ length: 10 }, (_, n) => get(fetcher, `https://${name}/ok?${n}`, obey)));
    clock.advance(59 * 60_000);
    await get(fetcher, `https://${name}/ok`, obey);
    expect(asked()).toBe(1);
    clock.advance(60_000);
    await get(fetcher, `https://${name}/ok`, obey);
    expect(asked()).toBe(2);
    await fetcher.close();
  });

  it('a redirect to another host asks that host’s rules too', async () => {
    const closed = host(text(DISALLOW));
    const name = host();
    server.route(
      `${name}/moved`,
      ({ socket }) => void socket.write(answer(302, { location: `https://${closed}/ok` })),
    );
    const fetcher = loopbackFetcher(server);
    expect(told(await get(fetcher, `https://${name}/moved`, obey))).toMatchObject({ reason: 'robots' });
    await fetcher.close();
  });
});
