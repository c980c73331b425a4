import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBoard } from '../../src/queue/board.js';
import { type BullBackedQueue, bullQueue } from '../../src/queue/bullmq.js';
import { type PrivateRedis, startRedis } from '../support/redis.js';
import { describeWithRedis } from '../support/services.js';
import { type ApiServer, type AskOptions, problem, problemIn, startApi } from './support/api-server.js';
import { HTML, signIn } from './support/form.js';

const JOB = { id: 'a1b2', kind: 'verify', lane: 'demand', data: { id: 'a1b2' } } as const;
const DELAYED = { ...JOB, id: 'c3d4', data: { id: 'c3d4' }, delayMs: 600_000 } as const;
const BOARD = '/admin/queues';
const API = `${BOARD}/api/queues`;

/** As bull-board's own client asks for them; each would change something on a board that may be written to. */
const CHANGES = [
  ['PUT', `${API}/pause`],
  ['PUT', `${API}/resume`],
  ['PUT', `${API}/demand/pause`],
  ['PUT', `${API}/demand/resume`],
  ['PUT', `${API}/demand/empty`],
  ['PUT', `${API}/demand/obliterate`],
  ['PUT', `${API}/demand/promote`],
  ['PUT', `${API}/demand/retry/failed`],
  ['PUT', `${API}/demand/clean/wait`],
  ['PUT', `${API}/demand/concurrency`],
  ['PUT', `${API}/demand/rate-limit`],
  ['POST', `${API}/demand/add`],
  ['PUT', `${API}/demand/jc3d4/promote`],
  ['PUT', `${API}/demand/ja1b2/retry/failed`],
  ['PUT', `${API}/demand/ja1b2/clean`],
  ['PATCH', `${API}/demand/ja1b2/update-data`],
  ['PATCH', `${API}/demand/jc3d4/delay`],
  ['PATCH', `${API}/demand/ja1b2/priority`],
  ['DELETE', `${API}/demand`],
  ['POST', BOARD],
] as const;
const READS = [
  BOARD,
  `${BOARD}/`,
  `${BOARD}/queue/demand`,
  API,
  `${BOARD}/static/images/logo.svg`,
  `${BOARD}/x`,
];

describeWithRedis('the board of single jobs', () => {
  let redis: PrivateRedis;
  let queue: BullBackedQueue;
  let api: ApiServer;
  let token: string;
  let cookie: string;

  beforeAll(async () => {
    redis = await startRedis();
    const prefix = `test-${randomBytes(6).toString('hex')}`;
    queue = bullQueue({ url: redis.url, prefix, onError: () => undefined });
    await queue.add([JOB, DELAYED]);
    api = await startApi({ working: false, admin: { board: await createBoard(queue.bullQueues) } });
    token = await api.addToken('operator');
    cookie = await signIn(api, token);
  });
  afterAll(async () => {
    await api?.close();
    await queue?.close();
    await redis?.stop();
  });

  const ask = (path: string, how: AskOptions = {}) =>
    api.ask(path, { ...how, headers: { cookie, ...how.headers } });
  /** All that is in Redis, to the last key that does not go by itself: BullMQ marks when it last looked. */
  const kept = async () => {
    const keys = (await redis.cli('KEYS', '*')).split('\n').sort();
    const all = await Promise.all(
      keys.map(async (key) => [key, await redis.cli('DUMP', key), await redis.cli('TTL', key)] as const),
    );
    return all.filter(([, , ttl]) => ttl === '-1');
  };

  it('is for whoever may see everything, on each of its paths', async () => {
    const caller = await api.addToken('caller');
    const told = async (path: string) => {
      const browser = await api.ask(path, { headers: HTML });
      return [
        [(await api.ask(path)).status, (await api.ask(path, { token: caller })).status],
        [browser.status, browser.headers.location],
      ];
    };
    for (const path of READS)
      expect([path, await told(path)]).toEqual([
        path,
        [
          [401, 403],
          [303, '/admin'],
        ],
      ]);
    for (const how of [{ token }, { headers: { cookie } }]) {
      const answers = await Promise.all(READS.map(async (path) => (await api.ask(path, how)).status));
      expect(answers).toEqual([200, 200, 200, 200, 200, 404]);
    }
  });

  it('shows queues and jobs, and says that they may only be looked at', async () => {
    const { queues } = (await ask(`${API}?activeQueue=demand&status=waiting`)).json as {
      queues: {
        name: string;
        readOnlyMode: boolean;
        counts: Record<string, number>;
        jobs: { id: string }[];
      }[];
    };
    expect(
      queues.map(({ name, readOnlyMode, jobs }) => [name, readOnlyMode, jobs.map(({ id }) => id)]),
    ).toEqual([
      ['demand', true, ['ja1b2']],
      ['background', true, []],
    ]);
    expect(queues[0]?.counts).toMatchObject({ waiting: 1, delayed: 1, active: 0 });
    const job = await ask(`${API}/demand/ja1b2`);
    expect(job.json).toMatchObject({ job: { name: 'verify', data: JOB.data }, status: 'waiting' });
    expect((await ask(`${API}/demand/nobody`)).status).toBe(404);
    expect((await ask(`${API}/elsewhere/ja1b2`)).status).toBe(404);
    expect((await ask(`${API}?jobsPerPage=1000000`)).status).toBe(400);
  });

  it('takes nothing that is no job for one, and no fault of who asks for an outage', async () => {
    const status = async (path: string) => (await ask(`${API}${path}`)).status;
    for (const name of ['meta', 'wait', 'id', 'events', 'ja1b2:logs', 'j', 'j<b>', '__proto__'])
      for (const more of ['', '/logs', '/flow'])
        expect([name, more, await status(`/demand/${encodeURIComponent(name)}${more}`)]).toEqual([
          name,
          more,
          404,
        ]);
    expect([await status('?activeQueue=%25'), await status('?activeQueue=demand&status=__proto__')]).toEqual([
      400, 400,
    ]);
    expect(api.failures).toEqual([]);
  });

  it('knows that somebody works', async () => {
    const worker = queue.work(async () => undefined, { concurrency: { demand: 0, background: 1 } });
    const hasWorkers = async () =>
      ((await ask(API)).json as { queues: { hasWorkers: boolean }[] }).queues.map((one) => one.hasWorkers);
    await expect.poll(hasWorkers).toEqual([false, true]);
    await worker.close(1_000);
  });

  it('changes nothing, whoever asks it to', async () => {
    const before = await kept();
    const status = async (
      method: (typeof CHANGES)[number][0],
      path: string,
      headers: Record<string, string>,
    ) => (await api.ask(path, { method, body: {}, headers })).status;
    const foreign = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const [method, path] of CHANGES) {
      const told = [
        await status(method, path, { cookie, origin: api.url, 'sec-fetch-site': 'same-origin' }),
        await status(method, path, foreign),
        await status(method, path, {}),
      ];
      // Of its own path alone a stranger is told at once that it takes no such method.
      expect([method, path, told]).toEqual([
        method,
        path,
        path === BOARD ? [405, 405, 405] : [405, 403, 401],
      ]);
    }
    expect(await kept()).toEqual(before);
  });

  it('hands out the files of its pages and no other', async () => {
    const page = (await ask(BOARD)).text;
    const named = [...page.matchAll(/(?:href|src)="(static\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(4);
    for (const name of named) {
      const { status, headers, text } = await ask(`${BOARD}/${name}`);
      expect([name, status, text.length > 0, headers['cache-control']]).toEqual([
        name,
        200,
        true,
        'no-store',
      ]);
    }
    const others = ['static/../index.ejs', 'static/%2e%2e/index.ejs', 'static/..%2findex.ejs', 'index.ejs'];
    for (const name of [
      ...others,
      '../../../package.json',
      '%2fetc%2fpasswd',
      'static/',
      '__proto__',
      'static/%00',
    ])
      expect([name, (await ask(`${BOARD}/${name}`)).status]).toEqual([name, 404]);
  });

  it('loads from this server alone, runs nothing that stands in it, and is kept by nobody', async () => {
    const { headers, text } = await ask(BOARD);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-r2N1TB/gHbBtBZFKg7ejmq1acVSREzucTAEw6ga4hoU='; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
    });
    expect(text).not.toMatch(/https?:|<style|style="|\son\w+="/);
    expect(text).toContain('<meta name="robots" content="noindex">');
    expect([...text.matchAll(/<script (?!defer src="static\/)([^>]*)>/g)].map((match) => match[1])).toEqual([
      'id="__UI_CONFIG__" type="application/json"',
    ]);
  });

  it('is not there where the queue is in the process', async () => {
    const embedded = await startApi({ working: false });
    const how = { token: await embedded.addToken('operator') };
    expect(problemIn(await embedded.ask(BOARD, how))).toEqual(problem(404, 'not-found'));
    await embedded.close();
  });

  it('says that it cannot tell while Redis is away', async () => {
    await redis.kill();
    expect(problemIn(await ask(API))).toEqual(problem(503, 'unavailable'));
    expect((await ask(BOARD)).status).toBe(200);
    await redis.restart({ keepData: true });
    await expect.poll(async () => (await ask(API)).status).toBe(200);
  });
});
