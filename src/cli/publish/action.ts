import { publishInstructions, recogniseAccount } from '../../services/index.js';
import type { Account } from '../../services/types.js';
import { publicHalf } from '../../verify/keys/private-key.js';
import { checkIdentityKey } from '../../verify/keys/public-key.js';
import { presentTo } from '../../verify/present.js';
import { proofToken } from '../../verify/proof-token.js';
import { canonicalUri } from '../../verify/sign.js';
import type { Statement } from '../../verify/types.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { readJsonFile, readStatement } from '../statement-files.js';
import { printPlan } from './print.js';

/** What the flags say, as commander gives them. */
export interface PublishOptions {
  readonly key: string;
  readonly statement: string;
  readonly reveal?: readonly string[];
  readonly json?: boolean;
}

/** What is to be done at one account. */
export interface PlaceOfAccount {
  readonly account: string;
  readonly service: string;
  readonly token: string;
  /** With selective disclosure: the form meant for this place. */
  readonly presentation?: string;
  readonly steps: readonly { readonly where: string; readonly what: string; readonly value: string }[];
}

/** Everything `publish` prints. */
export interface Plan {
  readonly key: string;
  readonly subject: string;
  readonly expired: boolean;
  /** The subject's own provider first. */
  readonly accounts: readonly PlaceOfAccount[];
  readonly unsupported: readonly { readonly account: string; readonly reason: string }[];
  /** Accounts whose disclosures are not in the statement given. */
  readonly hidden: number;
}

/** Prints for each account named what to put where. */
export async function publish(options: PublishOptions, io: Io): Promise<ExitCode> {
  const key = checkIdentityKey(publicHalf(await readJsonFile(options.key, io)));
  if (!key.ok) throw new CliError(`${options.key}: no identity key: ${key.message}`);
  const statement = await readStatement(options.statement, io);
  if (statement.key !== key.value.thumbprint) {
    throw new CliError(`${options.statement}: it is signed by another key than ${options.key}`);
  }
  const plan = planOf(statement, revealed(options, statement));
  io.out(options.json ? jsonText(plan) : printPlan(plan));
  return EXIT.yes;
}

function revealed(options: PublishOptions, statement: Statement): readonly string[] {
  const uris = (options.reveal ?? []).map(canonicalUri);
  const unknown = uris.find((uri) => !statement.accounts.some((account) => account.uri === uri));
  if (unknown !== undefined) throw new CliError(`--reveal: the statement does not name ${unknown}`);
  return uris;
}

function planOf(statement: Statement, reveal: readonly string[]): Plan {
  const subject = recogniseAccount(statement.sub);
  if ('unsupported' in subject) throw new CliError(`${statement.sub}: ${subject.reason}`);
  const others = statement.accounts.filter((account) => account.uri !== subject.uri);
  return {
    key: statement.key,
    subject: statement.sub,
    expired: statement.expired,
    accounts: [
      placeOf(subject, statement, reveal),
      ...others.map((account) => placeOf(account, statement, [account.uri])),
    ],
    unsupported: statement.unsupported.map(({ uri, reason }) => ({ account: uri, reason })),
    hidden: statement.hidden,
  };
}

function placeOf(account: Account, statement: Statement, uris: readonly string[]): PlaceOfAccount {
  const token = proofToken(statement.key, account.uri);
  const presentation = statement.form === 'sd-jwt' ? presentTo(statement.text, uris) : undefined;
  // The full SD-JWT never leaves: a place is given its own presentation under either name.
  const material = { statement: presentation ?? statement.text, token };
  const { steps, service } = publishInstructions(account, {
    ...material,
    ...(presentation === undefined ? {} : { presentation }),
  });
  return {
    account: account.uri,
    service,
    token,
    ...(presentation === undefined ? {} : { presentation }),
    steps,
  };
}
