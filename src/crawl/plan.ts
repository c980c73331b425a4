import type { Statement } from '../verify/types.js';
import { MAX_ACCOUNTS, MAX_ACCOUNTS_PER_DOMAIN } from './limits.js';

/** What the plan may look up; a reading that is not there yet gives null. */
export interface PlanInput {
  readonly subject: string;
  /** Canonical URIs ever `consistent`. */
  readonly remembered: readonly string[];
  /** Canonical URIs the reader gave. */
  readonly given: readonly string[];
  /** Valid, unexpired statements for the subject that an account showed, or null while it is not read. */
  readonly statementsAt: (account: string) => readonly Statement[] | null;
  /** The registrable domain an account is read at, or null where nothing is fetched for it. */
  readonly domainOf: (account: string) => string | null;
}

export interface Plan {
  /** In the order of scoring section 3, the subject first: what is read. */
  readonly accounts: readonly string[];
  /** Named or given beyond the limits: reported, not read. */
  readonly excess: readonly string[];
}

/**
 * Which accounts a verification reads, in which order (scoring section 3): those ever consistent, those of the anchored
 * key's statement, those given, then rivals' by turns; within each by URI. A pure function of what is known, so that the
 * crawl may read ahead in any order and still end with the same set: it plans anew after each reading.
 */
export function planAccounts(input: PlanInput): Plan {
  const accounts: string[] = [input.subject];
  const excess: string[] = [];
  const known = new Set(accounts);
  const perDomain = new Map<string, number>();
  const add = (uri: string): void => {
    if (known.has(uri)) return;
    known.add(uri);
    const domain = input.domainOf(uri);
    const there = domain === null ? 0 : (perDomain.get(domain) ?? 0);
    if (accounts.length > MAX_ACCOUNTS || there >= MAX_ACCOUNTS_PER_DOMAIN) {
      excess.push(uri);
      return;
    }
    if (domain !== null) perDomain.set(domain, there + 1);
    accounts.push(uri);
  };
  for (const uri of [...input.remembered].sort()) add(uri);
  for (const uri of anchoredNames(input)) add(uri);
  for (const uri of [...input.given].sort()) add(uri);
  addRivals(input, accounts, add);
  return { accounts, excess };
}

/** What the one key shown by the subject's own provider names; a provider that shows two keys anchors neither. */
function anchoredNames({ subject, statementsAt }: PlanInput): string[] {
  const shown = statementsAt(subject) ?? [];
  if (new Set(shown.map((s) => s.key)).size !== 1) return [];
  return namesOf(shown);
}

function addRivals(input: PlanInput, accounts: readonly string[], add: (uri: string) => void): void {
  // Reading one rival's account may show the next rival: rounds until nothing new is named.
  for (let before = -1; before !== accounts.length; ) {
    before = accounts.length;
    // By digest: one statement copied to every account is one list of names, not hundreds.
    const byKey = new Map<string, Map<string, Statement>>();
    for (const uri of accounts)
      for (const statement of input.statementsAt(uri) ?? []) {
        const own = byKey.get(statement.key) ?? new Map<string, Statement>();
        byKey.set(statement.key, own.set(`${statement.digest} ${statement.disclosed.join(' ')}`, statement));
      }
    const queues = [...byKey]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, own]) => namesOf([...own.values()]));
    for (let turn = 0; turn < Math.max(0, ...queues.map((q) => q.length)); turn += 1)
      for (const queue of queues) {
        const uri = queue[turn];
        if (uri !== undefined) add(uri);
      }
  }
}

/** Accounts named by the statements of one key with the highest seq, by URI. */
function namesOf(statements: readonly Statement[]): string[] {
  const seq = Math.max(...statements.map((s) => s.seq));
  const names = statements.filter((s) => s.seq === seq).flatMap((s) => [...s.accounts, ...s.unsupported]);
  return [...new Set(names.map((a) => a.uri))].sort();
}
