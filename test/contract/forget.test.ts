import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signForgetRequest } from '../../src/api/forget-request.js';
import type { JobView } from '../../src/api/job-view.js';
import { createPerson, type Person, settle } from '../../src/demo/person.js';
import { Population } from '../../src/demo/population.js';
import { generateIdentityKey, signStatement } from '../../src/verify/index.js';
import { identityPath } from '../api/support/api-server.js';
import type { ServerEvent } from '../api/support/event-source.js';
import { postgresMissing, redisMissing } from '../support/find-services.js';
import { frozenClock } from '../support/frozen-clock.js';
import { describeUnless } from '../support/services.js';
import { honest, startWorld, type World } from '../support/world.js';
import { type Deploy, type Deployed, distributed, embedded } from './support/deployments.js';
import { holdSite } from './support/hidden.js';
import { ACCOUNTS, found, GIVEN, NAME, SUBJECT, tracesOf, UNICODE_SUBJECT } from './support/traces.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const BOB = 'mimi://a.example/u/bob';
const NEVER_ASKED = 'mimi://a.example/u/nobody';
const SCHEDULE = `/v1/schedules/${encodeURIComponent(SUBJECT)}`;
const NOTHING: readonly string[] = [];
/** Spellings that only answers of hosts would bring, and what a job has only while it is open. */
const NOT_AT_REST = ['a domain in Unicode', 'a domain in a URL', 'a hash of the subject'];
/** Of a job, 128 random bits: the queue lists those of late, and nothing is left that says what they were. */
const IDS_IN_REDIS = /^an id in (?:Redis|what Redis was told)$/;

function forgetting(deploy: Deploy): void {
  const clock = frozenClock();
  const population = new Population();
  let world: World;
  let deployed: Deployed;
  let zoe: Person;

  beforeAll(async () => {
    const now = new Date(clock.now().getTime() - 30 * DAY_MS);
    zoe = settle(population, await createPerson(SUBJECT, ACCOUNTS, { now }));
    await honest(population, 'bob', { now });
    population.show(GIVEN);
    world = await startWorld(population);
    // A host that does not answer is waited for longer than any test runs: what ends sooner was stopped.
    deployed = await deploy({ ...world, settings: { ...world.settings, maxTimeMs: 600_000 } }, clock);
    await deployed.serving.verify(BOB);
  });
  afterAll(async () => {
    await deployed.close();
    await world.close();
  });

  /** Everything that can be asked for: ids of the jobs. */
  async function lookHerUp(): Promise<string[]> {
    const { serving } = deployed;
    const jobs = [await serving.verify(SUBJECT)];
    clock.advance(2 * MINUTE_MS);
    jobs.push(await serving.verify(SUBJECT, { accounts: [GIVEN] }));
    const schedule = { method: 'PUT', as: 'caller', body: { every: 'P1D' } } as const;
    await serving.ask(SCHEDULE, schedule);
    for (const as of ['caller', 'operator', undefined] as const)
      await serving.ask(identityPath(SUBJECT), as === undefined ? {} : { as });
    return jobs.map(({ id }) => id);
  }

  const forget = (subject = SUBJECT) =>
    deployed.serving.ask(identityPath(subject), { method: 'DELETE', as: 'operator' });
  const statusOf = async (path: string) => (await deployed.serving.ask(path, { as: 'operator' })).status;
  const traces = async (ids: readonly string[] = []) => {
    const all = found(await deployed.kept(), tracesOf(zoe), ids);
    return all.filter((trace) => !IDS_IN_REDIS.test(trace));
  };

  /** Nothing is kept, and nobody is told of anything. */
  async function expectNothing(ids: readonly string[]): Promise<void> {
    expect(await traces(ids)).toEqual(NOTHING);
    const paths = [identityPath(SUBJECT), `${identityPath(SUBJECT)}/history`, SCHEDULE];
    const jobs = ids.map((id) => `/v1/verifications/${id}`);
    const statuses = await Promise.all([...paths, ...jobs].map(statusOf));
    expect(statuses).toEqual(statuses.map(() => 404));
  }

  it('begins with traces of every kind, none of them in Redis or a log', async () => {
    const ids = await lookHerUp();
    const all = await traces(ids);
    const kinds = [...tracesOf(zoe).keys(), 'an id'].filter((kind) => !NOT_AT_REST.includes(kind));
    expect(kinds.filter((kind) => !all.some((trace) => trace.startsWith(`${kind} in `)))).toEqual(NOTHING);
    expect(all.filter((trace) => / in (?:Redis|what Redis was told|the log)$/.test(trace))).toEqual(NOTHING);
    const commands = (await deployed.kept()).get('what Redis was told');
    if (deployed.queueIsShared) expect(commands).toMatch(/ crossproof:host:/);
    await forget();
  });

  it('leaves nothing for the operator, by any spelling, and others as they are', async () => {
    const ids = await lookHerUp();
    const bob = (await deployed.serving.ask(identityPath(BOB), { as: 'operator' })).text;
    const { status, text } = await forget(UNICODE_SUBJECT);
    expect([status, text]).toEqual([204, '']);
    await expectNothing(ids);
    expect((await deployed.serving.ask(identityPath(BOB), { as: 'operator' })).text).toBe(bob);
  });

  it('is the same a second time, and of somebody whom nobody ever asked for', async () => {
    expect([(await forget()).status, (await forget(NEVER_ASKED)).status]).toEqual([204, 204]);
  });

  it('is no reason not to be looked up again, as if for the first time', async () => {
    const { report } = await deployed.serving.verify(SUBJECT);
    expect([report?.firstLook, report?.verdict]).toEqual([true, 'consistent']);
    await forget();
  });

  it('happens at her own request, and at no other', async () => {
    const ids = await lookHerUp();
    const now = clock.now();
    const audience = deployed.serving.url;
    const ask = async (key: object, about: Partial<Parameters<typeof signForgetRequest>[1]> = {}) => {
      const jws = await signForgetRequest(key, { subject: SUBJECT, audience, now, ...about });
      const headers = { authorization: `Bearer ${jws}` };
      return (await deployed.serving.ask(identityPath(SUBJECT), { method: 'DELETE', headers })).status;
    };
    const refused = {
      'another key': await ask(await generateIdentityKey('EdDSA')),
      'another server': await ask(zoe.key, { audience: 'https://other.example' }),
      'long ago': await ask(zoe.key, { now: new Date(now.getTime() - 10 * MINUTE_MS) }),
      'ahead of time': await ask(zoe.key, { now: new Date(now.getTime() + 10 * MINUTE_MS) }),
      'of another subject': await ask(zoe.key, { subject: BOB }),
    };
    expect(refused).toEqual(Object.fromEntries(Object.keys(refused).map((why) => [why, 401])));
    expect(await statusOf(identityPath(SUBJECT))).toBe(200);
    expect(await ask(zoe.key)).toBe(204);
    await expectNothing(ids);
    // Nothing is left that knows her key.
    expect(await ask(zoe.key)).toBe(401);
  });

  it('does not happen at the request of a key that its owner has ended', async () => {
    const [subject, audience] = ['mimi://a.example/u/ender', deployed.serving.url];
    const ender = await honest(population, 'ender', { now: zoeSigned(), accounts: ACCOUNTS_OF_ENDER });
    await deployed.serving.verify(subject);
    const about = { key: ender.key, sub: subject, accounts: [], revoked: [ender.thumbprint] };
    population.show(subject, { statement: await signStatement({ ...about, now: clock.now() }) });
    clock.advance(2 * MINUTE_MS);
    await deployed.serving.verify(subject);
    const jws = await signForgetRequest(ender.key, { subject, audience, now: clock.now() });
    const headers = { authorization: `Bearer ${jws}` };
    const asked = await deployed.serving.ask(identityPath(subject), { method: 'DELETE', headers });
    expect([asked.status, await statusOf(identityPath(subject))]).toEqual([401, 200]);
  });
  const ACCOUNTS_OF_ENDER = ['acct:ender@social.example', 'https://github.com/ender'];
  const zoeSigned = () => new Date(clock.now().getTime() - 20 * DAY_MS);

  it('happens by the keeper’s command, of which the server is not told', async () => {
    const ids = await lookHerUp();
    expect(await deployed.keeper('forget', UNICODE_SUBJECT)).toBe(0);
    await expectNothing(ids);
    expect(await deployed.keeper('forget', SUBJECT)).toBe(1);
  });

  /** A verification that waits for one host of hers, after it has read everything else. */
  async function atWork() {
    const { serving } = deployed;
    const held = holdSite(world, population, `${NAME}.example`);
    const { id } = await serving.submit(SUBJECT);
    const { events } = await serving.open(id);
    await held.asked;
    for (let read = 0; read < ACCOUNTS.length; ) {
      const { value } = await events.next();
      if ((value as ServerEvent).event === 'account') read += 1;
    }
    const asked = world.internet.requests.length;
    const lines = serving.log.length;
    return {
      id,
      events,
      release: () => held.release(),
      ended: () => serving.logged('"kind":"verify"', lines),
      requests: () => world.internet.requests.length - asked,
    };
  }

  it('stops a verification that is at work, drops what it saw, and tells those who follow it', async () => {
    // What goes on without it, so that there is something to stop.
    const other = await atWork();
    other.release();
    await other.ended();
    expect(other.requests()).toBeGreaterThan(0);
    await forget();

    const job = await atWork();
    await forget();
    const rest: ServerEvent[] = [];
    for await (const event of job.events) rest.push(event);
    expect(rest).toEqual([{ event: '', id: null, data: 'this verification is gone' }]);
    // It has ended while the host is still silent.
    await job.ended();
    await expectNothing([job.id]);
    job.release();
    expect([job.requests(), await traces([job.id])]).toEqual([0, NOTHING]);
  });

  it('by the keeper’s command drops what a verification at work will see', async () => {
    const job = await atWork();
    expect(await deployed.keeper('forget', SUBJECT)).toBe(0);
    if (deployed.queueIsShared) await job.ended();
    job.release();
    await job.ended();
    await expectNothing([job.id]);
  });

  it('does not stop a verification that is asked for right after it', async () => {
    const before = await atWork();
    await forget();
    const { id } = await deployed.serving.submit(SUBJECT);
    before.release();
    const last = (await deployed.serving.follow(id, 'caller')).at(-1);
    const report = (last?.data as JobView | undefined)?.report;
    expect([last?.event, report?.verdict, report?.firstLook]).toEqual(['completed', 'consistent', true]);
    expect(id).not.toBe(before.id);
    expect(await statusOf(`/v1/verifications/${before.id}`)).toBe(404);
    await forget();
    await expectNothing([before.id, id]);
  });
}

describe('forgetting a subject: one process, one file', () => forgetting(embedded));

describeUnless(redisMissing() ?? postgresMissing(), 'forgetting a subject: Redis and PostgreSQL', () =>
  forgetting(distributed),
);
