import type { Evidence } from '../evidence/types.js';
import { buildGraph } from '../graph/build.js';
import type { Verify } from '../graph/collect.js';
import type { AccountView } from '../graph/types.js';
import { type Conclusion, conclude } from '../score/verdict.js';
import { verifyStatement } from '../verify/index.js';
import { alertsOf } from './alerts/index.js';
import type { Report, ReportAccount } from './types.js';
import { reasonOf } from './wording.js';

/** Remembers verifications at one instant: a statement copied to a hundred places is verified once. */
export function statementVerifier(now: Date): Verify {
  const answers = new Map<string, ReturnType<Verify>>();
  return (text) => {
    const known = answers.get(text);
    if (known) return known;
    const answer = verifyStatement(text, { now });
    answers.set(text, answer);
    return answer;
  };
}

/** Evidence → conclusion: what `score` does, and the last step of `verify`. Nothing is fetched. */
export async function concludeEvidence(
  evidence: Evidence,
  verify: Verify = statementVerifier(new Date(evidence.now)),
): Promise<Conclusion> {
  const graph = await buildGraph(evidence, verify);
  return conclude(graph, {
    ...(evidence.operators ? { overrides: evidence.operators } : {}),
    ...(evidence.succession ? { succession: evidence.succession } : {}),
  });
}

/** Conclusion → the report of contract section 2. Pure. */
export function buildReport(conclusion: Conclusion): Report {
  const { graph, leading } = conclusion;
  return {
    subject: graph.subject.uri,
    generatedAt: graph.now.toISOString(),
    verdict: conclusion.verdict,
    score: conclusion.score,
    evidence: decimals(conclusion.evidenceDb),
    prior: decimals(conclusion.priorDb),
    anchored: conclusion.anchor !== null,
    firstLook: graph.history.length === 0,
    incomplete: conclusion.nothingRead,
    independentOperators: conclusion.independentOperators,
    takeoverThreshold: conclusion.takeoverThreshold,
    identityKey: leading?.head ?? null,
    keys: keysOf(conclusion),
    operators: conclusion.operators.map(({ group, db }) => ({
      operator: group.name,
      evidence: decimals(db),
    })),
    accounts: graph.views.map((view) => accountOf(conclusion, view)),
    alerts: alertsOf(conclusion),
  };
}

/** Evidence → report. */
export async function reportOf(evidence: Evidence, verify?: Verify): Promise<Report> {
  return buildReport(await concludeEvidence(evidence, verify));
}

function keysOf({ graph, scored, leading, score }: Conclusion): Report['keys'] {
  const now = graph.now.toISOString();
  return graph.lineages
    .flatMap((lineage) =>
      lineage.keys.map((key) => {
        const posterior = scored.weighed.find((w) => w.hypothesis === lineage)?.posterior ?? 0;
        const isHead = key === lineage.head;
        const firstSeen = lineage.history.find((h) => h.key === key)?.firstSeen;
        return {
          thumbprint: key,
          // A predecessor leads nothing any more; the leading key has the report's own score.
          score: isHead ? (lineage === leading ? score : posterior) : 0,
          operators: isHead ? operatorsOf(scored, lineage.head) : [],
          firstSeen: firstSeen ? new Date(firstSeen).toISOString() : now,
        };
      }),
    )
    .sort((a, b) => b.score - a.score || (a.thumbprint < b.thumbprint ? -1 : 1));
}

function operatorsOf(scored: Conclusion['scored'], head: string): string[] {
  return [...new Set(scored.units.filter((u) => u.supports.includes(head)).map((u) => u.operator))].sort();
}

function accountOf(conclusion: Conclusion, view: AccountView): ReportAccount {
  const { graph, states, leading } = conclusion;
  const uri = view.vertex.uri;
  const state = states.get(uri);
  if (!state) throw new Error(`no state for ${uri}`);
  const lastGood = graph.history
    .flatMap((h) => h.supports ?? [])
    .filter((s) => s.account === uri)
    .map((s) => s.lastSeen)
    .sort()
    .at(-1);
  return {
    account: uri,
    service: view.vertex.unsupported ? 'website' : view.vertex.service,
    operator: view.vertex.operator,
    state: state.state,
    reason: reasonOf(view, state),
    evidence: decimals(evidenceOf(conclusion, view)),
    found: view.found,
    fetchedAt: view.fetchedAt,
    ...(state.state === 'unreachable' ? { unreachable: unreachableCode(view) } : {}),
    ...(leading?.leading?.privately.has(uri) ? { private: true as const } : {}),
    ...(lastGood ? { lastGood: { state: 'consistent' as const, at: new Date(lastGood).toISOString() } } : {}),
  };
}

function unreachableCode(view: AccountView): string {
  if (view.vertex.unsupported) return 'unsupported';
  return view.outcome === 'not-asked' ? 'limit' : (view.reason ?? 'connect');
}

/** Its operator's share, repeated for each account of that operator; an account that only points elsewhere has 0. */
function evidenceOf({ scored, operators }: Conclusion, view: AccountView): number {
  const { uri, operator } = view.vertex;
  const own = scored.units.find((u) => u.account === uri && u.operator === operator);
  if (!own) return 0;
  const supports = own.supports[0] ?? null;
  const counted = operators.find(({ group }) => group.accounts.includes(uri) && group.supports === supports);
  // A second account at an operator that already weighs for this key adds nothing, and shares its evidence.
  const shared = operators.find(({ group }) => group.name === operator && group.supports === supports);
  return (counted ?? shared)?.db ?? 0;
}

/** Four decimals: enough that the shares still add up to a hundredth of a deciban. */
function decimals(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0;
}
