import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Internet, startInternet } from '../src/demo/internet.js';
import { Population } from '../src/demo/population.js';
import { parseConnectTo } from '../src/fetch/index.js';
import * as library from '../src/index.js';

const SUBJECT = 'mimi://a.example/u/alice';
const SITE = 'https://alice.example/';
const GITHUB = 'https://github.com/alice';
const ACCOUNTS = [SITE, GITHUB];
const DAY_MS = 86_400_000;
const day = (number: number) => new Date(Date.UTC(2026, 10, 21) + number * DAY_MS);

const population = new Population();
const folder = mkdtempSync(join(tmpdir(), 'crossproof-library-'));
let internet: Internet;
let store = '';
beforeAll(async () => {
  for (const account of [SUBJECT, ...ACCOUNTS]) population.show(account, {});
  internet = await startInternet({ sites: population.sites(), dns: population.dns() });
});
beforeEach(({ task }) => {
  store = join(folder, `${task.id}.sqlite`);
});
afterAll(async () => {
  await internet.close();
  rmSync(folder, { recursive: true });
});

const makeKey = () => library.generateIdentityKey('EdDSA');

function sign(key: object, on: number, more: Partial<library.StatementInput> = {}): Promise<string> {
  return library.signStatement({ key, sub: SUBJECT, accounts: ACCOUNTS, now: day(on), ...more });
}

/** What stands on the accounts from now on. */
function publish(key: object, statement: string): void {
  population.show(SUBJECT, { statement }).show(SITE, { statement });
  population.show(GITHUB, { token: library.proofToken(library.thumbprintUri(key), GITHUB) });
}

/** One look, as a report of few words. */
async function look(on: number): Promise<string> {
  const report = await library.verify(SUBJECT, {
    store,
    now: () => day(on),
    fetch: {
      connectTo: internet.connectTo.map(parseConnectTo).filter((pair) => pair !== null),
      ca: internet.ca,
      dnsServers: [internet.dns.address],
    },
  });
  return [report.verdict, ...report.alerts.map(({ code }) => code)].join(' ');
}

/** What the report says on each of these days. */
async function story(...days: readonly number[]): Promise<Record<number, string>> {
  const said: Record<number, string> = {};
  for (const on of days) said[on] = await look(on);
  return said;
}

describe('a user who is verified again and again', () => {
  it('stays consistent when she announces her next key and then uses it', async () => {
    const [key, next] = [await makeKey(), await makeKey()];
    publish(key, await sign(key, 0));
    const before = await story(0, 9);
    const announcement = await sign(key, 10, { keys: [{ jwk: next, role: 'next' }] });
    publish(key, announcement);
    const announced = await story(10);
    publish(next, await sign(next, 13, { prev: library.statementDigest(announcement) }));
    const after = await story(13, 20);
    expect([before, announced, after]).toEqual([
      { 0: 'consistent', 9: 'consistent' },
      { 10: 'consistent' },
      { 13: 'consistent', 20: 'consistent' },
    ]);
  });

  it('is conflicting for 30 days after a change of key that nobody announced', async () => {
    const [key, other] = [await makeKey(), await makeKey()];
    publish(key, await sign(key, 0));
    const before = await story(0, 14, 34);
    publish(other, await sign(other, 35));
    expect([before, await story(35, 50, 64, 65, 66)]).toEqual([
      { 0: 'consistent', 14: 'consistent', 34: 'consistent' },
      {
        35: 'conflicting key-discontinuity mass-replacement',
        50: 'conflicting key-discontinuity mass-replacement',
        64: 'conflicting key-discontinuity mass-replacement',
        65: 'consistent mass-replacement',
        66: 'consistent',
      },
    ]);
  });

  it('is told of a rollback on the day that everybody shows the statement before', async () => {
    const key = await makeKey();
    const old = await sign(key, 0);
    publish(key, old);
    await look(0);
    publish(key, await sign(key, 8, { prev: library.statementDigest(old) }));
    await look(8);
    publish(key, old);
    expect(await look(9)).toBe('consistent rollback');
  });

  it('is told of an account that was made anew', async () => {
    const key = await makeKey();
    publish(key, await sign(key, 0));
    await look(0);
    population.show(GITHUB, { createdAt: day(8).toISOString() });
    expect(await look(9)).toBe('consistent re-registered');
  });
});

describe('the library', () => {
  it('exports what the README names, and the errors', () => {
    expect(Object.keys(library).sort()).toEqual([
      'InputError',
      'StatementInputError',
      'StoreError',
      'generateIdentityKey',
      'inspect',
      'parseIdentifier',
      'proofToken',
      'score',
      'signStatement',
      'statementDigest',
      'thumbprintUri',
      'verify',
    ]);
  });

  it.each(['', 'mimi://', GITHUB])('refuses %j as a subject with an InputError', async (subject) => {
    await expect(library.verify(subject)).rejects.toBeInstanceOf(library.InputError);
  });

  it.each([null, 3, {}, { subject: SUBJECT, now: 'soon', observations: [] }])(
    'refuses %j as evidence with an InputError',
    async (evidence) => {
      await expect(library.score(evidence)).rejects.toBeInstanceOf(library.InputError);
    },
  );

  it('says with a StoreError that a folder is no store', async () => {
    await expect(library.verify(SUBJECT, { store: folder })).rejects.toBeInstanceOf(library.StoreError);
  });

  it('finds in a document what it signed', async () => {
    const { claims } = await library.inspect(await sign(await makeKey(), 0), { now: day(1) });
    expect(claims.map(({ status, subject }) => ({ status, subject }))).toEqual([
      { status: 'verified', subject: SUBJECT },
    ]);
  });
});
