import { parseDuration } from '../../schedule/duration.js';
import { SqlTokens } from '../../store/sql-tokens.js';
import { TOKEN_ROLES, type TokenRecord, type TokenRole } from '../../store/token-types.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { type KeeperFlags, withDatabase, withKept } from '../keeper-store.js';
import { table, timeText } from '../table.js';
import { mintToken } from './mint.js';

export interface TokenFlags extends KeeperFlags {
  readonly json?: boolean;
}

export interface AddTokenFlags extends TokenFlags {
  readonly role: string;
  readonly expires?: string;
}

/** As in the configuration: it stands in lists and logs. */
const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
/** Longer than anybody keeps a secret; and times stay within what a date can be. */
const MAX_EXPIRES_SECONDS = 10 * 366 * 24 * 3600;

/** Prints the token on standard output, and nothing else there. */
export async function addToken(name: string, flags: AddTokenFlags, io: Io): Promise<ExitCode> {
  if (!NAME.test(name))
    throw new CliError(
      `${JSON.stringify(name.slice(0, 100))}: a name has 1 to 64 letters, digits, dots, hyphens and underscores`,
    );
  const now = io.now();
  const expiresAt = flags.expires === undefined ? null : expiry(flags.expires, now);
  const { token, record } = mintToken({
    name,
    role: roleOf(flags.role),
    createdAt: now.toISOString(),
    expiresAt,
  });
  await withDatabase(flags, io, (database) => new SqlTokens(database).add(record));
  io.out(flags.json ? jsonText({ token, ...openly(record) }) : `${token}\n`);
  io.err(`token ${record.id} of ${name}: kept nowhere, so keep it now\n`);
  return EXIT.yes;
}

export async function listTokens(flags: TokenFlags, io: Io): Promise<ExitCode> {
  const tokens = await withKept(flags, io, (database) => new SqlTokens(database).list());
  if (flags.json) io.out(jsonText(tokens.map(openly)));
  else if (tokens.length > 0) {
    const rows = tokens.map((token) => rowOf(token, io.now()));
    io.out(table([['ID', 'ROLE', 'STATE', 'CREATED', 'NAME'], ...rows]));
  } else io.err('there are no tokens\n');
  return EXIT.yes;
}

/** 1 where there is none of this id that still holds. */
export async function revokeToken(id: string, flags: TokenFlags, io: Io): Promise<ExitCode> {
  if (!/^[0-9a-f]{16}$/.test(id))
    throw new CliError(`${JSON.stringify(id.slice(0, 20))}: not the id of a token; \`token list\` has them`);
  const at = io.now().toISOString();
  const revoked = await withKept(flags, io, (database) => new SqlTokens(database).revoke(id, at));
  if (revoked) io.out(`${id}: revoked\n`);
  else io.err(`${id}: there is no such token, or it was revoked before\n`);
  return revoked ? EXIT.yes : EXIT.no;
}

function openly({ hash: _, ...token }: TokenRecord): Omit<TokenRecord, 'hash'> {
  return token;
}

function roleOf(text: string): TokenRole {
  const role = TOKEN_ROLES.find((known) => known === text);
  if (role === undefined) throw new CliError(`--role: not one of ${TOKEN_ROLES.join(', ')}`);
  return role;
}

function expiry(text: string, now: Date): string {
  const seconds = parseDuration(text);
  if (seconds !== null && seconds > 0 && seconds <= MAX_EXPIRES_SECONDS)
    return new Date(now.getTime() + seconds * 1000).toISOString();
  throw new CliError(
    `--expires ${JSON.stringify(text.slice(0, 64))}: not an ISO 8601 duration up to ten years, as P90D`,
  );
}

function rowOf({ id, role, createdAt, expiresAt, revokedAt, name }: TokenRecord, now: Date): string[] {
  return [id, role, stateOf(expiresAt, revokedAt, now), timeText(createdAt), name];
}

function stateOf(expiresAt: string | null, revokedAt: string | null, now: Date): string {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt === null) return 'valid';
  return Date.parse(expiresAt) <= now.getTime() ? 'expired' : `until ${expiresAt.slice(0, 10)}`;
}
