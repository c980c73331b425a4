import type { Evidence } from '../evidence/types.js';
import type { Statement } from '../verify/types.js';
import { collectViews, knownStatements, type Verify, vertexOf } from './collect.js';
import { resolveLineages } from './lineages.js';
import { shownBy, supportOf, tokensFor } from './supports.js';
import type { AccountView, Graph, KnownStatement, Lineage, Shown, Support } from './types.js';

/**
 * Statements and tokens → who names whom, and who shows which key. The only work beside pure reckoning is the
 * verification of signatures, which the caller passes in.
 */
export async function buildGraph(evidence: Evidence, verify: Verify): Promise<Graph> {
  const subject = vertexOf(evidence.subject);
  const history = evidence.history ?? [];
  const given = new Set((evidence.given ?? []).map((text) => vertexOf(text).uri));
  const remembered = await rememberedStatements(evidence, verify);

  const seen = history.flatMap((entry) => (entry.supports ?? []).map((s) => s.account));
  const first = await collectViews(evidence, [subject.uri, ...given, ...seen], verify);
  const known = knownStatements(subject, first, remembered);
  // A statement names more than was asked: those accounts are in the report too, as not asked.
  const observed = new Set(first.map((view) => view.vertex.uri));
  const named = [...new Set(known.flatMap((k) => [...k.names]))].filter((uri) => !observed.has(uri));
  const rest = await collectViews({ ...evidence, observations: [] }, named, verify);
  const views = order([...first, ...rest], subject.uri);

  const { lineages, equivocating, ended } = resolveLineages(known, history, subject.operator);
  const foreignKeys = keysOfTwoSubjects(first, subject.uri, known);
  return {
    subject,
    now: new Date(evidence.now),
    views,
    lineages,
    ...showings(views, subject.uri, lineages, known, foreignKeys, ended),
    foreignKeys,
    equivocating,
    endedKeys: ended,
    given,
    pins: new Set((evidence.pins ?? []).map(thumbprintUriOf)),
    history,
  };
}

/** A pin may be the whole thumbprint URI or its last part (RFC 9278). */
export function thumbprintUriOf(pin: string): string {
  return pin.startsWith('urn:') ? pin : `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${pin}`;
}

async function rememberedStatements(evidence: Evidence, verify: Verify): Promise<Statement[]> {
  const verified: Statement[] = [];
  for (const entry of evidence.history ?? [])
    for (const text of entry.statements ?? []) {
      const verification = await verify(text);
      if (verification.ok && verification.statement.key === entry.key) verified.push(verification.statement);
    }
  return verified;
}

function order(views: readonly AccountView[], subject: string): AccountView[] {
  const own = views.filter((view) => view.vertex.uri === subject);
  const others = views.filter((view) => view.vertex.uri !== subject);
  return [...own, ...others.sort((a, b) => (a.vertex.uri < b.vertex.uri ? -1 : 1))];
}

/** One key speaks for one subject; a key that speaks for two has tokens that support neither. */
function keysOfTwoSubjects(
  views: readonly AccountView[],
  subject: string,
  known: readonly KnownStatement[],
): Set<string> {
  const own = new Set(known.map((k) => k.statement.key));
  const foreign = new Set<string>();
  for (const view of views)
    for (const { statement } of view.statements)
      if (statement.sub !== subject && own.has(statement.key)) foreign.add(statement.key);
  return foreign;
}

function showings(
  views: readonly AccountView[],
  subject: string,
  lineages: readonly Lineage[],
  known: readonly KnownStatement[],
  foreignKeys: ReadonlySet<string>,
  ended: ReadonlySet<string>,
): Pick<Graph, 'shown' | 'supports' | 'unknownTokens'> {
  const lineageOf = lineageByKey(lineages);
  const tokenKeys = [...lineageOf.keys()].filter((key) => !foreignKeys.has(key));
  const shown = new Map<string, readonly Shown[]>();
  const supports = new Map<string, readonly Support[]>();
  const unknownTokens = new Set<string>();
  for (const view of views) {
    const { uri } = view.vertex;
    const index = view.tokens.length > 0 ? tokensFor(uri, tokenKeys, known) : new Map<string, string>();
    if (view.tokens.some((token) => !index.has(token.text))) unknownTokens.add(uri);
    const claims = shownBy(view, subject, lineageOf, ended, index);
    shown.set(uri, claims);
    supports.set(uri, supportOf(claims, uri));
  }
  return { shown, supports, unknownTokens };
}

/** Which lineage a key belongs to. */
export function lineageByKey(lineages: readonly Lineage[]): Map<string, Lineage> {
  return new Map(lineages.flatMap((lineage) => lineage.keys.map((key) => [key, lineage] as const)));
}
