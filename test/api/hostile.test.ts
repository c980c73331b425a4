import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/api/problems.js';
import { SUBJECT } from '../support/scenario.js';
import { type ApiServer, identityPath, problem, problemIn, startApi } from './support/api-server.js';
import { openEvents } from './support/event-source.js';
import { askRaw, openRaw, toldBy } from './support/raw.js';

const MEGABYTE = 1024 * 1024;
const head = (line: string, fields = ''): string =>
  `${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${fields}\r\n`;

describe('a hostile client', () => {
  let api: ApiServer;
  beforeAll(async () => {
    api = await startApi({ working: false });
  });
  afterEach(() => expect(api.failures.splice(0)).toEqual([]));
  afterAll(() => api.close());

  it.each([
    ['a path of 10 MB', head(`GET /v1/identities/${'a'.repeat(10 * MEGABYTE)}`), 431, 'header-too-large'],
    ['a header of 10 MB', head('GET /', `X: ${'a'.repeat(10 * MEGABYTE)}\r\n`), 431, 'header-too-large'],
    ['100,000 header fields', head('GET /', 'a:b\r\n'.repeat(100_000)), 431, 'header-too-large'],
    ['a path of 12 kB', head(`GET /v1/identities/${'a'.repeat(12_000)}`), 414, 'uri-too-long'],
    ['no HTTP', 'hello\r\n\r\n', 400, 'malformed-request'],
    [
      'two lengths',
      head('POST /v1/verifications', 'Content-Length: 1\r\nContent-Length: 2\r\n'),
      400,
      'malformed-request',
    ],
    [
      'a length and chunks',
      head('POST /v1/verifications', 'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n'),
      400,
      'malformed-request',
    ],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'malformed-request'],
    ['two hosts', head('GET /', 'Host: evil.example\r\n'), 400, 'malformed-request'],
    ['a field with a line end', head('GET /', 'A: b\rc: d\r\n'), 400, 'malformed-request'],
  ])('is told so when it sends %s', async (_, text, status, code) => {
    expect(toldBy(await askRaw(api.port, text))).toEqual({ status, code });
  });

  it.each([
    ['a lone %', '%', 'malformed-request'],
    ['half an escape', 'mimi:%2', 'malformed-request'],
    ['no hexadecimal', '%zz', 'malformed-request'],
    ['bytes that are no UTF-8', '%ff', 'malformed-request'],
    ['an overlong slash', 'mimi:%c0%af%c0%afa.example', 'malformed-request'],
    ['NUL', 'mimi%3A%2F%2Fa.example%2Fu%2Fali%00ce', 'invalid-subject'],
    ['encoding twice', encodeURIComponent(encodeURIComponent(SUBJECT)), 'invalid-subject'],
    ['an encoded slash in the name', encodeURIComponent('mimi://a.example/u/al%2Fice/x'), 'invalid-subject'],
    ['a dot segment', encodeURIComponent('mimi://a.example/u/..'), 'invalid-subject'],
    ['a query', encodeURIComponent(`${SUBJECT}?x`), 'invalid-subject'],
    ['a line end', encodeURIComponent(`${SUBJECT}\r\nX: y`), 'invalid-subject'],
    ['a right-to-left override', encodeURIComponent('mimi://a.example/u/\u202ealice'), 'invalid-subject'],
    ['2,049 octets', `mimi:%2F%2Fa.example%2Fu%2F${'a'.repeat(2_049 - 19)}`, 'invalid-subject'],
    ['a provider', encodeURIComponent('mimi://a.example'), 'invalid-subject'],
    ['__proto__', '__proto__', 'invalid-subject'],
  ])('finds no subject with %s', async (_, path, code) => {
    for (const route of ['/v1/identities/', '/v1/schedules/']) {
      const answer = await askRaw(api.port, head(`GET ${route}${path}`));
      expect(toldBy(answer)).toEqual({ status: 400, code });
    }
  });

  it('can use all of 2 kB, each octet percent-encoded', async () => {
    const subject = `mimi://a.example/u/${'a'.repeat(2_048 - 19)}`;
    const encoded = [...Buffer.from(subject)].map((octet) => `%${octet.toString(16)}`).join('');
    expect(problemIn(await api.ask(`/v1/identities/${encoded}`))).toEqual(problem(404, 'unknown-identity'));
  });

  it('reads one encoding and no more', async () => {
    const name = 'mimi://a.example/u/50%25';
    await api.ask('/v1/verifications', { method: 'POST', body: { subject: name } });
    const made = (
      await api.ask(`/v1/schedules/${encodeURIComponent(name)}`, { method: 'PUT', body: { every: 'P1D' } })
    ).json;
    expect(made).toMatchObject({ subject: name });
  });

  it('is not served what no route is for', async () => {
    const paths = [
      '/index.html',
      '/v1',
      '/v1/',
      '/v1/identities',
      `${identityPath(SUBJECT)}/`,
      `/v1/identities/${SUBJECT}`,
      '//v1/verifications/x',
      '/v1/verifications/a/b',
      '/V1/verifications/x',
      '/v1/verifications/../x',
      '*',
    ];
    for (const path of paths) {
      const answer = toldBy(await askRaw(api.port, head(`GET ${path}`)));
      expect([path, answer]).toEqual([path, { status: 404, code: 'not-found' }]);
    }
  });

  it.each([
    ['PATCH', identityPath(SUBJECT), 'DELETE, GET, HEAD, OPTIONS'],
    ['GET', '/v1/verifications', 'POST'],
    ['OPTIONS', '/v1/verifications', 'POST'],
    ['TRACE', '/v1/verifications/x', 'GET, HEAD, OPTIONS'],
    ['POST', `/v1/schedules/${encodeURIComponent(SUBJECT)}`, 'DELETE, GET, HEAD, PUT'],
    ['PROPFIND', `${identityPath(SUBJECT)}/history`, 'GET, HEAD, OPTIONS'],
  ])('is told which methods there are: %s %s', async (method, path, allow) => {
    const answer = await askRaw(api.port, head(`${method} ${path}`));
    expect([toldBy(answer).status, /^allow: (.*)$/m.exec(answer)?.[1]?.trim()]).toEqual([405, allow]);
  });

  it.each(['/', '/healthz', '/admin', identityPath(SUBJECT)])(
    'causes no trouble of ours by QUERY %s',
    async (path) => {
      const answer = toldBy(await askRaw(api.port, head(`QUERY ${path}`)));
      expect(answer).toEqual({ status: 400, code: 'malformed-request' });
    },
  );

  it('may ask from a page what is public, and nothing else', async () => {
    const ask = (path: string, method: string) =>
      api.ask(path, {
        method: 'OPTIONS',
        headers: { origin: 'https://x.example', 'access-control-request-method': method },
      });
    const read = await ask(identityPath(SUBJECT), 'GET');
    expect([
      read.status,
      read.headers['access-control-allow-origin'],
      read.headers['access-control-allow-methods'],
    ]).toEqual([204, '*', 'GET, HEAD']);
    expect(read.headers['access-control-allow-credentials']).toBeUndefined();
    for (const path of ['/v1/verifications', `/v1/schedules/${encodeURIComponent(SUBJECT)}`])
      expect([path, (await ask(path, 'POST')).headers['access-control-allow-origin']]).toEqual([
        path,
        undefined,
      ]);
  });

  it.each([
    ['text', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['something that looks like JSON', 'application/jsonx'],
    ['no type at all', ''],
  ])('cannot send a body of %s', async (_, type) => {
    const answer = await api.ask('/v1/verifications', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': type },
    });
    expect(problemIn(answer)).toEqual(problem(415, 'unsupported-media-type'));
  });

  it.each([
    ['gzip', 415],
    ['deflate, gzip', 415],
    ['identity', 400],
    ['', 400],
  ])('cannot have a body unpacked: %j', async (coding, status) => {
    const fields = `Content-Type: application/json\r\nContent-Encoding: ${coding}\r\nContent-Length: 2\r\n`;
    const answer = await askRaw(api.port, `${head('POST /v1/verifications', fields)}{}`);
    expect(toldBy(answer)).toEqual({
      status,
      code: status === 415 ? 'unsupported-media-type' : 'invalid-body',
    });
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xc0, 0xaf])],
    ['UTF-8 that ends in the midst of a character', Buffer.from([0xf0, 0x9f, 0x98])],
    ['an encoded surrogate', Buffer.from([0xed, 0xa0, 0x80])],
  ])('cannot have %s in a body taken for text', async (_, bytes) => {
    const [before = '', after = ''] = JSON.stringify({
      subject: SUBJECT,
      accounts: ['https://x.example/!'],
    }).split('!');
    const body = Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]).toString('latin1');
    const fields = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
    const answer = await askRaw(api.port, head('POST /v1/verifications', fields) + body);
    expect(toldBy(answer)).toEqual({ status: 400, code: 'invalid-body' });
  });

  it('cannot send a body of 1 MB, whether it says so or not', async () => {
    const large = await api.ask('/v1/verifications', {
      method: 'POST',
      body: { subject: 'a'.repeat(MEGABYTE) },
    });
    expect(problemIn(large)).toEqual(problem(413, 'body-too-large'));
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
    const fields = 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n';
    const answer = await askRaw(api.port, head('POST /v1/verifications', fields) + chunk.repeat(16));
    expect(toldBy(answer)).toEqual({ status: 413, code: 'body-too-large' });
  });

  it('cannot send 2 kB where no list of accounts is asked for', async () => {
    const long = JSON.stringify({ every: 'P1D'.padEnd(2_048) });
    const asked = [
      ['PUT', `/v1/schedules/${encodeURIComponent(SUBJECT)}`],
      ...[['POST', '/nowhere']],
    ] as const;
    for (const [method, path] of asked) {
      const fields = `Content-Type: application/json\r\nContent-Length: ${long.length}\r\n`;
      expect(toldBy(await askRaw(api.port, head(`${method} ${path}`, fields) + long)).code).toBe(
        'body-too-large',
      );
    }
  });

  it('hears no more than 200 characters of what it said', async () => {
    const name = 'x'.repeat(5_000);
    for (const body of [{ [name]: 1 }, { subject: name }, { subject: SUBJECT, accounts: [name] }]) {
      const answer = await api.ask('/v1/verifications', { method: 'POST', body });
      expect([answer.status, (/x+/.exec(answer.text)?.[0] ?? '').length <= 200]).toEqual([400, true]);
    }
  });

  it('gets a problem of the closed list for whatever it sends, and never a fault of ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('/v1/verifications', `/v1/schedules/${encodeURIComponent(SUBJECT)}`),
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.record({ subject: fc.anything(), every: fc.anything() }).map((v) => JSON.stringify(v) ?? ''),
        ),
        async (path, body) => {
          const method = path.endsWith('verifications') ? 'POST' : 'PUT';
          const answer = await api.ask(path, { method, body });
          const { code } = answer.json as { code: keyof typeof PROBLEMS };
          expect(PROBLEMS[code][0]).toBe(400);
          expect(answer.status).toBe(400);
        },
      ),
      { numRuns: 200 },
    );
  });
});

const SILENT = { failed: () => undefined, rateLimited: () => undefined, streams: () => undefined };

describe('a slow client', () => {
  const open: ApiServer[] = [];
  afterEach(async () => {
    for (const api of open.splice(0)) await api.close();
  });

  it('who does not finish a header is let go', async () => {
    const api = await startApi({ working: false, limits: { headersMs: 50, requestMs: 100, checkMs: 10 } });
    open.push(api);
    const connection = openRaw(api.port);
    connection.send('GET / HTTP/1.1\r\nHost: localhost\r\n');
    expect(toldBy(await connection.said)).toEqual({ status: 408, code: 'timeout' });
  });

  it('who does not finish a body is let go', async () => {
    const api = await startApi({
      working: false,
      limits: { headersMs: 1_000, requestMs: 1_000, checkMs: 10 },
    });
    open.push(api);
    const connection = openRaw(api.port);
    connection.send(
      'POST /v1/verifications HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    expect(toldBy(await connection.said)).toEqual({ status: 408, code: 'timeout' });
    // Nobody could be answered, and it is no trouble of ours.
    await expect.poll(() => api.ended.map(({ status }) => status)).toEqual([0]);
    expect(api.failures).toEqual([]);
  });

  it('who says nothing is let go', async () => {
    const api = await startApi({ working: false, limits: { silentMs: 50 } });
    open.push(api);
    expect(await openRaw(api.port).said).toBe('');
  });

  it('who does not take the events he asked for is let go, and nobody else', async () => {
    const ended: number[] = [];
    const api = await startApi({
      working: false,
      deps: { observer: { ...SILENT, requestEnded: ({ status }) => void ended.push(status) } },
      limits: { streamBytes: 1_000, heartbeatMs: 1 },
    });
    open.push(api);
    const body = { subject: SUBJECT };
    const job = (await api.ask('/v1/verifications', { method: 'POST', body })).json as { id: string };
    const path = `/v1/verifications/${job.id}`;
    const reader = await openEvents(api.url + path);
    await reader.events.next();
    await expect.poll(() => ended).toEqual([202]);
    // The system would hold megabytes for who does not read: here it holds nothing, and what goes before is full.
    api.app.server.once('connection', (socket) => {
      socket.cork();
      socket.write(Buffer.alloc(socket.writableHighWaterMark));
    });
    openRaw(api.port).send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`);
    await expect.poll(() => ended).toEqual([202, 200]);
    expect((await reader.events.next()).value).toMatchObject({ data: 'still here' });
    reader.leave();
  });

  it('does not hold up the end of the server', async () => {
    const api = await startApi({ working: false });
    const silent = openRaw(api.port);
    const half = openRaw(api.port);
    half.send('GET / HTTP/1.1\r\n');
    const job = (await api.ask('/v1/verifications', { method: 'POST', body: { subject: SUBJECT } })).json as {
      id: string;
    };
    const events = await openEvents(`${api.url}/v1/verifications/${job.id}`);
    await events.events.next();
    await api.close();
    expect(await Promise.all([silent.said, half.said])).toEqual(['', '']);
  });
});
