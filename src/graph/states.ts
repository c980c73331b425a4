import { isRevoked } from './supports.js';
import type { AccountState, AccountView, Graph, Lineage, Shown, Support } from './types.js';

/** A state with what a person needs to understand it; the words are made by the report. */
export interface StateResult {
  readonly state: AccountState;
  /** Closed detail for the wording. */
  readonly why:
    | 'leading'
    | 'unattributed'
    | 'older'
    | 'other-key'
    | 'equivocal'
    | 'revoked-account'
    | 'ended-key'
    | 'not-named'
    | 'older-not-named'
    | 'other-subject'
    | 'past-exp'
    | 'broken'
    | 'not-read'
    | 'new-account-id'
    | 'created-later'
    | 'unknown-token'
    | 'nothing'
    | 'dropped'
    | 'absent';
  /** Operator that served what was found through a pointer. */
  readonly via: string | null;
}

/** States of all accounts relative to the leading lineage (null: none leads), by canonical URI. */
export function accountStates(graph: Graph, leading: Lineage | null): Map<string, StateResult> {
  return new Map(graph.views.map((view) => [view.vertex.uri, stateOf(graph, view, leading)]));
}

/** The first that holds, in the order of profile section 4. */
export function stateOf(graph: Graph, view: AccountView, leading: Lineage | null): StateResult {
  return ofKeys(graph, view, leading) ?? ofStatements(graph, view) ?? ofSilence(graph, view, leading);
}

/** From `revoked` to `unclaimed`: what the account shows of keys of this subject. */
function ofKeys(graph: Graph, view: AccountView, leading: Lineage | null): StateResult | null {
  const uri = view.vertex.uri;
  const shown = graph.shown.get(uri) ?? [];
  const supports = graph.supports.get(uri) ?? [];
  const rival = leading ? supports.find((s) => s.lineage !== leading && counts(graph, s)) : undefined;
  if (leading?.leading && isRevoked(leading.leading, uri) && !rival)
    return result('revoked', 'revoked-account');
  if (rival) return result('conflicting', 'other-key', rival.via);
  const equivocal = shown.find((s) => s.equivocal && s.namedByIt && s.strength === 'full');
  if (equivocal) return result('conflicting', 'equivocal', equivocal.via);
  return ofLeadingKey(supports, shown, leading) ?? null;
}

/** What strangers may write on a page, or DNS without DNSSEC alone shows, opens no contest and so no conflict. */
function counts(graph: Graph, { lineage, strength }: Support): boolean {
  return strength !== 'unattributed' && graph.contesting.has(lineage);
}

function ofLeadingKey(
  supports: readonly Support[],
  shown: readonly Shown[],
  leading: Lineage | null,
): StateResult | null {
  const own = supports.filter((s) => s.lineage === leading);
  const current = strongest(own.filter((s) => s.current));
  if (current) {
    const why = current.strength === 'unattributed' ? 'unattributed' : 'leading';
    return result('consistent', why, current.via);
  }
  const older = strongest(own);
  if (older) return result('stale', 'older', older.via);
  const ours = leading ? shown.find((s) => s.lineage === leading) : undefined;
  if (!ours) return null;
  return result('unclaimed', ours.namedByIt || ours.current ? 'not-named' : 'older-not-named', ours.via);
}

/** What stands in the account itself before what a pointer reached, and what counts before what does not. */
function strongest(supports: readonly Support[]): Support | undefined {
  const rank = (s: Support) => (s.strength === 'unattributed' ? 2 : 0) + (s.via === null ? 0 : 1);
  return [...supports].sort((a, b) => rank(a) - rank(b))[0];
}

/** Ended keys, then `foreign` to `invalid`: statements that support no key of this subject. */
function ofStatements(graph: Graph, view: AccountView): StateResult | null {
  const { uri } = view.vertex;
  const subject = graph.subject.uri;
  if (graph.showsEnded.has(uri)) return result('revoked', 'ended-key');
  if (view.statements.some((s) => isForeign(s, subject, uri))) return result('foreign', 'other-subject');
  const expired = view.statements.some(
    (s) => s.statement.sub === subject && s.statement.expired && speaksOf(s, uri),
  );
  if (expired) return result('expired', 'past-exp');
  return view.invalid.some((s) => s.strength !== 'unattributed') ? result('invalid', 'broken') : null;
}

/** A valid statement for another `sub`; a host-wide document holds those of other users, which are skipped. */
export function isForeign(shown: AccountView['statements'][number], subject: string, uri: string): boolean {
  return shown.statement.sub !== subject && !shown.statement.expired && speaksOf(shown, uri);
}

/**
 * A host-wide document speaks of an account only where it names it (profile 2.1). What anybody may write on a page gives
 * the state of a proof and no other (profile 2.2): a stranger must not turn her silence into something else.
 */
function speaksOf(
  { statement, hostWide, strength }: AccountView['statements'][number],
  uri: string,
): boolean {
  return strength !== 'unattributed' && (!hostWide || statement.accounts.some((a) => a.uri === uri));
}

/** From `unreachable` to `silent`: nothing of this subject is there. */
function ofSilence(graph: Graph, view: AccountView, leading: Lineage | null): StateResult {
  const { uri } = view.vertex;
  if (view.outcome === 'unreachable' || view.outcome === 'not-asked' || view.partly)
    return result('unreachable', 'not-read');
  const reRegistered = reRegistration(graph, view, leading ? [leading] : []);
  if (reRegistered) return result('re-registered', reRegistered);
  // `sub` itself always counts as named.
  const named = uri === graph.subject.uri || (leading?.leading?.names.has(uri) ?? false);
  const nothing = view.outcome === 'absent' ? 'absent' : 'nothing';
  const shows = graph.unknownTokens.has(uri) ? 'unknown-token' : nothing;
  if (named) return result('one-way', shows);
  return result('silent', shows === nothing && graph.remembered.has(uri) ? 'dropped' : shows);
}

function result(state: AccountState, why: StateResult['why'], via: string | null = null): StateResult {
  return { state, why, via };
}

/** Its persistent id changed, or its service says it was made after the first statement of these lineages that names it. */
export function reRegistration(
  graph: Graph,
  view: AccountView,
  lineages: Iterable<Lineage>,
): 'new-account-id' | 'created-later' | null {
  const { uri } = view.vertex;
  const before = new Set((graph.remembered.get(uri) ?? []).flatMap((s) => s.accountId ?? []));
  if (before.size > 0 && view.accountIds.some((id) => !before.has(id))) return 'new-account-id';
  if (view.createdAt === null) return null;
  const created = Date.parse(view.createdAt) / 1000;
  for (const lineage of lineages) {
    const named = lineage.firstNamed.get(uri);
    if (named !== undefined && created > named) return 'created-later';
  }
  return null;
}
