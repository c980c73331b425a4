import { afterEach, describe, expect, it } from 'vitest';
import { newJobId, publicIdOf, queueJobOf } from '../../src/jobs/names.js';
import { recoverJobs } from '../../src/jobs/recovery.js';
import type { QueueWorker } from '../../src/queue/types.js';
import type { Report } from '../../src/report/types.js';
import { type Lease, localLeases } from '../../src/store/lease.js';
import type { Store } from '../../src/store/types.js';
import { Recorder } from '../queue/support/recorder.js';
import { frozenClock } from '../support/frozen-clock.js';
import { SUBJECT } from '../support/scenario.js';
import { accountsOf, honest } from '../support/world.js';
import { type Deployment, startDeployment } from './support/deployment.js';

const GIVEN = 'https://alice-other.example/';
const OTHER = 'https://github.com/somebody-else';
const signedAt = new Date(frozenClock().now().getTime() - 30 * 86_400_000);
/** Milliseconds for what a worker holds, which it is to finish. */
const PATIENT_MS = 100_000;
const open: Deployment[] = [];
afterEach(async () => {
  for (const deployment of open.splice(0)) await deployment.close();
});

async function withAlice(): Promise<Deployment> {
  const deployment = await startDeployment((population) => honest(population, 'alice', { now: signedAt }));
  open.push(deployment);
  return deployment;
}

const asked = (given: readonly string[] = [], caller = 'somebody') =>
  ({ subject: SUBJECT, given, caller, origin: 'demand' }) as const;
/** A store, of whatever it is, with some of its methods replaced. */
const replaced = <T extends object>(store: T, methods: Partial<T>): T =>
  new Proxy(store, {
    get(target, name) {
      const method = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
const crawls = ({ world }: Deployment) =>
  world.internet.requests.filter(({ path }) => path.startsWith('/.well-known/cross-signing')).length;

describe('a job', () => {
  it('makes the report of record of a subject', async () => {
    const deployment = await withAlice();
    const { id, created } = await deployment.verifications.submit(asked());
    deployment.work();
    const job = await deployment.ended(id);
    const latest = await deployment.store.latest(SUBJECT);
    expect([created, job.state, job.verification, latest?.id, job.report, job.attempts]).toEqual([
      true,
      'completed',
      id,
      id,
      null,
      1,
    ]);
    expect(latest?.report).toMatchObject({ verdict: 'consistent' });
    expect(job.known).toBe(accountsOf('alice').length + 1);
    expect(deployment.troubles).toEqual([]);
  });

  it('is one for a hundred callers at once, and crawls once', async () => {
    const deployment = await withAlice();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => deployment.verifications.submit(asked([], `caller ${n}`))),
    );
    deployment.work();
    await deployment.ended(answers[0]?.id as string);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ created }) => created).length).toBe(1);
    expect(await deployment.store.verifications(SUBJECT)).toHaveLength(1);
  });

  it('begins anew once the one before has ended', async () => {
    const deployment = await withAlice();
    deployment.work();
    const first = await deployment.verifications.submit(asked());
    await deployment.ended(first.id);
    const second = await deployment.verifications.submit(asked());
    await deployment.ended(second.id);
    expect([second.created, second.id === first.id]).toEqual([true, false]);
    expect((await deployment.store.latest(SUBJECT))?.id).toBe(second.id);
  });

  it('that was lost by the queue is found in the store and put in again', async () => {
    const deployment = await withAlice();
    const { id } = await deployment.verifications.submit(asked());
    await deployment.queue.remove([id]);
    expect(await recoverJobs(deployment)).toBe(1);
    expect(await recoverJobs(deployment)).toBe(0);
    deployment.work();
    expect((await deployment.ended(id)).state).toBe('completed');
  });

  it('delivered again after its end does nothing', async () => {
    const deployment = await withAlice();
    const { id } = await deployment.verifications.submit(asked());
    deployment.work();
    const before = await deployment.ended(id);
    await deployment.left('demand', [id]);
    const seen = deployment.world.internet.requests.length;
    await deployment.queue.add([queueJobOf(id, 'demand')]);
    await deployment.left('demand', [id]);
    expect(deployment.world.internet.requests.length).toBe(seen);
    expect(await deployment.jobs.get(id)).toEqual(before);
  });

  it('waits in the queue while somebody else crawls the subject', async () => {
    const deployment = await withAlice();
    const { leases } = deployment;
    const lease = await leases.acquire(SUBJECT);
    const answers = new Recorder<Lease | null>();
    const acquire = async (subject: string) => {
      const answer = await leases.acquire(subject);
      answers.add(answer);
      return answer;
    };
    deployment.work({ random: () => 0, leases: { close: leases.close, acquire } });
    const { id } = await deployment.verifications.submit(asked());
    // Refused twice: it came again.
    expect(await answers.until(2)).toEqual([null, null]);
    const untouched = await deployment.jobs.get(id);
    expect([untouched?.state, crawls(deployment)]).toEqual(['queued', 0]);
    await lease?.release();
    expect((await deployment.ended(id)).attempts).toBe(1);
  });

  it('stops when it loses its lease, and is done by the next who gets it', async () => {
    const deployment = await withAlice();
    const lost = new AbortController();
    const leases = localLeases();
    const reading = deployment.world.internet;
    let given = 0;
    deployment.work({
      leases: {
        close: leases.close,
        acquire: async (subject) => {
          const lease = await leases.acquire(subject);
          if (lease === null || given++ > 0) return lease;
          lost.abort(new Error('the lease is lost'));
          return { ...lease, signal: lost.signal };
        },
      },
    });
    const { id } = await deployment.verifications.submit(asked());
    const job = await deployment.ended(id);
    expect([job.state, job.attempts, given]).toEqual(['completed', 1, 2]);
    expect(reading.requests.length).toBeGreaterThan(0);
  });
});

describe('accounts that a caller gave', () => {
  it('are in this job’s report, and in nothing else', async () => {
    const deployment = await withAlice();
    deployment.work();
    const { id } = await deployment.verifications.submit(asked([GIVEN, OTHER]));
    const job = await deployment.ended(id);
    const mine = job.report as Report;
    expect([job.state, job.verification]).toEqual(['completed', null]);
    expect(mine.accounts.map((a) => a.account)).toEqual(expect.arrayContaining([GIVEN, OTHER]));
    const latest = await deployment.store.latest(SUBJECT);
    expect(latest?.id).toBe(publicIdOf(id));
    const kept = JSON.stringify([
      latest,
      await deployment.store.memory(SUBJECT),
      await deployment.store.verifications(SUBJECT),
    ]);
    expect([kept.includes(GIVEN), kept.includes(OTHER)]).toEqual([false, false]);
  });

  it('cost no second crawl where the report of record is young', async () => {
    const deployment = await withAlice();
    deployment.work();
    await deployment.ended((await deployment.verifications.submit(asked())).id);
    const seen = crawls(deployment);
    const { id } = await deployment.verifications.submit(asked([OTHER]));
    await deployment.ended(id);
    expect([crawls(deployment), (await deployment.store.verifications(SUBJECT)).length]).toEqual([seen, 1]);
  });

  it('are not judged by what was read before the last look, which read nothing', async () => {
    const deployment = await withAlice();
    const first = deployment.work();
    await deployment.ended((await deployment.verifications.submit(asked())).id);
    await first.close(PATIENT_MS);
    const { fetcher } = deployment.deps;
    deployment.work({
      fetcher: {
        ...{ txt: fetcher.txt, close: fetcher.close },
        fetch: async ({ url }) => ({
          ...{ url, outcome: 'unreachable', reason: 'connect', detail: 'refused', hops: [] },
          fetchedAt: frozenClock().now().toISOString(),
        }),
      },
    });
    await deployment.ended((await deployment.verifications.submit(asked())).id);
    expect((await deployment.store.latest(SUBJECT))?.incomplete).toBe(true);
    const { id } = await deployment.verifications.submit(asked([OTHER]));
    const mine = (await deployment.ended(id)).report as Report;
    expect(new Set(mine.accounts.map((a) => a.state))).toEqual(new Set(['unreachable']));
  });

  it('make a job of their own for each caller', async () => {
    const deployment = await withAlice();
    const ids = await Promise.all(
      [asked([GIVEN], 'a'), asked([GIVEN], 'a'), asked([GIVEN], 'b'), asked([OTHER], 'a')].map(
        async (request) => (await deployment.verifications.submit(request)).id,
      ),
    );
    expect([ids[0] === ids[1], new Set(ids).size]).toEqual([true, 3]);
  });

  it('are the same job in any order and spelling', async () => {
    const deployment = await withAlice();
    const ids = await Promise.all(
      [
        [GIVEN, OTHER],
        [OTHER, GIVEN, GIVEN],
        ['HTTPS://GitHub.com/somebody-else/', GIVEN],
      ].map(async (given) => (await deployment.verifications.submit(asked(given))).id),
    );
    expect(new Set(ids).size).toBe(1);
  });
});

describe('a job that ends its workers', () => {
  it('is read one account at a time the third time, and goes on without the one to blame', async () => {
    const deployment = await withAlice();
    const poison = String(accountsOf('alice')[0]);
    const { id } = await deployment.verifications.submit(asked());
    const at = frozenClock().now().toISOString();
    for (const _death of [1, 2]) await deployment.jobs.start(id, at);
    await deployment.store.begin({ id, subject: SUBJECT, startedAt: at, given: [] });
    await deployment.jobs.start(id, at);
    await deployment.jobs.setSuspect(id, poison);
    deployment.work();
    const job = await deployment.ended(id);
    const report = (await deployment.store.latest(SUBJECT))?.report as Report;
    const blamed = report.accounts.find((a) => a.account === poison);
    expect([job.state, job.suspect, blamed?.state, blamed?.unreachable]).toEqual([
      'completed',
      null,
      'unreachable',
      'limit',
    ]);
    expect(report.accounts.filter((a) => a.state === 'consistent').length).toBe(accountsOf('alice').length);
  });

  it('is the only one of its kind at work in a process, so that no other is blamed for its death', async () => {
    const deployment = await startDeployment(async (population) => {
      for (const name of ['alice', 'bob']) await honest(population, name, { now: signedAt });
    });
    open.push(deployment);
    const { jobs } = deployment;
    const subjects = [SUBJECT, SUBJECT.replace('alice', 'bob')];
    const ids = await Promise.all(
      subjects.map(async (subject) => (await deployment.verifications.submit({ ...asked(), subject })).id),
    );
    const at = frozenClock().now().toISOString();
    for (const id of [...ids, ...ids]) await jobs.start(id, at);
    const suspected: string[] = [];
    const setSuspect: typeof jobs.setSuspect = (id, account) => {
      suspected.push(id);
      return jobs.setSuspect(id, account);
    };
    deployment.work({ jobs: replaced(jobs, { setSuspect }) });
    for (const id of ids) await deployment.ended(id);
    const turns = suspected.filter((id, index) => id !== suspected[index - 1]);
    expect([turns.length, new Set(turns)]).toEqual([2, new Set(ids)]);
  });

  it('is given up in the end', async () => {
    const deployment = await withAlice();
    const { id } = await deployment.verifications.submit(asked());
    for (let death = 1; death <= 8; death += 1) {
      await deployment.jobs.start(id, frozenClock().now().toISOString());
    }
    deployment.work();
    const job = await deployment.ended(id);
    expect([job.state, job.error, crawls(deployment)]).toEqual(['failed', 'gave-up', 0]);
    const next = await deployment.verifications.submit(asked());
    expect(next.created).toBe(true);
  });
});

describe('a subject that is forgotten', () => {
  it('has its waiting job removed', async () => {
    const deployment = await withAlice();
    const { id } = await deployment.verifications.submit(asked());
    await deployment.verifications.forget(SUBJECT);
    deployment.work();
    expect([await deployment.jobs.get(id), await deployment.queue.missing('demand', [id])]).toEqual([
      null,
      [id],
    ]);
    expect(await deployment.store.subjects()).toEqual([]);
  });

  it('in the middle of its crawl leaves nothing behind', async () => {
    const deployment = await withAlice();
    const { store } = deployment;
    let worker: QueueWorker | undefined;
    const forgotten = new Promise<void>((resolve) => {
      const addReading: Store['addReading'] = async (...reading) => {
        await store.addReading(...reading);
        await deployment.verifications.forget(SUBJECT);
        resolve();
      };
      worker = deployment.work({ store: replaced(store, { addReading }) });
    });
    const { id } = await deployment.verifications.submit(asked());
    await forgotten;
    await worker?.close(PATIENT_MS);
    expect([await deployment.jobs.get(id), await store.subjects(), await store.latest(SUBJECT)]).toEqual([
      null,
      [],
      null,
    ]);
  });

  it('stays forgotten when a job of it is delivered late', async () => {
    const deployment = await withAlice();
    const { id } = await deployment.verifications.submit(asked());
    await deployment.verifications.forget(SUBJECT);
    await deployment.queue.add([queueJobOf(id, 'demand')]);
    deployment.work();
    await deployment.left('demand', [id]);
    expect([await deployment.store.subjects(), crawls(deployment)]).toEqual([[], 0]);
  });
});

it('ids of jobs are 128 random bits', () => {
  const ids = Array.from({ length: 1000 }, newJobId);
  expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(1000);
});
