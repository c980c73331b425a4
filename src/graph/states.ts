import { isRevoked } from './supports.js';
import type { AccountState, AccountView, Graph, Lineage } from './types.js';

/** A state with what a person needs to understand it; the words are made by the report. */
export interface StateResult {
  readonly state: AccountState;
  /** Closed detail for the wording. */
  readonly why:
    | 'leading'
    | 'token'
    | 'unattributed'
    | 'older'
    | 'other-key'
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

function stateOf(graph: Graph, view: AccountView, leading: Lineage | null): StateResult {
  const uri = view.vertex.uri;
  const isSubject = uri === graph.subject.uri;
  const ours = (graph.shown.get(uri) ?? []).filter((s) => s.lineage === leading);
  const supports = graph.supports.get(uri) ?? [];
  // What strangers may write on a page, or DNS without DNSSEC shows, opens no contest and so no conflict.
  const rival = supports.find((s) => s.lineage !== leading && s.strength === 'full');
  const named = leading?.leading?.names.has(uri) ?? false;

  if (leading?.leading && isRevoked(leading.leading, uri) && !rival)
    return result('revoked', 'revoked-account');
  if (leading !== null && rival) return result('conflicting', 'other-key', rival.via);
  const own = supports.filter((s) => s.lineage === leading);
  const current =
    own.find((s) => s.current && s.strength === 'full' && s.via === null) ?? own.find((s) => s.current);
  if (current) {
    const why = current.strength === 'unattributed' ? 'unattributed' : 'leading';
    return result('consistent', why, current.via);
  }
  if (own[0]) return result('stale', 'older', own[0].via);
  if (ours.length > 0)
    return result('unclaimed', named ? 'older-not-named' : 'not-named', ours[0]?.via ?? null);
  if (
    view.statements.some((s) => s.statement.sub === graph.subject.uri && graph.endedKeys.has(s.statement.key))
  )
    return result('revoked', 'ended-key');
  if (
    view.statements.some((s) => s.statement.sub !== graph.subject.uri && !s.statement.expired && !s.hostWide)
  )
    return result('foreign', 'other-subject');
  if (view.statements.some((s) => s.statement.sub === graph.subject.uri && s.statement.expired))
    return result('expired', 'past-exp');
  if (view.invalid.length > 0) return result('invalid', 'broken');
  if (view.outcome === 'unreachable' || view.outcome === 'not-asked')
    return result('unreachable', 'not-read');
  const reRegistered = isReRegistered(graph, view, leading);
  if (reRegistered) return result('re-registered', reRegistered);
  const unknownToken = graph.unknownTokens.has(uri);
  if (named || (isSubject && leading !== null))
    return result(
      'one-way',
      unknownToken ? 'unknown-token' : view.outcome === 'absent' ? 'absent' : 'nothing',
    );
  const dropped = graph.history.some((entry) => entry.supports?.some((s) => s.account === uri));
  return result(
    'silent',
    unknownToken ? 'unknown-token' : dropped ? 'dropped' : view.outcome === 'absent' ? 'absent' : 'nothing',
  );
}

function result(state: AccountState, why: StateResult['why'], via: string | null = null): StateResult {
  return { state, why, via };
}

/** Its persistent id changed, or its service says it was made after the first statement that names it. */
export function isReRegistered(
  graph: Graph,
  view: AccountView,
  leading: Lineage | null,
): 'new-account-id' | 'created-later' | null {
  const uri = view.vertex.uri;
  const before = graph.history
    .flatMap((entry) => entry.supports ?? [])
    .filter((s) => s.account === uri && s.accountId !== undefined)
    .map((s) => s.accountId);
  if (before.length > 0 && view.accountIds.some((id) => !before.includes(id))) return 'new-account-id';
  const naming = (leading?.statements ?? []).filter((k) => k.names.has(uri)).map((k) => k.statement.iat);
  if (view.createdAt !== null && naming.length > 0 && Date.parse(view.createdAt) / 1000 > Math.min(...naming))
    return 'created-later';
  return null;
}
