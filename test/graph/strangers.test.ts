import { beforeAll, describe, expect, it } from 'vitest';
import { type Identity, identity, report, SUBJECT, shows } from '../support/scenario.js';

const BLOG = 'https://blog.example/alice';
const OTHER = 'mimi://b.example/u/alice';
let alice: Identity;
let mallory: Identity;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
});

const stateOf = (r: Awaited<ReturnType<typeof report>>, uri: string) =>
  r.accounts.find((a) => a.account === uri)?.state;

describe('what anybody may have written on a page', () => {
  it('makes it neither foreign, nor expired, nor invalid, and raises no alert', async () => {
    const s = await alice.sign([BLOG]);
    const foreign = await mallory.sign([BLOG], { sub: 'mimi://b.example/u/mallory' });
    const before = await report([
      shows(SUBJECT, [s]),
      { account: BLOG, at: '2026-11-21T12:00:00Z', outcome: 'read' },
    ]);
    const after = await report([
      shows(SUBJECT, [s]),
      shows(BLOG, [foreign, `${s.slice(0, -8)}AAAAAAAA`], { strength: 'unattributed' }),
    ]);
    expect([stateOf(after, BLOG), after.alerts, after.score]).toEqual([
      stateOf(before, BLOG),
      [],
      before.score,
    ]);
    expect(stateOf(before, BLOG)).toBe('one-way');
  });
});

describe('a document of a host where users own paths', () => {
  it('is foreign to an account that it names for another subject, and silent about one that it does not name', async () => {
    const s = await alice.sign([OTHER]);
    const naming = await mallory.sign([OTHER], { sub: 'mimi://b.example/u/mallory' });
    const other = await mallory.sign([], { sub: 'mimi://b.example/u/mallory' });
    const named = await report([shows(SUBJECT, [s]), shows(OTHER, [naming], { hostWide: true })]);
    const unnamed = await report([shows(SUBJECT, [s]), shows(OTHER, [other], { hostWide: true })]);
    expect([stateOf(named, OTHER), stateOf(unnamed, OTHER)]).toEqual(['foreign', 'one-way']);
  });
});

describe('an account of which one place could not be read', () => {
  const failed = {
    account: BLOG,
    at: '2026-11-21T12:00:00Z',
    outcome: 'unreachable',
    reason: 'timeout',
  } as const;

  it('is unreachable, not one-way, where what was found elsewhere is nothing that counts', async () => {
    const s = await alice.sign([BLOG]);
    const unknown = {
      account: BLOG,
      at: '2026-11-21T12:00:00Z',
      outcome: 'read',
      tokens: [mallory.token(BLOG)],
    } as const;
    const alone = await report([shows(SUBJECT, [s])]);
    const r = await report([shows(SUBJECT, [s]), unknown, failed]);
    const account = r.accounts.find((a) => a.account === BLOG);
    expect([account?.state, account?.unreachable, r.score]).toEqual(['unreachable', 'timeout', alone.score]);
  });

  it('is consistent where another place shows the proof', async () => {
    const s = await alice.sign([BLOG]);
    const r = await report([shows(SUBJECT, [s]), shows(BLOG, [s]), failed]);
    expect([stateOf(r, BLOG), r.verdict]).toEqual(['consistent', 'consistent']);
  });
});

describe('what is no account URI', () => {
  it.each(['https://192.0.2.1/', 'https://alice@evil.example/', 'https://alice.example:8443/', 'foo:bar'])(
    'is unsupported and weighs nothing, whatever it is said to show: %s',
    async (uri) => {
      const s = await alice.sign([uri]);
      const alone = await report([shows(SUBJECT, [s])]);
      const r = await report([shows(SUBJECT, [s]), shows(uri, [s])]);
      expect(r.accounts.slice(1).map((a) => [a.state, a.unreachable])).toEqual([
        ['unreachable', 'unsupported'],
      ]);
      expect([r.score, r.independentOperators]).toEqual([alone.score, 1]);
    },
  );
});
