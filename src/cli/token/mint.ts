import { createHash, randomBytes } from 'node:crypto';
import type { TokenRecord } from '../../store/token-types.js';

/** Bytes of an id: enough that two tokens never share one. */
const ID_BYTES = 8;
/** Bytes of the secret: then a plain hash is all that has to be kept. */
const SECRET_BYTES = 32;

/** What is printed, and what is kept of it. */
export interface Minted {
  /** `cp_<id>_<secret>`: what leaks is recognised, and its id says which one to revoke. */
  readonly token: string;
  readonly record: TokenRecord;
}

export function mintToken(about: Omit<TokenRecord, 'id' | 'hash' | 'revokedAt'>): Minted {
  const id = randomBytes(ID_BYTES).toString('hex');
  const token = `cp_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const hash = createHash('sha256').update(token).digest('hex');
  return { token, record: { id, ...about, hash, revokedAt: null } };
}
