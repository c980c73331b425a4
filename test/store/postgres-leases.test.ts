import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Lease, Leases } from '../../src/store/lease.js';
import { postgresLeases } from '../../src/store/postgres-leases.js';
import { CONNECT_TIMEOUT_MS } from '../../src/store/postgres-limits.js';
import { type PrivatePostgres, startPostgres } from '../support/postgres.js';
import { describeWithPostgres } from '../support/services.js';
import { inStillTime } from '../support/still-time.js';
import { child } from './support/child.js';
import { ALICE, BOB } from './support/plain-values.js';
import { trouble } from './support/trouble.js';

/** Many signs of life, and patience with a server that is slow to answer them. */
const TIMES = { heartbeatMs: 50, answerMs: 60_000, abandonedMs: 60_000 };

describeWithPostgres('leases over PostgreSQL', () => {
  let postgres: PrivatePostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  function leases(url = postgres.url): Leases {
    const made = postgresLeases(url, TIMES);
    onTestFinished(() => made.close());
    return made;
  }

  async function held(from: Leases, subject: string): Promise<Lease> {
    const lease = await from.acquire(subject);
    if (lease === null) throw new Error(`somebody else holds the lease of ${subject}`);
    return lease;
  }

  /** Asks until the server has noticed that the holder is gone. */
  async function eventuallyHeld(from: Leases, subject: string): Promise<Lease> {
    for (;;) {
      const lease = await from.acquire(subject);
      if (lease !== null) return lease;
    }
  }

  const aborted = (lease: Lease): Promise<unknown> =>
    lease.signal.aborted ? Promise.resolve() : once(lease.signal, 'abort');

  test('one of two processes gets a subject, the other gets it afterwards', async () => {
    const [a, b] = [leases(), leases()];
    const mine = await held(a, ALICE);
    expect(await b.acquire(ALICE)).toBeNull();
    expect((await b.acquire(BOB))?.signal.aborted).toBe(false);
    await mine.release();
    const theirs = await held(b, ALICE);
    expect(await a.acquire(ALICE)).toBeNull();
    // Given back twice: it is not theirs to lose.
    await mine.release();
    expect(await a.acquire(ALICE)).toBeNull();
    expect(theirs.signal.aborted).toBe(false);
  });

  test('one process does not get a subject twice, and gives it back whole', async () => {
    const [a, b] = [leases(), leases()];
    const all = await Promise.all(Array.from({ length: 20 }, () => a.acquire(ALICE)));
    const [mine, ...more] = all.filter((lease) => lease !== null);
    expect(more).toEqual([]);
    await mine?.release();
    await held(b, ALICE);
  });

  test('many subjects at once are no reason for Node or the driver to warn', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    onTestFinished(() => void process.off('warning', note));
    const mine = leases();
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => mine.acquire(`${ALICE}${n}`)));
    for (const lease of all) lease?.signal.addEventListener('abort', () => undefined);
    expect(all.filter((lease) => lease === null)).toEqual([]);
    await new Promise(setImmediate);
    expect(warnings).toEqual([]);
  });

  test('of many that ask at once one gets it', async () => {
    const many = Array.from({ length: 10 }, () => leases());
    const got = await Promise.all(many.map((each) => each.acquire(ALICE)));
    expect(got.filter((lease) => lease !== null)).toHaveLength(1);
  });

  test('a connection that the server ends aborts what it held, and the next lease connects again', async () => {
    const [a, b] = [leases(), leases()];
    const lost = [await held(a, ALICE), await held(a, BOB)];
    await postgres.psql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'crossproof leases'",
    );
    await Promise.all(lost.map(aborted));
    expect(lost[0]?.signal.reason).toMatchObject({
      name: 'StoreError',
      code: 'unavailable',
      message: `store postgres://127.0.0.1:${postgres.port}/postgres: the connection that holds the leases is lost`,
    });
    const theirs = await held(b, ALICE);
    // A lease that was lost may be given back; nobody else's is.
    for (const lease of lost) await lease.release();
    expect(await a.acquire(ALICE)).toBeNull();
    await theirs.release();
    await held(a, ALICE);
    await held(a, BOB);
  });

  test('a holder that is cut off from the server stops by itself, while its lock still stands', async () => {
    const wire = await cuttable(postgres.port);
    const [a, b] = [leases(wire.url), leases()];
    await inStillTime(async () => {
      const lease = await held(a, ALICE);
      wire.cut();
      await vi.advanceTimersByTimeAsync(TIMES.heartbeatMs + TIMES.answerMs);
      expect(lease.signal.aborted).toBe(true);
      expect(await b.acquire(ALICE)).toBeNull();
      const refused = trouble(a.acquire(BOB));
      await vi.advanceTimersByTimeAsync(CONNECT_TIMEOUT_MS);
      expect((await refused).code).toBe('unavailable');
      wire.heal();
      await held(a, BOB);
      await eventuallyHeld(b, ALICE);
    });
  });

  test('a process that is killed frees its subjects', async () => {
    const holder = child('./lease-holder.ts', postgres.url, ALICE);
    onTestFinished(() => void holder.process.kill('SIGKILL'));
    await holder.reached(1);
    expect(holder.lines).toEqual(['held']);
    const a = leases();
    expect(await a.acquire(ALICE)).toBeNull();
    holder.process.kill('SIGKILL');
    await holder.ended;
    await eventuallyHeld(a, ALICE);
  });

  test('a process that stands still keeps its subjects for a while, and learns that they are lost', async () => {
    const holder = child('./lease-holder.ts', postgres.url, ALICE, 'quick');
    onTestFinished(() => void holder.process.kill('SIGKILL'));
    await holder.reached(1);
    const a = leases();
    holder.process.kill('SIGSTOP');
    const lease = await eventuallyHeld(a, ALICE);
    holder.process.kill('SIGCONT');
    await holder.reached(2);
    expect(holder.lines).toEqual(['held', 'lost']);
    expect(lease.signal.aborted).toBe(false);
  });

  test('a server that is started again finds its clients there', async () => {
    const a = leases();
    const lease = await held(a, ALICE);
    await postgres.kill();
    await aborted(lease);
    expect((await trouble(a.acquire(BOB))).code).toBe('unavailable');
    // Whoever held it has not stopped yet.
    expect(await a.acquire(ALICE)).toBeNull();
    await lease.release();
    expect((await trouble(a.acquire(ALICE))).code).toBe('unavailable');
    await postgres.restart();
    await held(a, ALICE);
  });

  test('what is held when it is closed is free, and its holder is told', async () => {
    const [a, b] = [leases(), leases()];
    const lease = await held(a, ALICE);
    await a.close();
    expect(lease.signal.aborted).toBe(true);
    await eventuallyHeld(b, ALICE);
    await lease.release();
    expect((await trouble(a.acquire(BOB))).code).toBe('closed');
    await a.close();
  });

  test('a server that is not there, or refuses us, says so', async () => {
    expect((await trouble(leases('postgres://127.0.0.1:1/x').acquire(ALICE))).code).toBe('unavailable');
    const nobody = postgres.url.replace('postgres@', 'nobody:secret@');
    expect(await trouble(leases(nobody).acquire(ALICE))).toEqual({
      code: 'denied',
      message: `store postgres://127.0.0.1:${postgres.port}/postgres: the server refuses us; check user, password and rights (28000)`,
    });
  });
});

interface Wire {
  readonly url: string;
  /** From now on nothing passes, and nothing tells either end. */
  cut(): void;
  /** What waited passes again. */
  heal(): void;
}

/** A way to the server that can be cut without either end being told. */
async function cuttable(port: number): Promise<Wire> {
  const sockets: Socket[] = [];
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.push(from);
      from.on('data', (bytes) => void to.write(bytes));
      from.on('error', () => undefined);
      // An end that comes while the wire is cut does not get through either.
      from.on('close', () => void (isCut || to.destroy()));
      if (isCut) from.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `postgres://postgres@127.0.0.1:${address.port}/postgres`,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    heal: () => {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
  };
}
