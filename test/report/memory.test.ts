import { beforeAll, describe, expect, it } from 'vitest';
import type { Evidence, Observation } from '../../src/evidence/types.js';
import { buildReport, concludeEvidence } from '../../src/report/build.js';
import { EMPTY_MEMORY, type Memory, readMemory, remember, withMemory } from '../../src/report/memory.js';
import type { Report } from '../../src/report/types.js';
import { daysAgo, empty, type Identity, identity, SUBJECT, shows, unreadable } from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const GITLAB = 'https://gitlab.com/alice';
const PLACES = [GITHUB, GITLAB];

let alice: Identity;
let heir: Identity;
beforeAll(async () => {
  [alice, heir] = await Promise.all([identity(), identity()]);
});

const seen = (
  days: number,
  observations: readonly Observation[],
  more: Partial<Evidence> = {},
): Evidence => ({
  subject: SUBJECT,
  now: daysAgo(days).toISOString(),
  observations: observations.map((o) => ({ ...o, at: daysAgo(days).toISOString() })),
  ...more,
});

/** Verifications one after the other, as a store would have them. */
async function fold(
  files: readonly Evidence[],
  from: Memory = EMPTY_MEMORY,
): Promise<{ memory: Memory; reports: Report[] }> {
  let memory = from;
  const reports: Report[] = [];
  for (const file of files) {
    const conclusion = await concludeEvidence(withMemory(file, memory));
    reports.push(buildReport(conclusion));
    memory = remember(memory, conclusion);
  }
  return { memory, reports };
}

const everywhere = (text: string) => [SUBJECT, ...PLACES].map((account) => shows(account, [text]));
const codes = (r: Report | undefined) => r?.alerts.map((a) => a.code);

describe('memory', () => {
  it('begins with the first consistent verification, and grows by what is seen', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(100) });
    const { memory } = await fold([
      seen(60, [shows(SUBJECT, [s]), empty(GITHUB), empty(GITLAB)]),
      seen(50, [shows(SUBJECT, [s]), shows(GITHUB, [s], { accountId: '7' }), empty(GITLAB)]),
      seen(10, everywhere(s)),
    ]);
    const span = (from: number) => ({
      firstSeen: daysAgo(from).toISOString(),
      lastSeen: daysAgo(10).toISOString(),
    });
    expect(memory).toEqual({
      history: [
        {
          key: alice.key,
          ...span(50),
          operators: ['a.example', 'github.com', 'gitlab.com'],
          seq: Math.floor(daysAgo(100).getTime() / 1000),
          anchoredUntil: daysAgo(-80).toISOString(),
          statements: [s],
          shown: {
            [Object.keys(memory.history[0]?.shown ?? {})[0] ?? '']: ['a.example', 'github.com', 'gitlab.com'],
          },
          supports: [
            { account: GITHUB, ...span(50), accountId: '7' },
            { account: GITLAB, ...span(10) },
            { account: SUBJECT, ...span(50) },
          ],
        },
      ],
    });
  });

  it('rebuilt from the evidence is what was kept, and survives being written as JSON', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(100) });
    const files = [60, 45, 30, 3].map((days) => seen(days, everywhere(s)));
    const kept = await fold(
      files.slice(2),
      readMemory(JSON.parse(JSON.stringify((await fold(files.slice(0, 2))).memory))),
    );
    const rebuilt = await fold(files);
    expect(kept.memory).toEqual(rebuilt.memory);
  });

  it('does not change where nothing could be read', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(100) });
    const before = await fold([seen(60, everywhere(s))]);
    const after = await fold(
      [
        seen(
          50,
          [SUBJECT, ...PLACES].map((a) => unreadable(a)),
        ),
      ],
      before.memory,
    );
    expect(after.memory).toBe(before.memory);
  });

  it('refuses a shape that is not its own', () => {
    expect(() => readMemory({ history: 'yesterday' })).toThrow();
    expect(readMemory(null)).toEqual(EMPTY_MEMORY);
  });

  it('notices a rollback to what was there before a weak verification', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(100) });
    const newer = await alice.sign(PLACES, { now: daysAgo(20) });
    const { reports } = await fold([
      seen(60, everywhere(s)),
      seen(15, [shows(SUBJECT, [newer]), empty(GITHUB), empty(GITLAB)]),
      seen(5, everywhere(s)),
    ]);
    expect(reports.map((r) => [r.verdict, codes(r)])).toEqual([
      ['consistent', []],
      ['weak', []],
      ['consistent', ['rollback']],
    ]);
  });

  it('keeps the end of a key, also after the page that showed it is gone', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(100) });
    const end = await alice.sign([], { now: daysAgo(90), revoked: [alice.key] });
    const { reports } = await fold([
      seen(60, everywhere(s)),
      seen(50, [shows(SUBJECT, [s]), shows(GITHUB, [end])]),
      seen(40, everywhere(s)),
    ]);
    expect(reports.map((r) => r.identityKey)).toEqual([alice.key, null, null]);
  });

  it('starts the standing of a re-registered account anew', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(100) });
    const at = (days: number, accountId: string) =>
      seen(days, [shows(SUBJECT, [s]), shows(GITHUB, [s], { accountId }), shows(GITLAB, [s])]);
    const { memory } = await fold([at(60, '7'), at(50, '8')]);
    expect(memory.history[0]?.supports?.find((x) => x.account === GITHUB)).toEqual({
      account: GITHUB,
      firstSeen: daysAgo(50).toISOString(),
      lastSeen: daysAgo(50).toISOString(),
      accountId: '8',
    });
  });
});

describe('a discontinuity', () => {
  const weeks = (from: number, to: number) => {
    const days: number[] = [];
    for (let day = from; day >= to; day -= 7) days.push(day);
    return days;
  };

  it('ends after 30 days in which the provider and all standing places show the new key alone', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(200) });
    const n = await heir.sign(PLACES, { now: daysAgo(80) });
    const { reports, memory } = await fold([
      ...[190, 150, 100].map((day) => seen(day, everywhere(s))),
      ...weeks(70, 28).map((day) => seen(day, everywhere(n))),
    ]);
    expect(reports.slice(3).map((r) => [r.verdict, codes(r)?.includes('key-discontinuity')])).toEqual([
      ['conflicting', true],
      ['conflicting', true],
      ['conflicting', true],
      ['conflicting', true],
      ['conflicting', true],
      ['consistent', false],
      ['consistent', false],
    ]);
    expect(memory.history.map((entry) => entry.key)).toEqual([heir.key, alice.key]);
  });

  it('counts anew when one of them shows the old key again', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(200) });
    const n = await heir.sign(PLACES, { now: daysAgo(80) });
    const relapse = seen(49, [shows(SUBJECT, [n]), shows(GITHUB, [s]), shows(GITLAB, [n])]);
    const { reports } = await fold([
      ...[190, 150, 100].map((day) => seen(day, everywhere(s))),
      ...weeks(70, 56).map((day) => seen(day, everywhere(n))),
      relapse,
      ...weeks(42, 7).map((day) => seen(day, everywhere(n))),
    ]);
    expect(reports.slice(3).map((r) => r.verdict)).toEqual(
      [...Array.from({ length: 9 }, () => 'conflicting'), 'consistent'].slice(0, reports.length - 3),
    );
  });

  it('neither counts nor starts anew over an outage of the provider', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(200) });
    const n = await heir.sign(PLACES, { now: daysAgo(80) });
    const outage = (day: number) => seen(day, [unreadable(SUBJECT), shows(GITHUB, [n]), shows(GITLAB, [n])]);
    const { memory } = await fold([
      ...[190, 150, 100].map((day) => seen(day, everywhere(s))),
      seen(70, everywhere(n)),
      outage(60),
    ]);
    expect(memory.succession).toEqual({ key: heir.key, since: daysAgo(70).toISOString() });
  });

  it('ends at once when the reader pins the new key', async () => {
    const s = await alice.sign(PLACES, { now: daysAgo(200) });
    const n = await heir.sign(PLACES, { now: daysAgo(80) });
    const { reports, memory } = await fold([
      ...[190, 150].map((day) => seen(day, everywhere(s))),
      seen(70, everywhere(n), { pins: [heir.key] }),
      seen(60, everywhere(n)),
    ]);
    expect([reports.map((r) => r.verdict), memory.succession]).toEqual([
      ['consistent', 'consistent', 'consistent', 'consistent'],
      undefined,
    ]);
  });
});
