import type { AccountState } from '../graph/types.js';
import type { AlertCode, Report, ReportAccount } from './types.js';
import { isConfirmed } from './view/accounts.js';
import { STATES, VERDICTS } from './wording.js';

/** What can change from one report to the next. Closed list; in the order in which one report's changes are told. */
export const CHANGE_KINDS = [
  'first-seen',
  'verdict-changed', // from, to: verdicts
  'key-changed', // from, to: thumbprint URIs or null
  'operators-changed', // from, to: how many independent operators show the leading key
  'account-confirmed', // account, state
  'account-unconfirmed', // account, state; null: it is not in the report any more
  'alert-raised', // code
  'alert-cleared', // code
  'nothing-read', // from then on, until something changes or is read again
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  /** ISO time of the verification that saw it. */
  readonly at: string;
  readonly kind: ChangeKind;
  /** One sentence for a person. */
  readonly message: string;
  readonly from?: Value;
  readonly to?: Value;
  readonly account?: string;
  readonly state?: AccountState | null;
  readonly code?: AlertCode;
}

/**
 * What changed between two reports of one subject, as one audience may see both. Pure.
 *
 * @param before null: there is none, and `after` is the first
 */
export function changesBetween(before: Report | null, after: Report): Change[] {
  const at = after.generatedAt;
  return [
    ...conclusions(before, after),
    ...accounts(before?.accounts ?? [], after.accounts),
    ...alerts(before?.alerts ?? [], after.alerts),
  ].map((change) => ({ at, ...change }));
}

/** @param before null: there is no report that could stand until something is read */
export function nothingRead(at: string, before: Report | null): Change {
  const stands = before === null ? 'there is no report before it' : 'the report before it stands';
  return { at, kind: 'nothing-read', message: `Nothing at all could be read; ${stands}.` };
}

type Told = Omit<Change, 'at'>;
type Value = string | number | null;

function conclusions(before: Report | null, after: Report): Told[] {
  if (before === null) {
    return [
      {
        kind: 'first-seen',
        to: after.verdict,
        message: `First look: the verdict is ${VERDICTS[after.verdict].word}.`,
      },
    ];
  }
  const told: Told[] = [];
  const add = (kind: ChangeKind, from: Value, to: Value, message: string) => {
    if (from !== to) told.push({ kind, from, to, message });
  };
  const [old, now] = [before.independentOperators, after.independentOperators];
  add(
    'verdict-changed',
    before.verdict,
    after.verdict,
    `The verdict was ${VERDICTS[before.verdict].word} and is ${VERDICTS[after.verdict].word}.`,
  );
  add('key-changed', before.identityKey, after.identityKey, keySentence(before, after));
  add(
    'operators-changed',
    old,
    now,
    `${now} independent operator${now === 1 ? ' shows' : 's show'} the key that leads; before it was ${old}.`,
  );
  return told;
}

function keySentence(before: Report, after: Report): string {
  if (after.identityKey === null) return 'No key leads any more.';
  return before.identityKey === null ? 'A key leads, where none did.' : 'Another key leads.';
}

function accounts(before: readonly ReportAccount[], after: readonly ReportAccount[]): Told[] {
  const was = new Set(before.filter(isConfirmed).map(({ account }) => account));
  const is = new Set(after.filter(isConfirmed).map(({ account }) => account));
  const stateOf = new Map(after.map(({ account, state }) => [account, state]));
  const gained = after.filter(({ account }) => is.has(account) && !was.has(account));
  return [
    ...gained.map(({ account, state }) => ({
      kind: 'account-confirmed' as const,
      account,
      state,
      message: 'It shows the key, and the statement names it.',
    })),
    ...[...was]
      .filter((account) => !is.has(account))
      .map((account) => {
        const state = stateOf.get(account) ?? null;
        const now = state === null ? 'is not in the report any more' : `is ${STATES[state].word} now`;
        const message = `It was confirmed before, and ${now}.`;
        return { kind: 'account-unconfirmed' as const, account, state, message };
      }),
  ];
}

function alerts(before: Report['alerts'], after: Report['alerts']): Told[] {
  const missing = (from: Report['alerts'], codes: Report['alerts']) =>
    from.filter(({ code }) => !codes.some((other) => other.code === code));
  return [
    ...missing(after, before).map(({ code, message }) => ({ kind: 'alert-raised' as const, code, message })),
    ...missing(before, after).map(({ code }) => ({
      kind: 'alert-cleared' as const,
      code,
      message: 'Nothing seen now raises it.',
    })),
  ];
}
