import type { Evidence, HistoryKey } from '../evidence/types.js';
import type { Statement } from '../verify/types.js';
import { collectViews, type Verify } from './collect.js';
import { canonicalHistory, rememberedSupports, thumbprintUriOf } from './history.js';
import { knownStatements } from './known.js';
import { resolveLineages } from './lineages.js';
import {
  type AccountClaims,
  type Claims,
  claimsOf,
  contestingLineages,
  namingOf,
  supportOf,
} from './supports.js';
import type { AccountView, Graph, KnownStatement, Lineage } from './types.js';
import { compare, vertexOf } from './vertex.js';

/**
 * Statements and tokens → who names whom, and who shows which key. The only work beside pure reckoning is the
 * verification of signatures, which the caller passes in.
 */
export async function buildGraph(evidence: Evidence, verify: Verify): Promise<Graph> {
  const subject = vertexOf(evidence.subject);
  const history = canonicalHistory(evidence.history ?? []);
  const given = new Set((evidence.given ?? []).map((text) => vertexOf(text).uri));
  const remembered = await rememberedStatements(history, verify);
  const seen = history.flatMap((entry) => (entry.supports ?? []).map((s) => s.account));
  const observed = await collectViews(evidence, [subject.uri, ...given, ...seen], verify);

  const known = knownStatements(subject, observed, remembered);
  const endedKeys = keysEnded(observed, remembered);
  const { lineages, equivocating } = resolveLineages(known, history, subject.operator, endedKeys);
  const lineageOf = new Map(lineages.flatMap((l) => l.keys.map((key) => [key, l] as const)));
  const namedBy = namedByLeading(lineages);
  const views = await allViews(evidence, observed, namedBy, subject.uri, verify);
  const viewOf = new Map(views.map((view) => [view.vertex.uri, view]));
  const foreignKeys = keysOfTwoSubjects(observed, subject.uri, known);
  const claims: Claims = {
    subject: subject.uri,
    lineageOf,
    byDigest: new Map(known.map((k) => [k.statement.digest, k])),
    tokenKeys: keysOfTokens(known, history, foreignKeys),
    naming: namingOf(known),
    ended: endedKeys,
  };
  return {
    subject,
    now: new Date(evidence.now),
    views,
    viewOf,
    known,
    lineages,
    lineageOf,
    namedBy,
    ...showings(views, claims),
    foreignKeys,
    equivocating,
    endedKeys,
    given,
    pins: new Set((evidence.pins ?? []).map(thumbprintUriOf)),
    history,
    remembered: rememberedSupports(history, lineageOf, (uri) => viewOf.get(uri)?.vertex.operator),
  };
}

async function rememberedStatements(history: readonly HistoryKey[], verify: Verify): Promise<Statement[]> {
  const texts = history.flatMap(({ key, statements }) => (statements ?? []).map((text) => ({ key, text })));
  const verifications = await Promise.all(texts.map(({ text }) => verify(text)));
  return verifications.flatMap((verification, i) =>
    verification.ok && verification.statement.key === texts[i]?.key ? [verification.statement] : [],
  );
}

/** A statement that lists its own `iss` under `revoked` ends the key wherever it is found, for whatever subject. */
function keysEnded(views: readonly AccountView[], remembered: readonly Statement[]): Set<string> {
  const shown = views.flatMap((view) => view.statements.map(({ statement }) => statement));
  return new Set([...shown, ...remembered].filter((s) => s.endsKey).map((s) => s.key));
}

function namedByLeading(lineages: readonly Lineage[]): Map<string, Lineage[]> {
  const namedBy = new Map<string, Lineage[]>();
  for (const lineage of lineages)
    for (const uri of lineage.leading?.names ?? []) {
      const list = namedBy.get(uri);
      if (list) list.push(lineage);
      else namedBy.set(uri, [lineage]);
    }
  return namedBy;
}

/** A statement names more than was asked: those accounts are in the report too, as not asked. The subject is first. */
async function allViews(
  evidence: Evidence,
  observed: readonly AccountView[],
  namedBy: Graph['namedBy'],
  subject: string,
  verify: Verify,
): Promise<AccountView[]> {
  const asked = new Set(observed.map((view) => view.vertex.uri));
  const named = [...namedBy.keys()].filter((uri) => !asked.has(uri));
  const rest = await collectViews({ ...evidence, observations: [] }, named, verify);
  const rank = (view: AccountView) => (view.vertex.uri === subject ? 0 : 1);
  return [...observed, ...rest].sort((a, b) => rank(a) - rank(b) || compare(a.vertex.uri, b.vertex.uri));
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
      if (statement.sub !== subject && !statement.expired && own.has(statement.key))
        foreign.add(statement.key);
  return foreign;
}

/** "Every key that has a valid statement for this subject in this verification or in the subject's own history." */
function keysOfTokens(
  known: readonly KnownStatement[],
  history: readonly HistoryKey[],
  foreign: ReadonlySet<string>,
): string[] {
  const keys = new Set(history.map((entry) => entry.key));
  for (const { statement } of known) if (!statement.expired) keys.add(statement.key);
  return [...keys].filter((key) => !foreign.has(key)).sort(compare);
}

function showings(
  views: readonly AccountView[],
  claims: Claims,
): Pick<Graph, 'shown' | 'supports' | 'unknownTokens' | 'showsEnded' | 'contesting'> {
  const all = new Map<string, AccountClaims>(
    views.map((view) => [view.vertex.uri, claimsOf(view, claims)] as const),
  );
  const urisWhere = (holds: (claims: AccountClaims) => boolean) =>
    new Set([...all].filter(([, own]) => holds(own)).map(([uri]) => uri));
  const supports = new Map([...all].map(([uri, { shown }]) => [uri, supportOf(shown, uri)] as const));
  return {
    shown: new Map([...all].map(([uri, { shown }]) => [uri, shown] as const)),
    supports,
    unknownTokens: urisWhere((own) => own.unknownToken),
    showsEnded: urisWhere((own) => own.showsEnded),
    contesting: contestingLineages(supports),
  };
}
