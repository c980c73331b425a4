import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from './config-error.js';
import { nearest } from './nearest.js';
import { type ConfiguredToken, hasTwice, tokenList } from './tokens.js';
import { type Optional, type Role, type Variable, type Variables, variables } from './variables.js';

type Value<V> = V extends Optional<infer T> ? T | null : V extends Variable<infer T> ? T : never;
type Values = { readonly [K in keyof Variables]: Value<Variables[K]> };

/** What the environment says, checked. Null: not set. */
export interface Config extends Omit<Values, 'tokens' | 'tokensFile' | 'trustProxy' | 'debug'> {
  /** Redis and PostgreSQL; null: everything runs in this process. */
  readonly servers: { readonly redisUrl: string; readonly databaseUrl: string } | null;
  /** Of the variable and of the file. */
  readonly tokens: readonly ConfiguredToken[];
  readonly trustProxy: readonly string[];
  readonly debug: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Characters of a value that a message repeats. */
const MAX_SHOWN = 60;
/** Bytes of the file of tokens: MAX_TOKENS of the longest, with room. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads the configuration of a long-running role. A variable that is set to nothing counts as not set: that is what
 * compose files make of one they do not know.
 *
 * @throws ConfigError for a wrong value, a CROSSPROOF_ variable that does not exist, and what does not go together
 * @example const config = readConfig(process.env, 'serve')
 */
export function readConfig(env: Environment, role: Role): Config {
  refuseUnknown(env);
  const table: [string, Variable<unknown>][] = Object.entries(variables);
  // Each value is what the parser of its own key gave; the type cannot follow it through the entries.
  const values = Object.fromEntries(table.map(([key, variable]) => [key, setting(env, variable)])) as Values;
  const { tokensFile, ...rest } = values;
  return {
    ...rest,
    servers: serversOf(values, role),
    tokens: allTokens(values.tokens ?? [], tokensFile),
    trustProxy: values.trustProxy ?? [],
    debug: values.debug ?? false,
  };
}

function setting<T>(env: Environment, variable: Variable<T>): T | null {
  const set = env[variable.name]?.trim();
  const text = set === undefined || set === '' ? variable.preset : set;
  if (text === null) return null;
  const value = variable.parse(text);
  if (value !== undefined) return value;
  const not = variable.secret ? '' : `, not ${JSON.stringify(text.slice(0, MAX_SHOWN))}`;
  throw new ConfigError(variable.name, `expected ${variable.expects}${not}`);
}

/** Read by `npm run conformance`, and no setting of a server. */
const OTHERS: ReadonlySet<string> = new Set(['CROSSPROOF_SHARED']);

/** A misspelt name would otherwise be a setting that nobody knows is missing. */
function refuseUnknown(env: Environment): void {
  const names = Object.values(variables).map((variable) => variable.name);
  const known = new Set<string>(names);
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith('CROSSPROOF_') && !known.has(name) && !OTHERS.has(name))
    .sort()[0];
  if (unknown === undefined) return;
  const guess = nearest(unknown, names);
  const hint = guess === null ? '' : `; did you mean ${guess}?`;
  throw new ConfigError(
    JSON.stringify(unknown.slice(0, 100)).slice(1, -1),
    `there is no such variable${hint}`,
  );
}

function serversOf(values: Values, role: Role): Config['servers'] {
  const { redisUrl, databaseUrl } = values;
  if (redisUrl !== null && databaseUrl !== null) return { redisUrl, databaseUrl };
  const missing = redisUrl === null ? variables.redisUrl.name : variables.databaseUrl.name;
  if (role !== 'serve') throw new ConfigError(missing, `not set, and ${role} needs it`);
  if (redisUrl === null && databaseUrl === null) return null;
  const other = redisUrl === null ? variables.databaseUrl.name : variables.redisUrl.name;
  throw new ConfigError(missing, `not set, but ${other} is: set both, or neither to run in one process`);
}

function allTokens(inline: readonly ConfiguredToken[], path: string | null): readonly ConfiguredToken[] {
  if (path === null) return inline;
  const name = variables.tokensFile.name;
  const inFile = tokenList.parse(textOf(name, path));
  if (inFile === undefined) throw new ConfigError(name, `expected in the file ${tokenList.expects}`);
  const all = [...inline, ...inFile];
  if (hasTwice(all))
    throw new ConfigError(name, `a name or a hash in it stands in ${variables.tokens.name} too`);
  return all;
}

function textOf(variable: string, path: string): string {
  try {
    const file = statSync(path);
    if (!file.isFile()) throw new ConfigError(variable, 'not a regular file');
    if (file.size > MAX_FILE_BYTES) throw new ConfigError(variable, `larger than ${MAX_FILE_BYTES} bytes`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    const why = { ENOENT: 'no such file', EACCES: 'the file is not readable' }[code] ?? code;
    throw new ConfigError(variable, why);
  }
}
