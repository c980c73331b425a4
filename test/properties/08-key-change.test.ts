import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Evidence, HistoryKey } from '../../src/evidence/types.js';
import { daysAgo, evidence, knownFor, SUBJECT, shows, statementDigest } from '../support/scenario.js';
import { holds, PLATFORMS, runs, type Scorer, type Signer, scorer, signer } from '../support/scenes.js';
import { withoutMemory } from '../support/wrong-scorers.js';

let old: Signer;
let young: Signer;
let announcing: string;
let following: string;
let unannounced: string;
beforeAll(async () => {
  [old, young] = await Promise.all([signer(), signer()]);
  announcing = await old.sign(PLATFORMS, { now: daysAgo(40), keys: [{ jwk: young.jwk, role: 'next' }] });
  following = await young.sign(PLATFORMS, { prev: statementDigest(announcing) });
  unannounced = await young.sign(PLATFORMS);
});

interface Change {
  /** Platforms that show the new key; the others still show the old one. */
  readonly moved: readonly string[];
  readonly at: readonly string[];
  readonly days: number;
}

function afterChange({ moved, at, days }: Change, text: string, more: Partial<Evidence> = {}): Evidence {
  const history: HistoryKey[] = [
    knownFor(days, old, [SUBJECT, ...at], [announcing], { operators: ['a.example', 'github.com'] }),
  ];
  return evidence(
    [
      shows(SUBJECT, [text]),
      ...at.map((account) => shows(account, [moved.includes(account) ? text : announcing])),
    ],
    { history, ...more },
  );
}

const changes: fc.Arbitrary<Change> = fc
  .record({
    at: fc.subarray(PLATFORMS.slice(1), { minLength: 1 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    days: fc.integer({ min: 31, max: 300 }),
  })
  .map(({ at, share, days }) => {
    const places = [PLATFORMS[0] as string, ...at];
    return { at: places, moved: places.slice(0, Math.ceil(share * places.length)), days };
  });

const codes = (report: Awaited<ReturnType<Scorer>>) => report.alerts.map(({ code }) => code);

const property = (of: Scorer) =>
  fc.asyncProperty(changes, async (change: Change) => {
    const announced = await of(afterChange(change, following));
    expect([announced.verdict, announced.identityKey, codes(announced)]).toEqual([
      'consistent',
      young.key,
      [],
    ]);
    const silent = await of(afterChange(change, unannounced));
    expect([silent.verdict, codes(silent).includes('key-discontinuity')]).toEqual(['conflicting', true]);
    if (change.moved.length < change.at.length) return;
    const pinned = await of(afterChange(change, unannounced, { pins: [young.key] }));
    expect([pinned.verdict, pinned.identityKey]).toEqual(['consistent', young.key]);
    const since = (days: number) => ({ succession: { key: young.key, since: daysAgo(days).toISOString() } });
    const soon = await of(afterChange(change, unannounced, since(29)));
    const later = await of(afterChange(change, unannounced, since(30)));
    expect([soon.verdict, later.verdict]).toEqual(['conflicting', 'consistent']);
  });

describe('property 8: a change of key', () => {
  it('that was announced keeps the verdict; unannounced it conflicts until it ends as said', async () => {
    await fc.assert(property(scorer), { numRuns: runs(60) });
  });

  it('a scorer without memory fails it', async () => {
    expect(await holds(property(withoutMemory))).toBe(false);
  });
});
