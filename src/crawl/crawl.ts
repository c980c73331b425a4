import type { AccountReading } from '../evidence/types.js';
import type { Fetcher } from '../fetch/types.js';
import type { Verify } from '../graph/collect.js';
import { operatorOfAccountUri, recogniseAccount, registrableDomain } from '../services/index.js';
import type { Account } from '../services/types.js';
import type { Statement } from '../verify/types.js';
import { withBudget } from './budget.js';
import { CONCURRENT_ACCOUNTS } from './limits.js';
import { createTurns } from './places/turns.js';
import { type Plan, planAccounts } from './plan.js';
import { readAccount } from './read-account.js';

export type CrawlEvent =
  | { readonly type: 'reading'; readonly account: string; readonly started: number; readonly known: number }
  | {
      readonly type: 'read';
      readonly reading: AccountReading;
      readonly done: number;
      readonly known: number;
    };

export interface CrawlInput {
  /** Canonical MIMI URI. */
  readonly subject: string;
  readonly given: readonly string[];
  readonly remembered: readonly string[];
  /** Accounts read before, by this verification or for it: they are not read again. The last of an account counts. */
  readonly seeds?: readonly AccountReading[];
}

export interface CrawlDeps {
  readonly fetcher: Fetcher;
  readonly verify: Verify;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: CrawlEvent) => void;
  /** One account at a time, awaited before each is read: so that whoever finds us dead knows what we died of. */
  readonly oneByOne?: (account: string) => Promise<void>;
  /** Awaited for each account before the crawl ends: what it resolves for is kept. */
  readonly keep?: (reading: AccountReading) => Promise<void>;
}

/**
 * Reads the subject and all accounts that the plan names, everything at once that can be. Which accounts are read depends
 * on what they show and never on who answers first: the plan is made anew after each reading, from all that is known.
 * Returns one reading an account, the subject first, in the plan's order.
 */
export async function crawl(input: CrawlInput, deps: CrawlDeps): Promise<AccountReading[]> {
  const state = new CrawlState(input, deps);
  await state.run();
  return state.result();
}

class CrawlState {
  readonly #input: CrawlInput;
  readonly #deps: CrawlDeps;
  readonly #fetcher: Fetcher;
  readonly #readings = new Map<string, AccountReading>();
  readonly #statements = new Map<string, readonly Statement[]>();
  readonly #domains = new Map<string, string | null>();
  readonly #active = new Map<string, Promise<void>>();
  readonly #turn = createTurns();
  #plan: Plan;
  /** Readings told of: several may end before the first of them is. */
  #told = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(input: CrawlInput, deps: CrawlDeps) {
    this.#input = input;
    this.#deps = deps;
    this.#fetcher = withBudget(deps.fetcher, deps.now);
    this.#plan = this.#planNow();
  }

  async run(): Promise<void> {
    await this.#sow();
    const concurrent = this.#deps.oneByOne ? 1 : CONCURRENT_ACCOUNTS;
    for (;;) {
      for (const uri of this.#plan.accounts) {
        if (this.#deps.signal?.aborted || this.#failure || this.#active.size >= concurrent) break;
        if (!this.#readings.has(uri) && !this.#active.has(uri)) this.#start(uri);
      }
      if (this.#active.size === 0) break;
      await Promise.race(this.#active.values());
    }
    if (this.#failure) throw this.#failure.error;
  }

  result(): AccountReading[] {
    const limit = (account: string): AccountReading =>
      this.#unread(account, 'limit', 'more accounts are named than one verification reads');
    const cancelled = (account: string): AccountReading => this.#unread(account, 'cancelled');
    return [
      ...this.#plan.accounts.map((uri) => this.#readings.get(uri) ?? cancelled(uri)),
      ...this.#plan.excess.map(limit),
    ];
  }

  /** A reading that was cut short says nothing, and is made again. */
  async #sow(): Promise<void> {
    const seeds = (this.#input.seeds ?? []).filter((reading) => reading.reason !== 'cancelled');
    for (const reading of seeds) {
      this.#readings.set(reading.account, reading);
      this.#statements.set(reading.account, await this.#validStatements(reading));
    }
    this.#told = this.#readings.size;
    if (seeds.length > 0) this.#plan = this.#planNow();
  }

  #planNow(): Plan {
    const { subject, given, remembered } = this.#input;
    const statementsAt = (uri: string) => this.#statements.get(uri) ?? null;
    const domainOfAccount = (uri: string): string | null => {
      const known = this.#domains.get(uri);
      if (known !== undefined) return known;
      const domain = domainOf(uri);
      this.#domains.set(uri, domain);
      return domain;
    };
    return planAccounts({ subject, given, remembered, statementsAt, domainOf: domainOfAccount });
  }

  #start(uri: string): void {
    const known = this.#plan.accounts.length;
    this.#deps.onEvent?.({
      type: 'reading',
      account: uri,
      started: this.#readings.size + this.#active.size + 1,
      known,
    });
    // A bug of ours ends the crawl, once everything that is under way has come back.
    const task = this.#read(uri)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#active.delete(uri));
    this.#active.set(uri, task);
  }

  async #read(uri: string): Promise<void> {
    await this.#deps.oneByOne?.(uri);
    const account = recogniseAccount(uri);
    const reading =
      'unsupported' in account
        ? this.#unread(uri, 'unsupported', account.reason)
        : await this.#fetchAccount(account);
    await this.#deps.keep?.(reading);
    this.#readings.set(uri, reading);
    this.#statements.set(uri, await this.#validStatements(reading));
    this.#plan = this.#planNow();
    const known = this.#plan.accounts.length;
    this.#told += 1;
    this.#deps.onEvent?.({ type: 'read', reading, done: this.#told, known });
  }

  async #fetchAccount(account: Account): Promise<AccountReading> {
    const { signal } = this.#deps;
    return readAccount(account, {
      fetcher: this.#fetcher,
      turn: this.#turn,
      asSubject: account.uri === this.#input.subject,
      ...(signal ? { signal } : {}),
    });
  }

  async #validStatements(reading: AccountReading): Promise<Statement[]> {
    const statements: Statement[] = [];
    for (const find of reading.finds) {
      // Anybody may have written an unattributed text: it is shown, and never followed.
      if (find.kind !== 'statement' || find.strength === 'unattributed') continue;
      const verification = await this.#deps.verify(find.text);
      if (!verification.ok || verification.statement.expired) continue;
      if (verification.statement.sub === this.#input.subject) statements.push(verification.statement);
    }
    return statements;
  }

  #unread(account: string, reason: 'limit' | 'cancelled' | 'unsupported', detail?: string): AccountReading {
    const fetchedAt = this.#deps.now().toISOString();
    const why = { outcome: 'unreachable' as const, reason, ...(detail ? { detail } : {}) };
    return { account, ...why, finds: [], places: [], fetchedAt, requests: 0 };
  }
}

/** The registrable domain an account is read at; null for what is never fetched. */
export function domainOf(uri: string): string | null {
  const account = recogniseAccount(uri);
  if ('unsupported' in account) return null;
  const host = /^[a-z0-9+.-]+:(?:\/\/)?(?:[^@/]*@)?([^/?#:@]+)/.exec(uri)?.[1];
  return host === undefined ? operatorOfAccountUri(uri).operator : (registrableDomain(host) ?? host);
}
