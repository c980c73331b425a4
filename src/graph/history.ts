import type { HistoryKey } from '../evidence/types.js';
import { operatorOf } from '../services/index.js';
import type { Lineage, RememberedSupport } from './types.js';
import { vertexOf } from './vertex.js';

/** A pin may be the whole thumbprint URI or its last part (RFC 9278). */
export function thumbprintUriOf(pin: string): string {
  return pin.startsWith('urn:') ? pin : `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${pin}`;
}

/** An operator as a file spells it: a host of it will do. Bare keys (`did:key:…`) are names of their own. */
export function operatorNamed(text: string): string {
  return text.includes(':') ? text : operatorOf(text).operator;
}

/** The history in canonical spelling, so that the spelling of a URI changes nothing there either. */
export function canonicalHistory(history: readonly HistoryKey[]): HistoryKey[] {
  return history.map((entry) => ({
    ...entry,
    key: thumbprintUriOf(entry.key),
    ...(entry.operators ? { operators: [...new Set(entry.operators.map(operatorNamed))] } : {}),
    ...(entry.supports
      ? { supports: entry.supports.map((s) => ({ ...s, account: vertexOf(s.account).uri })) }
      : {}),
  }));
}

/**
 * What the history says of each account. An entry without `supports` stands for the accounts that its key's
 * statement names at its `operators`.
 */
export function rememberedSupports(
  history: readonly HistoryKey[],
  lineageOf: ReadonlyMap<string, Lineage>,
  operatorOfAccount: (uri: string) => string | undefined,
): Map<string, RememberedSupport[]> {
  const byAccount = new Map<string, RememberedSupport[]>();
  const add = (uri: string, support: RememberedSupport) => {
    const list = byAccount.get(uri);
    if (list) list.push(support);
    else byAccount.set(uri, [support]);
  };
  for (const { key, supports, operators, firstSeen, lastSeen } of history) {
    for (const s of supports ?? [])
      add(s.account, {
        key,
        firstSeen: Date.parse(s.firstSeen),
        lastSeen: Date.parse(s.lastSeen),
        ...(s.accountId === undefined ? {} : { accountId: s.accountId }),
      });
    if (supports) continue;
    const at = new Set(operators ?? []);
    const span = { key, firstSeen: Date.parse(firstSeen), lastSeen: Date.parse(lastSeen) };
    for (const uri of lineageOf.get(key)?.leading?.names ?? [])
      if (at.has(operatorOfAccount(uri) ?? '')) add(uri, span);
  }
  return byAccount;
}
