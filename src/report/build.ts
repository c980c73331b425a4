import type { Evidence } from '../evidence/types.js';
import { buildGraph } from '../graph/build.js';
import type { Verify } from '../graph/collect.js';
import type { AccountView, Graph } from '../graph/types.js';
import type { Group } from '../score/groups.js';
import type { Unit } from '../score/units.js';
import { type Conclusion, conclude } from '../score/verdict.js';
import { verifyStatement } from '../verify/index.js';
import { alertsOf } from './alerts/index.js';
import { decimals } from './decimals.js';
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
  const evidenceOf = accountEvidence(conclusion);
  const lastGood = lastGoodTimes(graph);
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
    statementExpiresAt: expiryOf(leading),
    keys: keysOf(conclusion),
    operators: conclusion.operators.map(({ group, db }) => ({
      operator: group.name,
      evidence: decimals(db),
    })),
    accounts: graph.views.map((view) =>
      accountOf(conclusion, view, evidenceOf(view), lastGood.get(view.vertex.uri)),
    ),
    alerts: alertsOf(conclusion),
  };
}

function expiryOf(leading: Conclusion['leading']): string | null {
  const seconds = leading?.leading?.statement.exp;
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString();
}

/** Evidence → report. */
export async function reportOf(evidence: Evidence, verify?: Verify): Promise<Report> {
  return buildReport(await concludeEvidence(evidence, verify));
}

/** Every key seen or remembered, those that lead nothing among them; the most probable first. */
function keysOf({ graph, scored, leading, score }: Conclusion): Report['keys'] {
  const posteriors = new Map(scored.weighed.map((w) => [w.hypothesis, w.posterior]));
  const operators = operatorsByHead(scored);
  const firstSeen = new Map<string, string>();
  for (const entry of graph.history) {
    const before = firstSeen.get(entry.key);
    if (before === undefined || Date.parse(entry.firstSeen) < Date.parse(before))
      firstSeen.set(entry.key, entry.firstSeen);
  }
  const keys = new Set([...graph.lineageOf.keys(), ...firstSeen.keys()]);
  return [...keys]
    .map((key) => {
      const lineage = graph.lineageOf.get(key);
      const leads = lineage?.head === key;
      return {
        thumbprint: key,
        // A predecessor leads nothing any more; the leading key has the report's own score.
        score: leads ? (lineage === leading ? score : (posteriors.get(lineage) ?? 0)) : 0,
        operators: leads ? [...(operators.get(key) ?? [])].sort() : [],
        firstSeen: new Date(firstSeen.get(key) ?? graph.now).toISOString(),
      };
    })
    .sort((a, b) => b.score - a.score || (a.thumbprint < b.thumbprint ? -1 : 1));
}

function operatorsByHead({ units }: Conclusion['scored']): Map<string, Set<string>> {
  const byHead = new Map<string, Set<string>>();
  for (const { supports, operator } of units)
    for (const head of supports) byHead.set(head, (byHead.get(head) ?? new Set()).add(operator));
  return byHead;
}

/** When the store last saw an account `consistent`. */
function lastGoodTimes(graph: Graph): Map<string, string> {
  const times = new Map<string, string>();
  for (const { account, lastSeen } of graph.history.flatMap((entry) => entry.supports ?? [])) {
    const at = new Date(lastSeen).toISOString();
    if (at > (times.get(account) ?? '')) times.set(account, at);
  }
  return times;
}

function accountOf(
  conclusion: Conclusion,
  view: AccountView,
  evidence: number,
  lastGood: string | undefined,
): ReportAccount {
  const uri = view.vertex.uri;
  const state = conclusion.states.get(uri);
  if (!state) throw new Error(`no state for ${uri}`);
  return {
    account: uri,
    service: view.vertex.unsupported ? 'website' : view.vertex.service,
    operator: view.vertex.operator,
    state: state.state,
    reason: reasonOf(view, state),
    evidence: decimals(evidence),
    found: view.found,
    fetchedAt: view.fetchedAt,
    ...(state.state === 'unreachable' ? { unreachable: unreachableCode(view) } : {}),
    ...(isPrivate(conclusion, uri) ? { private: true as const } : {}),
    ...(lastGood && isDropped(conclusion, uri) ? { dropped: true as const } : {}),
    ...(lastGood ? { lastGood: { state: 'consistent' as const, at: lastGood } } : {}),
  };
}

/** What the leading statement does not name may still be named by another one, in confidence too (profile section 1). */
function isPrivate({ graph, leading }: Conclusion, uri: string): boolean {
  const current = leading?.leading;
  if (current?.names.has(uri)) return current.privately.has(uri);
  return graph.known.some((known) => known.privately.has(uri));
}

function isDropped({ graph, leading }: Conclusion, uri: string): boolean {
  const current = leading?.leading;
  return !(current ? [current] : graph.known).some((known) => known.names.has(uri));
}

function unreachableCode(view: AccountView): string {
  if (view.vertex.unsupported) return 'unsupported';
  return view.outcome === 'not-asked' ? 'limit' : (view.reason ?? 'connect');
}

/**
 * Its operator's share, repeated for each account of that operator; one that counts for nothing, or only points
 * elsewhere, has 0.
 */
function accountEvidence({ scored, operators, leading }: Conclusion): (view: AccountView) => number {
  const own = new Map<string, Unit>();
  for (const unit of scored.units) if (!unit.pointer) own.set(unit.account, unit);
  const byAccount = new Map<string, { group: Group; db: number }[]>();
  const byName = new Map(operators.map((share) => [share.group.name, share]));
  for (const share of operators)
    for (const uri of share.group.accounts) byAccount.set(uri, [...(byAccount.get(uri) ?? []), share]);
  return ({ vertex: { uri, operator } }) => {
    const unit = own.get(uri);
    if (!unit) return 0;
    const head = unit.supports.find((h) => h === leading?.head) ?? unit.supports[0] ?? null;
    const shares = byAccount.get(uri) ?? [];
    const share = shares.find(({ group }) => group.supports === head) ?? shares[0];
    // A second account at an operator that already weighs for this key adds nothing, and shares its evidence.
    const sibling = byName.get(operator);
    return (share ?? (sibling?.group.supports === head ? sibling : undefined))?.db ?? 0;
  };
}
