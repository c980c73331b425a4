import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fetcher } from '../../src/fetch/types.js';
import { type HostileServer, ODD_HOSTS, startHostileServer } from '../support/hostile-server.js';
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

const hello = (path: string) => ({
  outcome: 'read',
  status: 200,
  mediaType: 'text/plain',
  charset: null,
  finalUrl: `https://a.example${path}`,
  fromCache: false,
  text: 'hello',
});
const unreachable = (reason: string, detail: string, rest: object = {}) => ({
  outcome: 'unreachable',
  reason,
  detail,
  ...rest,
});
const TOO_LARGE = unreachable('too-large', 'the body is larger than 65536 bytes');
const CUT = unreachable('reset', 'the connection was closed in the middle of the answer');

describe('what a server may do and still be read', () => {
  it.each([
    ['/ok', 'a plain answer'],
    ['/gzip', 'gzip'],
    ['/br', 'brotli'],
    ['/deflate', 'deflate as RFC 9110 means it (zlib)'],
    ['/deflate-raw', 'deflate as some servers mean it (raw)'],
    ['/gzip-br', 'two codings'],
    ['/early-hints', '103 before the answer'],
    ['/recovers', 'two failures that heal'],
  ])('%s: %s', async (path) => {
    expect(told(await get(fetcher, `https://a.example${path}`))).toEqual(hello(path));
  });
});

describe('bodies', () => {
  it.each([
    ['/gzip-bomb', TOO_LARGE],
    ['/br-bomb', TOO_LARGE],
    ['/deflate-bomb', TOO_LARGE],
    ['/gzip-gzip-bomb', TOO_LARGE],
    ['/declared-large', TOO_LARGE],
    ['/endless', TOO_LARGE],
    ['/gzip-cut', unreachable('malformed', 'the body is not the gzip that its header promises')],
    ['/gzip-lie', unreachable('malformed', 'the body is not the gzip that its header promises')],
    ['/gzip-gzip-gzip', unreachable('malformed', 'the body has a content coding that nobody asked for')],
    ['/zstd', unreachable('malformed', 'the body has a content coding that nobody asked for')],
    ['/length-too-long', CUT],
    ['/length-too-long-close', CUT],
    ['/chunks-cut', CUT],
    ['/reset', CUT],
    ['/length-too-short', unreachable('malformed', 'the answer is longer than its Content-Length')],
    ['/length-twice', unreachable('malformed', 'the body does not have the length that its header declares')],
    ['/length-garbage', unreachable('malformed', 'the answer is not HTTP/1.1')],
    [
      '/partial',
      unreachable('malformed', 'the answer is a part that nobody asked for (206)', { status: 206 }),
    ],
  ])('%s is refused as a whole', async (path, expected) => {
    expect(told(await get(fetcher, `https://a.example${path}`))).toEqual(expected);
  });

  it('a body of exactly the limit is read, one byte more is not', async () => {
    const five = await get(fetcher, 'https://a.example/ok', { maxBytes: 5 });
    const four = await get(fetcher, 'https://a.example/ok', { maxBytes: 4 });
    expect([told(five), told(four)]).toEqual([
      hello('/ok'),
      unreachable('too-large', 'the body is larger than 4 bytes'),
    ]);
  });

  it('the limit counts bytes after decoding', async () => {
    expect(told(await get(fetcher, 'https://a.example/gzip', { maxBytes: 4 }))).toEqual(
      unreachable('too-large', 'the body is larger than 4 bytes'),
    );
  });
});

describe('headers and the way before them', () => {
  it.each([
    ['/header-flood', unreachable('too-large', 'the header of the answer is over the limit')],
    ['/many-headers', unreachable('limit', 'the answer has more than 256 header fields')],
    ['/informational-flood', unreachable('limit', 'the answer never ends its 1xx prelude')],
    ['/garbage', unreachable('malformed', 'the answer is not HTTP/1.1')],
    ['/hang-up', unreachable('connect', 'the connection was closed before an answer')],
  ])('%s', async (path, expected) => {
    expect(told(await get(fetcher, `https://a.example${path}`))).toEqual(expected);
  });
});

describe('time', () => {
  it.each([
    ['/trickle', 'a body that drips for ever'],
    ['/silent', 'a request that is never answered'],
  ])('%s: %s ends with the time of the reading, and the socket with it', async (path) => {
    const own = await startHostileServer();
    const hurried = loopbackFetcher(own, { maxTimeMs: 300 });
    const reading = await get(hurried, `https://a.example${path}`);
    expect(told(reading)).toEqual(unreachable('timeout', 'a.example did not answer in full within 0.3 s'));
    await own.idle();
    await hurried.close();
    await own.close();
  });

  it('a caller that goes away ends the request: the server sees the connection close', async () => {
    const own = await startHostileServer();
    const patient = loopbackFetcher(own);
    const caller = new AbortController();
    own.route('/wait', () => caller.abort());
    const reading = await patient.fetch(
      {
        url: 'https://a.example/wait',
        accept: '*/*',
        policy: { redirects: 'none', maxRedirects: 0, maxBytes: 10, robots: 'ignore' },
      },
      { signal: caller.signal },
    );
    expect(told(reading)).toEqual(unreachable('cancelled', 'the reading was cancelled'));
    await own.idle();
    await patient.close();
    await own.close();
  });

  it('one signal for many readings makes no noise and ends them all', async () => {
    const caller = new AbortController();
    const warnings: string[] = [];
    const listen = (warning: Error) => warnings.push(warning.name);
    process.on('warning', listen);
    let waiting = 0;
    server.route('/wait-all', () => {
      waiting += 1;
      if (waiting === 6) caller.abort();
    });
    const readings = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        fetcher.fetch(
          {
            url: `https://a.example/wait-all?${n}`,
            accept: '*/*',
            policy: { redirects: 'none', maxRedirects: 0, maxBytes: 10, robots: 'ignore' },
          },
          { signal: caller.signal },
        ),
      ),
    );
    expect(new Set(readings.map((reading) => reading.outcome === 'unreachable' && reading.reason))).toEqual(
      new Set(['cancelled']),
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });

  it('closing the fetcher ends what is under way and what comes later', async () => {
    const own = await startHostileServer();
    const other = loopbackFetcher(own);
    const asked = new Promise<void>((resolve) => own.route('/wait', () => resolve()));
    const reading = get(other, 'https://a.example/wait');
    await asked;
    await other.close();
    const cancelled = unreachable('cancelled', 'the reading was cancelled');
    expect([told(await reading), told(await get(other, 'https://a.example/ok'))]).toEqual([
      cancelled,
      cancelled,
    ]);
    await own.idle();
    await own.close();
  });
});

describe('statuses', () => {
  it.each([
    [404, { outcome: 'absent', status: 404 }],
    [410, { outcome: 'absent', status: 410 }],
    [400, unreachable('status', 'the host answered with status 400', { status: 400 })],
    [401, unreachable('status', 'the host refuses to show it (status 401)', { status: 401 })],
    [403, unreachable('status', 'the host refuses to show it (status 403)', { status: 403 })],
    [500, unreachable('status', 'the host answered with status 500', { status: 500 })],
    [304, unreachable('status', 'the host answered with status 304', { status: 304 })],
  ])('%i', async (status, expected) => {
    expect(told(await get(fetcher, `https://a.example/status?is=${status}`))).toEqual(expected);
  });

  it('an actor behind secure mode needs a credential, which is not the same as not being there', async () => {
    const reading = await get(fetcher, 'https://a.example/status?is=401', {}, 'application/activity+json');
    expect(told(reading)).toEqual(
      unreachable('needs-credential', 'it is shown only to who signs the request or logs in (401)', {
        status: 401,
      }),
    );
  });

  it('an error page that drips does not hold back its status', async () => {
    expect(told(await get(fetcher, 'https://a.example/drip-404'))).toEqual({
      outcome: 'absent',
      status: 404,
    });
  });
});

describe('certificates', () => {
  it.each([
    [ODD_HOSTS.expired, 'the certificate of expired.example has expired; renew it'],
    [
      ODD_HOSTS.foreign,
      'the certificate of foreign.example comes from an unknown issuer, or its chain is incomplete',
    ],
    [ODD_HOSTS.other, 'the certificate is for another host than other-name.example'],
  ])('%s', async (host, detail) => {
    const before = server.requests.length;
    const reading = await get(fetcher, `https://${host}/ok`);
    expect({ ...told(reading), asked: server.requests.length - before }).toEqual({
      ...unreachable('tls', detail),
      asked: 0,
    });
  });
});

describe('what we send', () => {
  it('says who we are, and neither cookies nor where we come from', async () => {
    await get(fetcher, 'https://a.example/cookie');
    const reading = await get(fetcher, 'https://a.example/to?url=/cookie');
    expect(reading.outcome === 'read' && reading.headers).toEqual({
      'content-length': '5',
      'content-type': 'text/plain',
    });
    expect(server.headers.at(-1)).toEqual({
      host: 'a.example',
      connection: 'keep-alive',
      accept: '*/*',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'crossproof/0.1.0',
    });
  });
});
