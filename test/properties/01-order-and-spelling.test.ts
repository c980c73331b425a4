import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/types.js';
import {
  type Cast,
  cast,
  evidenceOf,
  holds,
  runs,
  type Scene,
  type Scorer,
  scenes,
  scorer,
} from '../support/scenes.js';
import { firstObservationOnly } from '../support/wrong-scorers.js';

let players: Cast;
beforeAll(async () => {
  players = await cast();
});

/** Other spellings of the same account (profile section 3). */
function respelled(uri: string, variant: number): string {
  const host = /^(https|mimi):\/\/([^/]+)(.*)$/.exec(uri);
  if (!host) return uri;
  const [, scheme, name = '', path = ''] = host;
  const upper = `${scheme}://${name.toUpperCase()}${path}`;
  if (scheme === 'mimi') return variant % 2 ? upper : uri;
  const dotted = `${scheme}://${name}/.${path}`;
  return [uri, upper, dotted, `HTTPS://${name}${path}#fragment`][variant % 4] as string;
}

interface Change {
  readonly order: readonly number[];
  readonly copies: readonly number[];
  readonly variants: readonly number[];
}

function changed(evidence: Evidence, { order, copies, variants }: Change): Evidence {
  const spell = (uri: string, i: number) => respelled(uri, variants[i % variants.length] ?? 0);
  const copied = [...evidence.observations, ...copies.flatMap((i) => evidence.observations[i] ?? [])];
  const observations = copied
    .map((o, i) => ({ o: { ...o, account: spell(o.account, i) }, at: order[i % order.length] ?? 0 }))
    .sort((a, b) => a.at - b.at)
    .map(({ o }) => o);
  return {
    ...evidence,
    observations,
    ...(evidence.given ? { given: [...evidence.given].reverse().map(spell) } : {}),
    ...(evidence.history
      ? {
          history: evidence.history.map((entry) => ({
            ...entry,
            supports: (entry.supports ?? [])
              .map((s, i) => ({ ...s, account: spell(s.account, i) }))
              .reverse(),
          })),
        }
      : {}),
  };
}

const property = (of: Scorer) =>
  fc.asyncProperty(
    scenes(['hers', 'silent', 'unreachable', 'forged']),
    fc.record({
      order: fc.array(fc.nat(100), { minLength: 1, maxLength: 20 }),
      copies: fc.array(fc.nat(8), { maxLength: 4 }),
      variants: fc.array(fc.nat(3), { minLength: 1, maxLength: 8 }),
    }),
    async (scene: Scene, change: Change) => {
      const evidence = await evidenceOf(scene, players);
      expect(await of(changed(evidence, change))).toEqual(await of(evidence));
    },
  );

describe('property 1: the order of observations, duplicates of one, and the spelling of a URI', () => {
  it('change nothing', async () => {
    await fc.assert(property(scorer), { numRuns: runs(150) });
  });

  it('a scorer that believes the first observations fails it', async () => {
    expect(await holds(property(firstObservationOnly))).toBe(false);
  });
});
