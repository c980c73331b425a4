import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyForgetRequest } from '../../src/api/forget-request.js';
import { register } from '../../src/cli/forget/command.js';
import { withVerifications } from '../../src/cli/forget/queue.js';
import type { Io } from '../../src/cli/io.js';
import { queueJobOf } from '../../src/jobs/names.js';
import { bullQueue } from '../../src/queue/bullmq.js';
import { SqlJobs } from '../../src/store/sql-jobs.js';
import { SqlSchedules } from '../../src/store/sql-schedules.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { folder } from '../store/support/folder.js';
import { ALICE, BOB, finished, reading, started } from '../store/support/plain-values.js';
import { PATIENCE, type PrivateRedis, startRedis } from '../support/redis.js';
import { identity } from '../support/scenario.js';
import { describeWithRedis } from '../support/services.js';
import { type Keeper, keeper, NOON } from './support/keeper.js';
import { runCommand, wideLines } from './support/run-command.js';

const JOB = '0123456789abcdef0123456789abcdef';
const at = NOON.toISOString();

/** A verification, a schedule and a job of her. */
async function fill({ inStore }: Keeper, subject = ALICE): Promise<void> {
  await inStore(async (database) => {
    const store = new SqlStore(database);
    await store.begin(started(`of ${subject}`, subject));
    await store.addReading(`of ${subject}`, reading(`https://site.example/${subject.split('/').at(-1)}`));
    await store.finish(`of ${subject}`, finished(subject, 0));
    await new SqlSchedules(database).put({ subject, everySeconds: 3600, dueAt: at, createdAt: at });
    await new SqlJobs(database).submit({
      ...{ id: JOB.replace('0', `${subject.length % 10}`), subject, given: [], caller: null },
      ...{ dedup: subject, origin: 'demand', createdAt: at },
    });
  });
}

describe('crossproof forget', () => {
  test('leaves no trace in the store, says what was there, and leaves others alone', async () => {
    const store = keeper(register);
    await fill(store);
    await fill(store, BOB);
    expect(await store.run(['forget', 'MIMI://A.example/u/alice'])).toEqual({
      code: 0,
      out: `${ALICE}: forgotten, with 1 verification, 1 job and its schedule\n`,
      err: '',
    });
    const kept = readFileSync(store.path);
    expect([kept.includes('alice'), kept.includes(BOB)]).toEqual([false, true]);
  });

  test('of whom nothing is kept is answered with 1', async () => {
    const store = keeper(register);
    await fill(store, BOB);
    expect(await store.run(['forget', ALICE])).toEqual({
      code: 1,
      out: `${ALICE}: nothing was kept of it\n`,
      err: '',
    });
    const json = await store.run(['forget', BOB, '--json']);
    expect(JSON.parse(json.out)).toEqual({ subject: BOB, verifications: 1, jobs: 1, scheduled: true });
  });

  test.each([
    [['https://a.example/'], /MIMI/],
    [[ALICE, '--audience', 'https://b.example'], /^forget: --key and --audience go together\n$/],
    [
      [ALICE, '--key', 'k', '--audience', 'b.example'],
      /^--audience "b\.example": not the origin of a server/,
    ],
    [[ALICE, '--key', 'k', '--audience', 'https://b.example/v1'], /^--audience /],
    [[ALICE, '--key', '/nowhere', '--audience', 'https://b.example'], /^\/nowhere: no such file\n$/],
  ])('%j is wrong use, and forgets nothing', async (argv, message) => {
    const store = keeper(register);
    await fill(store);
    const refused = await store.run(['forget', ...argv]);
    expect([refused.code, refused.out, refused.err]).toEqual([2, '', expect.stringMatching(message)]);
    expect((await store.run(['forget', ALICE])).code).toBe(0);
  });

  test('--help fits a terminal and has an example', async () => {
    const { code, out } = await runCommand(register, ['forget', '--help']);
    expect([code, out.includes('Example:'), wideLines(out)]).toEqual([0, true, []]);
  });
});

describe('crossproof forget --key', () => {
  const audience = 'https://crossproof.example';

  async function request(subject: string, more: readonly string[] = []) {
    const { jwk, key } = await identity();
    const file = join(folder(), 'alice.jwk');
    writeFileSync(file, JSON.stringify({ ...jwk, sub: ALICE }));
    const store = keeper(register);
    await fill(store);
    const asked = await store.run(['forget', subject, '--key', file, '--audience', `${audience}/`, ...more]);
    return { asked, key, store };
  }
  const holds = (jws: string, key: string) =>
    verifyForgetRequest(jws, { subject: ALICE, audience, lastConsistentKey: key, now: NOON });

  test('prints her own request and how to send it, and removes nothing here', async () => {
    const { asked, key, store } = await request(ALICE);
    const [jws = '', , ...curl] = asked.out.trimEnd().split('\n');
    expect(await holds(jws, key)).toEqual({ ok: true });
    expect([asked.code, asked.err, curl.join('\n')]).toEqual([
      0,
      'it holds for 5 minutes\n',
      `curl -X DELETE -H 'Authorization: Bearer ${jws}' \\\n  '${audience}/v1/identities/mimi%3A%2F%2Fa.example%2Fu%2Falice'`,
    ]);
    expect((await store.run(['forget', ALICE])).code).toBe(0);
  });

  test('--json has its parts', async () => {
    const { asked, key } = await request(ALICE, ['--json']);
    const { authorization, ...rest } = JSON.parse(asked.out) as Record<string, string>;
    expect(rest).toEqual({ method: 'DELETE', url: `${audience}/v1/identities/${encodeURIComponent(ALICE)}` });
    expect(await holds((authorization ?? '').replace(/^Bearer /, ''), key)).toEqual({ ok: true });
  });

  test('refuses a key that speaks for somebody else', async () => {
    const { asked } = await request(BOB);
    expect([asked.code, asked.out, asked.err]).toEqual([
      2,
      '',
      expect.stringMatching(/speaks for .*alice\n$/),
    ]);
  });
});

describeWithRedis('the queue of a deployment', () => {
  let redis: PrivateRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  async function forgetting(patience: number): Promise<{ warnings: string; left: readonly string[] }> {
    const store = keeper(register);
    await fill(store);
    let warnings = '';
    const io: Io = {
      out: () => undefined,
      err: (text) => {
        warnings += text;
      },
      readStdin: async () => Buffer.alloc(0),
      async *stdinLines() {},
      ...{ interactive: false, now: () => NOON, signal: new AbortController().signal },
      env: { REDIS_URL: redis.url, DATABASE_URL: 'postgres://127.0.0.1/unused' },
    };
    const left = await store.inStore(async (database) => {
      const [jobs, kept] = [new SqlJobs(database), new SqlStore(database)];
      await withVerifications({ jobs, store: kept }, {}, io, ({ forget }) => forget(ALICE), patience);
      return jobs.idsOf(ALICE);
    });
    return { warnings, left };
  }

  test('loses the jobs of whom it is to forget', async () => {
    const id = JOB.replace('0', `${ALICE.length % 10}`);
    const place = { url: redis.url, prefix: 'crossproof', onError: () => undefined };
    const queue = bullQueue({ ...place, patience: PATIENCE });
    await queue.add([queueJobOf(id, 'demand')]);
    expect(await queue.missing('demand', [id])).toEqual([]);
    expect(await forgetting(PATIENCE)).toEqual({ warnings: '', left: [] });
    expect(await queue.missing('demand', [id])).toEqual([id]);
    await queue.close();
  });

  test('that is away is named in a warning, and the store forgets all the same', async () => {
    await redis.kill();
    const { warnings, left } = await forgetting(1);
    expect(left).toEqual([]);
    expect(warnings).toMatch(/^crossproof: the queue was not told: .*\n/);
  });
});
