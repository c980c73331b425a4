import { dayText } from '../../design/age.js';
import { STANDINGS, type Standing } from '../../design/appearance.js';
import { STATES, VERDICTS } from '../../report/wording.js';
import type { GraphGroup, GraphModel, GraphRow, Link, Rest } from './model.js';

/** Characters of a thumbprint that are shown: enough to tell two keys apart, and all of it is on the page. */
const KEY_CHARACTERS = 12;
/** Thumbprints named on one card. */
export const MAX_RIVALS = 2;

export const keyText = (key: string): string => `key ${key.slice(0, KEY_CHARACTERS)}…`;
export const NO_KEY = 'no key leads';
export const NOT_ANCHORED = 'not anchored';
export const PROVIDER_WORDS = { anchor: 'anchor', silent: 'own provider' } as const;

/** What the lines mean. Accounts without a line need no words. */
export const LINK_WORDS: Readonly<Record<Exclude<Link, 'none'>, string>> = {
  rival: 'It shows another key or statement.',
  mutual: 'The statement names it, and it shows the key.',
  names: 'The statement names it; it does not show the key now.',
  shows: 'It shows the key; the statement does not name it.',
};
export const ANCHOR_WORDS = 'Anchor: the identity’s own provider shows the key.';

export function rivalTitle(rivals: readonly string[]): string {
  if (rivals.length === 0) return 'another statement';
  return rivals.length === 1 ? 'another key' : `${rivals.length} other keys`;
}

export function rivalLines(rivals: readonly string[]): string[] {
  const more = rivals.length - MAX_RIVALS;
  return [...rivals.slice(0, MAX_RIVALS).map(keyText), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** `2 conflicting, 9 confirmed, 1 not confirmed`; of one kind: `all confirmed` */
export function restText({ accounts, confirmed, conflicting }: Rest): string {
  const kinds = [
    [conflicting, 'conflicting'],
    [confirmed, 'confirmed'],
    [accounts - confirmed - conflicting, 'not confirmed'],
  ] as const;
  const parts = kinds.filter(([n]) => n > 0);
  if (parts.length === 1) return `${accounts > 1 ? 'all ' : ''}${parts[0]?.[1]}`;
  return parts.map(([n, word]) => `${n} ${word}`).join(', ');
}

export function moreText({ operators, accounts, ...rest }: NonNullable<GraphModel['moreOperators']>): string {
  return `and ${count(operators, 'more operator')} with ${count(accounts, 'account')}: ${restText({ accounts, ...rest })}`;
}

export function unconfirmedText(unconfirmed: number): string {
  return `${count(unconfirmed, 'account')} never confirmed: counted, not named`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** The picture in one sentence, for its title. */
export function graphTitle({ subject }: GraphModel): string {
  return `The accounts of ${subject}, by operator`;
}

/**
 * The same as the picture says, in words.
 * @param generatedAt ISO time of the report
 */
export function graphDescription(model: GraphModel, standing: Standing, generatedAt: string): string {
  const { word, sentence } = STANDINGS[standing];
  return [
    `Verdict: ${word}. ${sentence}`,
    ...(standing === 'outdated'
      ? [`On ${dayText(generatedAt)} it was: ${VERDICTS[model.verdict].word}.`]
      : []),
    model.key === null ? 'No key leads.' : `The ${keyText(model.key)} leads.`,
    ...(model.key !== null && !model.anchored ? ['It is not anchored.'] : []),
    ...model.groups.map(groupSentence),
    ...(model.moreOperators ? [`${moreText(model.moreOperators)}.`] : []),
    ...(model.unconfirmed > 0 ? [`${unconfirmedText(model.unconfirmed)}.`] : []),
  ].join(' ');
}

function groupSentence({ operator, provider, rows, rest }: GraphGroup): string {
  const role = provider === null ? '' : ` (${PROVIDER_WORDS[provider]})`;
  const accounts = rows.map(rowWords);
  if (rest) accounts.push(`and ${rest.accounts} more, ${restText(rest)}`);
  return `${operator}${role}: ${accounts.join('; ')}.`;
}

const SHORT: Readonly<Record<Link, string>> = {
  rival: ', shows another key or statement',
  mutual: ', named and shows the key',
  names: ', named and does not show the key',
  shows: ', not named and shows the key',
  none: '',
};

function rowWords({ account, state, link }: GraphRow): string {
  return `${account} is ${STATES[state].word}${SHORT[link]}`;
}
