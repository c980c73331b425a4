import type { Evidence, Observation } from '../../src/evidence/types.js';
import type { Report } from '../../src/report/types.js';
import { type Scorer, scorer } from './scenes.js';

/** Scorers with one deliberate mistake each: a property that lets its own one pass shows nothing. */

/** Believes only the first observation of an account, as it is spelled. */
export const firstObservationOnly: Scorer = (evidence) => {
  const first = new Map<string, Observation>();
  for (const o of evidence.observations) if (!first.has(o.account)) first.set(o.account, o);
  return scorer({ ...evidence, observations: [...first.values()].slice(0, 2) });
};

/** Each link by itself, as a plain count of verified links would have it. */
export const countOfLinks: Scorer = async (evidence) => {
  const report = await scorer(evidence);
  const links = report.accounts.filter(({ state }) => state === 'consistent' || state === 'stale').length;
  const others = report.accounts.filter(({ state }) => state === 'conflicting').length;
  return scored(report, links / (links + others + 1), links >= 2 ? 'consistent' : 'weak');
};

/** Takes what could not be read for an absence. */
export const outageIsAbsence: Scorer = (evidence) =>
  scorer({
    ...evidence,
    observations: evidence.observations.map((o) =>
      o.outcome === 'unreachable' ? { account: o.account, at: o.at, outcome: 'read' } : o,
    ),
  });

/** Forgets the anchor: whoever leads counts as vouched for. */
export const anchorForgotten: Scorer = async (evidence) => {
  const report = await scorer(evidence);
  const pins = report.identityKey ? [report.identityKey] : [];
  return scorer({ ...evidence, pins });
};

/** Has no memory. */
export const withoutMemory: Scorer = ({ history: _, succession: __, ...evidence }) => scorer(evidence);

/** Tells a larger threshold than there is. */
export const boastfulThreshold: Scorer = async (evidence) => {
  const report = await scorer(evidence);
  return { ...report, takeoverThreshold: report.takeoverThreshold && report.takeoverThreshold + 1 };
};

/** Tells a smaller threshold than there is. */
export const timidThreshold: Scorer = async (evidence) => {
  const report = await scorer(evidence);
  return { ...report, takeoverThreshold: report.takeoverThreshold && report.takeoverThreshold - 1 };
};

/** Leaves the prior out of the sum. */
export const priorForgotten: Scorer = async (evidence) => ({ ...(await scorer(evidence)), prior: 0 });

/** Every account that was asked takes a little. */
export const suspicious: Scorer = async (evidence) => {
  const report = await scorer(evidence);
  return scored(report, report.score - report.accounts.length / 1000, report.verdict);
};

/** More support makes it doubt. */
export const contrary: Scorer = async (evidence) => {
  const report = await scorer(evidence);
  return scored(report, 1 - report.score, report.verdict);
};

/** Each rival key takes its own part. */
export const rivalsAddUp: Scorer = async (evidence) => {
  const report = await scorer(evidence);
  return scored(report, report.score / report.keys.length, report.verdict);
};

/** Says what it saw, whosever it is. */
export const talkative: Scorer = async (evidence: Evidence) => {
  const report = await scorer(evidence);
  return { ...report, observations: evidence.observations } as Report;
};

function scored(report: Report, score: number, verdict: Report['verdict']): Report {
  const keys = report.keys.map((key) => (key.thumbprint === report.identityKey ? { ...key, score } : key));
  return { ...report, score, verdict, keys };
}
