import { TOKEN_ROLES, type TokenRecord, type TokenRole } from '../store/token-types.js';
import type { Parser } from './parsers.js';

/** A bearer token that the configuration names. Like those of the store, only its hash is known. */
export type ConfiguredToken = Pick<TokenRecord, 'id' | 'name' | 'role' | 'hash'>;

/** Tokens in the environment or in a file: more belong into the store. */
const MAX_TOKENS = 1_000;
const ENTRY = /^([A-Za-z0-9][\w.-]{0,63}):([a-z]+):sha256:([0-9a-f]{64})$/i;

/**
 * Tokens as `name:role:sha256:<64 hex>`, separated by commas or line ends; lines that begin with # are skipped. A name
 * or a hash that stands there twice is a mistake: of two roles nobody would know which one holds.
 */
export const tokenList: Parser<readonly ConfiguredToken[]> = {
  expects: `name:role:sha256:<64 hexadecimal digits> with commas or line ends between, each name and hash once; role is ${TOKEN_ROLES.join(' or ')}; never the token itself`,
  parse: (text) => {
    const lines = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith('#'));
    const entries = lines
      .join(',')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
    const tokens = entries.flatMap((entry) => tokenOf(entry) ?? []);
    if (tokens.length !== entries.length || tokens.length > MAX_TOKENS) return undefined;
    return hasTwice(tokens) ? undefined : tokens;
  },
};

export function hasTwice(tokens: readonly ConfiguredToken[]): boolean {
  const ids = new Set(tokens.map((token) => token.id));
  const hashes = new Set(tokens.map((token) => token.hash));
  return ids.size < tokens.length || hashes.size < tokens.length;
}

function tokenOf(entry: string): ConfiguredToken | undefined {
  const [, name, roleName, hash] = ENTRY.exec(entry) ?? [];
  const role: TokenRole | undefined = TOKEN_ROLES.find((known) => known === roleName);
  if (name === undefined || hash === undefined || role === undefined) return undefined;
  // The dot keeps its id apart from those of the store.
  return { id: `config.${name}`, name, role, hash: hash.toLowerCase() };
}
