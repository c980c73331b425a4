/**
 * The only table of the model's numbers (docs/scoring.md). Each with its reason; a reader may override
 * `compromise` for an operator between MIN_COMPROMISE and MAX_COMPROMISE.
 */
export const PARAMETERS = {
  /** Chance that an operator lies about this user today. Self-hosted: anybody can buy one, few are well kept. */
  compromise: { provider: 0.02, platform: 0.02, selfHosted: 0.05 },
  /** Chance that an honest place shows nothing. People sign before they publish, so a place never seen showing is often empty. */
  missing: { expected: 0.15, never: 0.5 },
  /** What a lying operator does: forges, deletes, or leaves things alone. */
  forges: 0.6,
  deletes: 0.2,
  leaves: 0.2,
  /** Continuity: 3 dB for each doubling of (1 + days/7), at most 20 dB, from two looks 7 days apart. */
  continuity: { perDoublingDb: 3, weekDays: 7, maxDb: 20, minDays: 7 },
  /** Days in which the store has to have seen an account support before it has standing. */
  standingDays: 30,
  /** Days for which an anchor seen by the store holds. */
  anchorDays: 90,
  /** Days for which the new key has to be shown alone before a discontinuity ends. */
  successionDays: 30,
  /** No evidence makes certainty: keys are stolen, and models are wrong. */
  maxScore: 1 - 1e-9,
  /** An unanchored key says that one person holds the accounts, not that this person is `sub`. */
  maxUnanchoredScore: 0.5,
  /** `consistent` needs this score and this many operators. */
  consistentScore: 0.99,
  consistentOperators: 2,
} as const;

export const MIN_COMPROMISE = 0.001;
export const MAX_COMPROMISE = 0.5;

export type OperatorClass = 'provider' | 'platform' | 'selfHosted';

export const DAY_MS = 86_400_000;

/** Decibans: ten times the decimal logarithm of a ratio of likelihoods. */
export function decibans(ratio: number): number {
  return 10 * Math.log10(ratio);
}
