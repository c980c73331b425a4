import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldEvidence, verify } from '../../src/crawl/index.js';
import { jwt, type SiteHandler, site } from '../../src/demo/answers.js';
import { Population } from '../../src/demo/population.js';
import { createFetcher, type Fetcher } from '../../src/fetch/index.js';
import type { Report } from '../../src/report/types.js';
import { memoryStore } from '../../src/store/memory-store.js';
import type { Store } from '../../src/store/types.js';
import { type FrozenClock, frozenClock } from '../support/frozen-clock.js';
import { identity, SUBJECT } from '../support/scenario.js';
import { accountsOf, honest, impostor, startWorld, type World } from '../support/world.js';

const DAY = 86_400_000;
const open: { close(): Promise<void> }[] = [];
let clock: FrozenClock;
beforeEach(() => {
  clock = frozenClock();
});
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function fetcherFor(world: World): Promise<Fetcher> {
  open.push(world);
  const fetcher = createFetcher(world.settings, { clock });
  open.push(fetcher);
  return fetcher;
}

const states = (report: Report) => Object.fromEntries(report.accounts.map((a) => [a.account, a.state]));
const signedAt = () => new Date(clock.now().getTime() - 30 * DAY);

describe('a verification from end to end', () => {
  it('finds every account of an honest user consistent, from her URI alone', async () => {
    const population = new Population();
    const alice = await honest(population, 'alice', { now: signedAt() });
    const fetcher = await fetcherFor(await startWorld(population));
    const { report } = await verify(SUBJECT, { fetcher, clock });
    expect(states(report)).toEqual(
      Object.fromEntries([SUBJECT, ...accountsOf('alice')].map((a) => [a, 'consistent'])),
    );
    expect([
      report.verdict,
      report.identityKey,
      report.independentOperators,
      report.takeoverThreshold,
      report.alerts,
      // Two: her provider and her site show the statement; without it the tokens elsewhere mean nothing.
    ]).toEqual(['consistent', alice.thumbprint, 4, 2, []]);
  });

  it('gives the same report and evidence however often it is run', async () => {
    const population = new Population();
    await honest(population, 'alice', { now: signedAt() });
    const fetcher = await fetcherFor(await startWorld(population));
    const runs = await Promise.all([1, 2, 3].map(() => verify(SUBJECT, { fetcher, clock })));
    expect(new Set(runs.map((r) => JSON.stringify(r.report))).size).toBe(1);
  });

  it('says who lies when one account was taken over, and keeps the true key', async () => {
    const population = new Population();
    const alice = await honest(population, 'alice', { now: signedAt() });
    await impostor(population, SUBJECT, ['acct:alice@social.example'], { now: signedAt() });
    const fetcher = await fetcherFor(await startWorld(population));
    const { report } = await verify(SUBJECT, { fetcher, clock });
    expect([report.verdict, report.identityKey, states(report)['acct:alice@social.example']]).toEqual([
      'conflicting',
      alice.thumbprint,
      'conflicting',
    ]);
    expect(report.alerts.map((a) => [a.code, a.accounts])).toEqual([
      ['conflicting-statement', ['acct:alice@social.example']],
    ]);
  });

  it('calls a dead account unreachable, and the rest stands', async () => {
    const population = new Population();
    await honest(population, 'alice', { now: signedAt() });
    const world = await startWorld(population);
    const fetcher = await fetcherFor(world);
    world.internet.replaceSite('alice.example', () => ({ status: 500, headers: {}, body: '' }));
    const { report } = await verify(SUBJECT, { fetcher, clock });
    const account = report.accounts.find((a) => a.account === 'https://alice.example/');
    expect([report.verdict, account?.state, account?.unreachable]).toEqual([
      'consistent',
      'unreachable',
      'status',
    ]);
  });

  it('reads no account that only an unverified statement names', async () => {
    const eve = await identity();
    const statement = await eve.sign(['https://victim.example/'], { now: signedAt() });
    const broken = `${statement.slice(0, -10)}AAAAAAAAAA`;
    const population = new Population();
    const world = await startWorld(population, {
      sites: { 'a.example': wellKnown(() => broken), 'victim.example': site({}) },
    });
    const { report } = await verify(SUBJECT, { fetcher: await fetcherFor(world), clock });
    expect(states(report)).toEqual({ [SUBJECT]: 'invalid' });
    expect(world.internet.requests.map((r) => r.host)).toEqual(['a.example']);
  });

  it('reports nothing found as none, and nothing readable as no verdict', async () => {
    const world = await startWorld(new Population(), { sites: { 'a.example': site({}) } });
    const fetcher = await fetcherFor(world);
    const none = await verify(SUBJECT, { fetcher, clock });
    expect([none.report.verdict, none.nothingRead, none.report.score]).toEqual(['none', false, 0]);
    world.internet.replaceSite('a.example', () => ({ status: 503, headers: {}, body: '' }));
    const nothing = await verify(SUBJECT, { fetcher, clock });
    expect([nothing.nothingRead, nothing.report.incomplete]).toEqual([true, true]);
  });
});

const wellKnown = (statementFor: (resource: string) => string): SiteHandler =>
  site({ '/.well-known/cross-signing': (request) => jwt(statementFor(request.query.get('resource') ?? '')) });

describe('the limits of a verification', () => {
  it('reads 256 accounts beside the subject and says of the 257th that it was not read', async () => {
    const alice = await identity();
    // In DNS: hundreds of hosts with TLS in one process take longer than a reading has, where the machine is slow.
    const named = Array.from({ length: 256 }, (_, i) => `dns:site${String(i).padStart(3, '0')}.example`);
    const statement = await alice.sign(named, { now: signedAt() });
    const world = await startWorld(new Population(), {
      sites: { 'a.example': wellKnown(() => statement) },
      dns: Object.fromEntries(
        named.map((uri) => [uri.replace('dns:', '_cross-signing.'), { TXT: [alice.token(uri)] }]),
      ),
    });
    const given = ['https://zzz.example/'];
    const { report } = await verify(SUBJECT, { fetcher: await fetcherFor(world), clock, given });
    const read = report.accounts.filter((a) => a.state === 'consistent').length;
    const last = report.accounts.find((a) => a.account === given[0]);
    expect([read, last?.state, last?.unreachable]).toEqual([257, 'unreachable', 'limit']);
  });

  it('reads at most 16 accounts of one registrable domain, whoever names them', async () => {
    const alice = await identity();
    const named = Array.from(
      { length: 20 },
      (_, i) => `https://host${String(i).padStart(2, '0')}.victim.example/`,
    );
    const statement = await alice.sign(named, { now: signedAt() });
    const sites = Object.fromEntries(named.map((uri) => [new URL(uri).hostname, site({})]));
    const world = await startWorld(new Population(), {
      sites: { ...sites, 'a.example': wellKnown(() => statement) },
    });
    const { report } = await verify(SUBJECT, { fetcher: await fetcherFor(world), clock });
    const limited = report.accounts.filter((a) => a.unreachable === 'limit').map((a) => a.account);
    expect(limited).toEqual(expect.arrayContaining(named.slice(16)));
    const requests = world.internet.requests.filter((r) => r.host.endsWith('victim.example')).length;
    expect(requests).toBeLessThanOrEqual(48);
  });

  it('follows accounts that name each other in a ring once', async () => {
    const keys = await Promise.all([identity(), identity(), identity()]);
    const ring = ['https://r0.example/', 'https://r1.example/', 'https://r2.example/'];
    const statements = await Promise.all(
      keys.map((key, i) => key.sign([ring[i] as string, ring[(i + 1) % 3] as string], { now: signedAt() })),
    );
    const sites = Object.fromEntries(
      ring.map((uri, i) => [new URL(uri).hostname, wellKnown(() => statements[i] as string)]),
    );
    const world = await startWorld(new Population(), { sites: { ...sites, 'a.example': site({}) } });
    const { report } = await verify(SUBJECT, {
      fetcher: await fetcherFor(world),
      clock,
      given: [ring[0] as string],
    });
    expect(report.accounts.map((a) => a.account)).toEqual([SUBJECT, ...ring]);
    expect([report.verdict, report.score <= 0.5]).toEqual(['conflicting', true]);
    const documents = world.internet.requests.filter((r) =>
      r.path.startsWith('/.well-known/cross-signing'),
    ).length;
    // The subject, and each of the three once (the page links to no further document).
    expect(documents).toBe(4);
  });

  it('lets a slow host delay nobody else', async () => {
    const alice = await identity();
    const named = ['https://slow.example/', 'https://quick.example/'];
    const statement = await alice.sign(named, { now: signedAt() });
    let quickWasRead = false;
    let slowWasAsked: (() => void) | undefined;
    const slowIsAsked = new Promise<void>((resolve) => {
      slowWasAsked = resolve;
    });
    let release: (() => void) | undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const world = await startWorld(new Population(), {
      sites: {
        'a.example': wellKnown(() => statement),
        'slow.example': async () => {
          slowWasAsked?.();
          await released;
          return jwt(statement);
        },
        'quick.example': wellKnown(() => statement),
      },
    });
    const done = verify(SUBJECT, {
      fetcher: await fetcherFor(world),
      clock,
      given: named,
      onEvent: (event) => {
        if (event.type !== 'read' || event.reading.account !== 'https://quick.example/') return;
        quickWasRead = true;
        release?.();
      },
    });
    await slowIsAsked;
    const { report } = await done;
    expect([quickWasRead, report.verdict]).toEqual([true, 'consistent']);
  });
});

describe('what a store adds', () => {
  async function known(store: Store): Promise<{ world: World; fetcher: Fetcher; population: Population }> {
    const population = new Population();
    await honest(population, 'alice', { now: signedAt() });
    const world = await startWorld(population);
    const fetcher = createFetcher(world.settings, { clock });
    open.push(world, fetcher);
    for (let day = 0; day <= 40; day += 10) {
      const { report } = await verify(SUBJECT, { fetcher, clock, store });
      expect([report.verdict, report.firstLook]).toEqual(['consistent', day === 0]);
      clock.advance(10 * DAY);
    }
    return { world, fetcher, population };
  }

  it('keeps the old key leading when the provider turns, and says so', async () => {
    const store = memoryStore();
    const { fetcher, population } = await known(store);
    const before = (await verify(SUBJECT, { fetcher, clock, store })).report.identityKey;
    await impostor(population, SUBJECT, [SUBJECT], { now: signedAt() });
    const { report } = await verify(SUBJECT, { fetcher, clock, store });
    expect([report.verdict, report.identityKey === before, report.alerts.map((a) => a.code)]).toEqual([
      'conflicting',
      true,
      ['key-discontinuity', 'conflicting-statement'],
    ]);
  });

  it('reads again what was ever consistent, also when the statement no longer names it', async () => {
    const store = memoryStore();
    const { world, fetcher, population } = await known(store);
    await impostor(population, SUBJECT, [SUBJECT], { now: signedAt() });
    const from = world.internet.requests.length;
    await verify(SUBJECT, { fetcher, clock, store });
    const asked = new Set(world.internet.requests.slice(from).map((r) => r.host));
    expect([...asked]).toEqual(
      expect.arrayContaining(['alice.example', 'social.example', 'github.com', 'plc.directory']),
    );
  });

  it('sees that many places fell silent at once', async () => {
    const store = memoryStore();
    const { fetcher, population } = await known(store);
    for (const account of accountsOf('alice').slice(0, 3)) population.show(account, {});
    const { report } = await verify(SUBJECT, { fetcher, clock, store });
    expect(report.alerts.map((a) => a.code)).toContain('mass-removal');
  });

  it('keeps the last report, marked incomplete, when nothing can be read', async () => {
    const store = memoryStore();
    const { world, fetcher } = await known(store);
    const last = (await verify(SUBJECT, { fetcher, clock, store })).report;
    clock.advance(DAY);
    for (const host of world.internet.connectTo.map((c) => c.split(':')[0] as string))
      world.internet.replaceSite(host, () => ({ status: 500, headers: {}, body: '' }));
    world.internet.dns.set('_cross-signing.alice.example', { failure: 'SERVFAIL' });
    const { report, nothingRead } = await verify(SUBJECT, { fetcher, clock, store });
    expect([nothingRead, report]).toEqual([true, { ...last, incomplete: true }]);
  });

  it('keeps what was read when it is stopped in the middle', async () => {
    const store = memoryStore();
    const population = new Population();
    await honest(population, 'alice', { now: signedAt() });
    const fetcher = await fetcherFor(await startWorld(population));
    const controller = new AbortController();
    const { interrupted } = await verify(SUBJECT, {
      fetcher,
      clock,
      store,
      signal: controller.signal,
      onEvent: (event) => event.type === 'read' && controller.abort(),
    });
    const [kept] = await store.verifications(SUBJECT);
    expect([interrupted, kept?.finishedAt, kept?.readings[0]?.account]).toEqual([true, null, SUBJECT]);
  });

  it('can draw every conclusion again from the evidence it kept', async () => {
    const store = memoryStore();
    await known(store);
    const kept = await store.verifications(SUBJECT);
    const memory = await store.memory(SUBJECT);
    expect(await store.rebuild(SUBJECT, foldEvidence)).toBe(5);
    expect(await store.verifications(SUBJECT)).toEqual(kept);
    expect((await store.memory(SUBJECT))?.memory).toEqual(memory?.memory);
    expect(kept.length).toBe(5);
  });
});
