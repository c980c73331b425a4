import { printable } from '../../design/printable.js';
import type { AccountState } from '../../graph/types.js';
import type { PublicReport, ReportAccount } from '../../report/types.js';
import { isConfirmed } from '../../report/view/accounts.js';
import type { Verdict } from '../../score/verdict.js';
import { choose, type GraphLimits } from './choose.js';

/**
 * What ties an account to the user, from what its state says. `mutual`: the leading statement names it, and it shows the
 * key. `names`: named, and it does not show the key today. `shows`: the other way round. `rival`: it shows another key, or
 * another statement.
 */
export const LINKS = ['mutual', 'names', 'shows', 'rival', 'none'] as const;
export type Link = (typeof LINKS)[number];

export interface GraphRow {
  /** Printable, without what says nothing. */
  readonly account: string;
  readonly state: AccountState;
  readonly link: Link;
}

/** Accounts for which there is no room. */
export interface Rest {
  readonly accounts: number;
  readonly confirmed: number;
  readonly conflicting: number;
}

export interface GraphGroup {
  readonly operator: string;
  /** The subject's own provider: `anchor` where it shows the key that leads. */
  readonly provider: 'anchor' | 'silent' | null;
  readonly rows: readonly GraphRow[];
  readonly rest: Rest | null;
}

export interface GraphModel {
  readonly subject: string;
  readonly verdict: Verdict;
  readonly anchored: boolean;
  /** Thumbprint without its URN; null: no key leads. */
  readonly key: string | null;
  /** Thumbprints that conflicting accounts show; none where they show other statements of the same key. Null: no conflict. */
  readonly rivals: readonly string[] | null;
  readonly groups: readonly GraphGroup[];
  readonly moreOperators: (Rest & { readonly operators: number }) | null;
  /** Never confirmed: counted, never named. */
  readonly unconfirmed: number;
}

/** Columns of the longest name in DNS (RFC 1035 section 2.3.4): of a host's name the end must not be lost. */
const MAX_HOST = 253;

/** A report as strangers see it → what is drawn of it, bounded. Pure. */
export function graphOf(report: PublicReport, limits: GraphLimits): GraphModel {
  const provider = report.accounts.find(({ account }) => account === report.subject)?.operator;
  const { groups, left } = choose(report.accounts, report.subject, limits);
  const conflicts = report.accounts.some(({ state }) => state === 'conflicting');
  return {
    subject: printable(report.subject),
    verdict: report.verdict,
    anchored: report.anchored,
    key: report.identityKey === null ? null : shortKey(report.identityKey),
    rivals: conflicts ? rivalsOf(report) : null,
    groups: groups.map(({ operator, rows, rest }) => ({
      operator: printable(operator, MAX_HOST),
      provider: operator === provider ? anchorOf(report) : null,
      rows: rows.map((account) => rowOf(account, report)),
      rest: restOf(rest),
    })),
    moreOperators: left.length > 0 ? moreOf(left) : null,
    unconfirmed: report.unconfirmed ?? 0,
  };
}

/** The thumbprint without its URN. */
function shortKey(uri: string): string {
  return printable(uri.slice(uri.lastIndexOf(':') + 1));
}

function rivalsOf(report: PublicReport): string[] {
  return report.keys
    .filter(({ thumbprint, operators }) => thumbprint !== report.identityKey && operators.length > 0)
    .map(({ thumbprint }) => shortKey(thumbprint));
}

function anchorOf(report: PublicReport): 'anchor' | 'silent' {
  const own = report.accounts.find(({ account }) => account === report.subject);
  return report.anchored && own !== undefined && isConfirmed(own) ? 'anchor' : 'silent';
}

function rowOf(account: ReportAccount, report: PublicReport): GraphRow {
  return { account: shortUri(account.account), state: account.state, link: linkOf(account, report) };
}

/** Without what says nothing: that it is on the web, and that a host has a root. */
function shortUri(uri: string): string {
  return printable(uri.replace(/^https:\/\/([^/]+)\/?$/, '$1').replace(/^https:\/\//, ''));
}

function linkOf(account: ReportAccount, { subject, identityKey }: PublicReport): Link {
  if (account.state === 'conflicting') return 'rival';
  if (identityKey === null) return 'none';
  if (isConfirmed(account)) return 'mutual';
  if (account.state === 'unclaimed') return 'shows';
  if (account.state === 'one-way') return 'names';
  if (account.state === 'revoked') return 'none';
  // `sub` always counts as named; and of what was confirmed before, what no statement names any more is marked.
  const named = account.account === subject || (account.lastGood !== undefined && !account.dropped);
  return named ? 'names' : 'none';
}

function restOf(accounts: readonly ReportAccount[]): Rest | null {
  if (accounts.length === 0) return null;
  return {
    accounts: accounts.length,
    confirmed: accounts.filter(isConfirmed).length,
    conflicting: accounts.filter(({ state }) => state === 'conflicting').length,
  };
}

function moreOf(accounts: readonly ReportAccount[]): GraphModel['moreOperators'] {
  const rest = restOf(accounts);
  return rest && { ...rest, operators: new Set(accounts.map(({ operator }) => operator)).size };
}
