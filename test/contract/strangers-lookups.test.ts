import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteHandler } from '../../src/demo/answers.js';
import { Population } from '../../src/demo/population.js';
import { publicIdOf } from '../../src/jobs/names.js';
import type { PublicReport } from '../../src/report/types.js';
import { type Answer, identityPath } from '../api/support/api-server.js';
import { frozenClock } from '../support/frozen-clock.js';
import { honest, startWorld, type World } from '../support/world.js';
import { holdSite } from './support/hidden.js';
import { type Bearer, type Serving, startServing } from './support/serving.js';
import { everythingTold, leaksOf } from './support/told.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ALICE = 'mimi://a.example/u/alice';
const BOB = 'mimi://a.example/u/bob';
const DORA = 'mimi://a.example/u/dora';
const NEVER_ASKED = 'mimi://a.example/u/nobody';
/** Named by the statements of all of them. */
const SHARED = 'https://shared.example/';
const KEPT_HOSTS = ['shared.example', 'bob.example'];
const DOCUMENT = '/.well-known/cross-signing';
const clock = frozenClock();
const population = new Population();
let folder: string;
let world: World;
let serving: Serving;

beforeAll(async () => {
  const now = new Date(clock.now().getTime() - 30 * DAY_MS);
  for (const name of ['alice', 'bob', 'dora'])
    await honest(population, name, { now, accounts: [`https://${name}.example/`, SHARED] });
  const sites = Object.entries(population.sites()).filter(([host]) => KEPT_HOSTS.includes(host));
  world = await startWorld(population, {
    sites: Object.fromEntries(sites.map(([host, site]) => [host, kept(site)])),
  });
  folder = await mkdtemp(join(tmpdir(), 'crossproof-lookups-'));
  serving = await startServing({ world, clock, storePath: join(folder, 'store.sqlite') });
});
afterAll(async () => {
  await serving.stop();
  await world.close();
  await rm(folder, { recursive: true });
});

/** A host whose answers may be kept for an hour. */
function kept(site: SiteHandler): SiteHandler {
  return async (request) => {
    const answer = await site(request);
    return { ...answer, headers: { ...answer.headers, 'cache-control': 'max-age=3600' } };
  };
}

/** All of an answer that says anything: the date is that of every answer of this second. */
function said({ status, headers, text }: Answer): unknown {
  const { date: _, ...rest } = headers;
  return { status, headers: rest, text };
}

/** How a stranger may ask for a subject. */
const WAYS: readonly [string, Readonly<Record<string, string>>][] = [
  ['', {}],
  ['?max-age=1000000', {}],
  ['?max-age=0', {}],
  ['/history', {}],
];

async function askedInAllWays(subject: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const [query, headers] of WAYS) {
    const answer = await serving.ask(`${identityPath(subject)}${query}`, { headers });
    const etag = typeof answer.headers.etag === 'string' ? answer.headers.etag : '"none"';
    const known = { headers: { ...headers, 'if-none-match': etag } };
    answers.push(said(answer), said(await serving.ask(`${identityPath(subject)}${query}`, known)));
    answers.push(said(await serving.ask(`${identityPath(subject)}${query}`, { method: 'HEAD', headers })));
  }
  return answers;
}

/** What is true while a verification of the subject is at work, which a host of hers holds up. */
async function whileAtWork<T>(subject: string, host: string, look: () => Promise<T>): Promise<T> {
  const held = holdSite(world, population, host);
  const { id } = await serving.submit(subject);
  await held.asked;
  try {
    return await look();
  } finally {
    held.release();
    await serving.follow(id, 'caller');
  }
}

describe('the id of a verification', () => {
  it('is new each time, and hangs on nothing that anybody knows', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      ids.push((await serving.verify(ALICE)).id);
      await serving.ask(identityPath(ALICE), { method: 'DELETE', as: 'operator' });
    }
    expect([new Set(ids).size, ids.filter((id) => !/^[0-9a-f]{32}$/.test(id))]).toEqual([3, []]);
  });

  it('is in nothing that anybody else is told, and in no log', async () => {
    const jobs = [await serving.verify(ALICE), await serving.verify(ALICE, { accounts: [SHARED] })];
    const ids = jobs.map(({ id }) => id);
    const told = await everythingTold(serving, ALICE, []);
    expect(leaksOf([...told, { by: 'the log', text: serving.log.join('') }], ids)).toEqual([]);
    expect(leaksOf(await everythingTold(serving, ALICE, ids), ids).length).toBeGreaterThan(0);
  });

  it.each([
    ['of no verification', 'f'.repeat(32)],
    ['of none that anybody could have', 'ffff'],
    ['in capital letters', 'F'.repeat(32)],
    ['with an injection in it', `${'f'.repeat(31)}'`],
    ['of what is no id at all', encodeURIComponent(ALICE)],
  ])('%s is answered as any unknown one is', async (_, id) => {
    const unknown = said(await serving.ask(`/v1/verifications/${'0'.repeat(32)}`));
    expect(said(await serving.ask(`/v1/verifications/${id}`))).toEqual(unknown);
    expect(said(await serving.ask(`/v1/verifications/${id}`, { as: 'operator' }))).toEqual(unknown);
    const streamed = { headers: { accept: 'text/event-stream' } };
    expect(said(await serving.ask(`/v1/verifications/${id}`, streamed))).toEqual(unknown);
  });

  it('of what a job reads beside its own report opens nothing', async () => {
    clock.advance(2 * MINUTE_MS);
    const { id } = await serving.verify(ALICE, { accounts: [SHARED] });
    const unknown = said(await serving.ask(`/v1/verifications/${'0'.repeat(32)}`));
    expect(said(await serving.ask(`/v1/verifications/${publicIdOf(id)}`))).toEqual(unknown);
  });
});

describe('two callers who ask for the same', () => {
  it('have jobs of their own where they give accounts, each the same one when he asks again', async () => {
    const ids = await whileAtWork(ALICE, 'alice.example', () =>
      Promise.all(
        (['caller', 'rival', 'caller', 'rival'] as const).map(async (as) => {
          const { id } = await serving.submit(ALICE, { as, accounts: [SHARED] });
          return id;
        }),
      ),
    );
    expect([ids[0] === ids[2], ids[1] === ids[3], ids[0] === ids[1]]).toEqual([true, true, false]);
    for (const id of new Set(ids)) await serving.follow(id, 'caller');
  });

  it('have one job without: the second learns that the report is being made anew, and nothing else', async () => {
    const [first, second] = await whileAtWork(ALICE, 'alice.example', async () => [
      await serving.submit(ALICE, { as: 'caller' }),
      await serving.submit(ALICE, { as: 'rival' }),
    ]);
    const { progress: _, ...rest } = first ?? {};
    expect(second).toEqual({ ...rest, progress: second?.progress });
    expect(Object.keys(second ?? {}).sort()).toEqual(['id', 'progress', 'report', 'state', 'subject']);
  });
});

describe('what was read for somebody else', () => {
  const readAt = (report: PublicReport | null, account: string) =>
    report?.accounts.find((one) => one.account === account)?.fetchedAt;
  /** How often a host was asked for its document during this. */
  async function askedFor<T>(host: string, during: () => Promise<T>): Promise<readonly [number, T]> {
    const before = world.internet.requests.length;
    const result = await during();
    const requests = world.internet.requests.slice(before);
    const documents = requests.filter((one) => one.host === host && one.path.startsWith(DOCUMENT));
    return [documents.length, result];
  }

  it('is read again, so that no age of an answer tells of him', async () => {
    await serving.verify(BOB);
    clock.advance(10 * MINUTE_MS);
    const [asked, { report }] = await askedFor('shared.example', () => serving.verify(DORA));
    const now = clock.now().toISOString();
    expect([asked > 0, readAt(report, DORA), readAt(report, SHARED)]).toEqual([true, now, now]);
    // Kept answers are used: for the same subject, whose report said so already.
    clock.advance(10 * MINUTE_MS);
    expect((await askedFor('shared.example', () => serving.verify(DORA)))[0]).toBe(0);
  });

  it('is read again where two callers give the same account for the same subject', async () => {
    const given = { accounts: ['https://bob.example/'] };
    await serving.verify(ALICE, { as: 'rival', ...given });
    const again = () => serving.verify(ALICE, { as: 'caller', ...given });
    const [asked, { report }] = await askedFor('bob.example', again);
    expect([asked > 0, readAt(report, 'https://bob.example/')]).toEqual([true, clock.now().toISOString()]);
  });
});

describe('what a stranger is told of a subject', () => {
  it('is the same while somebody waits for a newer report', async () => {
    await serving.verify(ALICE);
    clock.advance(10 * MINUTE_MS);
    const before = await askedInAllWays(ALICE);
    const during = await whileAtWork(ALICE, 'alice.example', () => askedInAllWays(ALICE));
    expect(during).toEqual(before);
    expect(before.map((answer) => (answer as { status: number }).status)).toEqual([
      ...[200, 304, 200],
      ...[200, 304, 200],
      ...[401, 401, 401],
      ...[200, 304, 200],
    ]);
  });

  it('is that of one whom nobody ever asked for, until there is a report', async () => {
    await serving.ask(identityPath(DORA), { method: 'DELETE', as: 'operator' });
    await serving.ask(`/v1/schedules/${encodeURIComponent(DORA)}`, {
      ...{ method: 'PUT', as: 'caller', body: { every: 'P1D' } },
    });
    const asked = await whileAtWork(DORA, 'dora.example', () => askedInAllWays(DORA));
    expect(asked).toEqual(await askedInAllWays(NEVER_ASKED));
  });

  it('is that of one whom nobody ever asked for, after she was forgotten', async () => {
    await serving.verify(BOB);
    await serving.ask(identityPath(BOB), { method: 'DELETE', as: 'operator' });
    expect(await askedInAllWays(BOB)).toEqual(await askedInAllWays(NEVER_ASKED));
  });
});

describe('the rate limit of a caller', () => {
  it('counts his own requests, whatever others ask for', async () => {
    const limited = await startServing({
      ...{ world, clock, storePath: join(folder, 'limited.sqlite') },
      env: { CROSSPROOF_RATE_PER_MINUTE: '60', CROSSPROOF_RATE_BURST: '10' },
    });
    const take = async (as: Bearer) => {
      const path = `/v1/schedules/${encodeURIComponent(NEVER_ASKED)}`;
      const { status, headers } = await limited.ask(path, { method: 'DELETE', as });
      return [status, headers.ratelimit, headers['ratelimit-policy']];
    };
    const first = await take('caller');
    for (let n = 0; n < 12; n += 1) await take('rival');
    expect([first, await take('rival'), await take('caller')]).toEqual([
      [404, '"default";r=9', '"default";q=10;w=10'],
      [429, '"default";r=0;t=1', '"default";q=10;w=10'],
      [404, '"default";r=8', '"default";q=10;w=10'],
    ]);
    await limited.stop();
  });
});
