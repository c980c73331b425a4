import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Check, createHealth, queueCheck, READY_CACHED_MS, storeCheck } from '../../src/api/health.js';
import { stores } from '../store/support/stores.js';
import { frozenClock } from '../support/frozen-clock.js';

const ok: Check = async () => 'ok';

describe('readiness', () => {
  it('is what every check found, by name', async () => {
    const health = createHealth({ store: ok, redis: async () => 'failed' }, frozenClock());
    expect(await health.ready()).toEqual({
      status: 'not-ready',
      checks: { store: 'ok', redis: 'failed' },
    });
    expect(await createHealth({ store: ok }, frozenClock()).ready()).toEqual({
      status: 'ready',
      checks: { store: 'ok' },
    });
  });

  it('takes a check that rejects for failed, and one that never answers for late', async () => {
    const health = createHealth(
      { store: () => Promise.reject(new Error('away')), redis: () => new Promise(() => undefined) },
      frozenClock(),
    );
    expect(await health.ready()).toEqual({
      status: 'not-ready',
      checks: { store: 'failed', redis: 'timeout' },
    });
  });

  it('is asked for once a second at most, however many ask, and again when the clock was put back', async () => {
    let asked = 0;
    const clock = frozenClock();
    const count: Check = async () => {
      asked += 1;
      return 'ok';
    };
    const health = createHealth({ store: count }, clock);
    await Promise.all([health.ready(), health.ready()]);
    clock.advance(READY_CACHED_MS - 1);
    await health.ready();
    expect(asked).toBe(1);
    clock.advance(1);
    await health.ready();
    expect(asked).toBe(2);
    clock.advance(-3_600_000);
    await health.ready();
    expect(asked).toBe(3);
  });

  it('ends at once when the process is told to stop', async () => {
    const health = createHealth({ store: ok }, frozenClock());
    expect((await health.ready()).status).toBe('ready');
    health.stop();
    expect(await health.ready()).toEqual({ status: 'shutting-down', checks: {} });
  });
});

describe('the check of the queue', () => {
  it('is its ping', async () => {
    expect(await queueCheck({ ping: async () => true })()).toBe('ok');
    expect(await queueCheck({ ping: async () => false })()).toBe('failed');
  });
});

describe.each(stores)('the check of the store on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());
  const change = (sql: string) => opened.database.write((queries) => queries.change(sql));

  it('is good where the tables are those of this version', async () => {
    expect(await storeCheck(opened.database)()).toBe('ok');
  });

  it('is good beside a newer version, whose migrations only added', async () => {
    await change('UPDATE crossproof_schema SET version = version + 1');
    expect(await storeCheck(opened.database)()).toBe('ok');
  });

  it('fails for tables that are older, or not there', async () => {
    await change('UPDATE crossproof_schema SET version = version - 1');
    expect(await storeCheck(opened.database)()).toBe('schema');
    await change('DELETE FROM crossproof_schema');
    expect(await storeCheck(opened.database)()).toBe('schema');
  });

  it('fails where the database is gone', async () => {
    await opened.close();
    const health = createHealth({ store: storeCheck(opened.database) }, frozenClock());
    expect(await health.ready()).toEqual({ status: 'not-ready', checks: { store: 'failed' } });
  });
});
