import {
  generateIdentityKey,
  proofToken,
  type StatementInput,
  signStatement,
  thumbprintUri,
} from '../verify/index.js';
import type { Population, Shown } from './population.js';

/** An identity key, its statement, and what each account would show of them. */
export interface Person {
  readonly subject: string;
  readonly accounts: readonly string[];
  /** Private JWK. */
  readonly key: object;
  /** Thumbprint URI. */
  readonly thumbprint: string;
  readonly statement: string;
  /** What belongs on an account: the statement where its owner has a host, the proof token elsewhere. */
  proof(account: string): Shown;
}

/** Everything of a statement but the key and the names that `createPerson` takes as arguments. */
export type PersonOptions = Pick<StatementInput, 'now'> &
  Partial<Omit<StatementInput, 'now' | 'sub' | 'accounts'>>;

/** `mimi://…` and `https://HOST/`: hosts that serve a well-known document. */
const HAS_DOCUMENT = /^(?:mimi:|https:\/\/[^/]+\/$)/;

/** Makes a person: a fresh Ed25519 key unless one is given, and a statement that names the accounts. */
export async function createPerson(
  subject: string,
  accounts: readonly string[],
  options: PersonOptions,
): Promise<Person> {
  const key = options.key ?? (await generateIdentityKey('EdDSA'));
  const thumbprint = thumbprintUri(key);
  const statement = await signStatement({ ...options, key, sub: subject, accounts });
  return {
    subject,
    accounts,
    key,
    thumbprint,
    statement,
    proof: (account) =>
      HAS_DOCUMENT.test(account) ? { statement } : { token: proofToken(thumbprint, account) },
  };
}

/** Puts the person's proof on the provider and on every account named. */
export function settle(population: Population, person: Person): Person {
  for (const account of [person.subject, ...person.accounts]) population.show(account, person.proof(account));
  return person;
}
