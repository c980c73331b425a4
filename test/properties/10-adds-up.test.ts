import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Cast,
  cast,
  evidenceOf,
  holds,
  PLATFORMS,
  runs,
  type Scene,
  type Scorer,
  scenes,
  scorer,
} from '../support/scenes.js';
import { priorForgotten } from '../support/wrong-scorers.js';

let players: Cast;
beforeAll(async () => {
  players = await cast();
});

/** Hundredths of a deciban, as scoring section 4 has it. */
const TOLERANCE = 0.01;

const overrides = fc.dictionary(
  fc.constantFrom('a.example', 'github.com', 'gitlab.com', 'alice.example', 'mallory.example'),
  fc.record({ compromise: fc.double({ min: 0.001, max: 0.5, noNaN: true }) }),
);

const property = (of: Scorer) =>
  fc.asyncProperty(
    scenes(['hers', 'silent', 'unreachable', 'forged']),
    overrides,
    async (scene: Scene, operators: Record<string, { compromise: number }>) => {
      const report = await of({ ...(await evidenceOf(scene, players)), operators });
      const shares = report.operators.reduce((total, { evidence }) => total + evidence, 0);
      expect(Math.abs(shares + report.prior - report.evidence)).toBeLessThanOrEqual(TOLERANCE);
      const known = new Set([0, ...report.operators.map(({ evidence }) => evidence)]);
      expect(report.accounts.every(({ evidence }) => known.has(evidence))).toBe(true);
    },
  );

describe('property 10: the shares of the operators and the prior', () => {
  it('add up to the evidence', async () => {
    await fc.assert(property(scorer), { numRuns: runs(150) });
  });

  it('a scorer that leaves the prior out fails it', async () => {
    expect(await holds(property(priorForgotten))).toBe(false);
  });

  it('covers scenes of several platforms', () => {
    expect(fc.sample(scenes(), { numRuns: 50, seed: 1 }).some((s) => s.platforms.length > 2)).toBe(true);
    expect(PLATFORMS.length).toBeGreaterThan(4);
  });
});
