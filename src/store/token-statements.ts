const TOKEN_COLUMNS = 'id, name, role, hash, created_at, expires_at, revoked_at';

export const INSERT_TOKEN = `INSERT INTO token (${TOKEN_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
export const SELECT_TOKEN = `SELECT ${TOKEN_COLUMNS} FROM token WHERE hash = $1`;
export const SELECT_TOKEN_BY_ID = `SELECT ${TOKEN_COLUMNS} FROM token WHERE id = $1`;
export const SELECT_TOKENS = `SELECT ${TOKEN_COLUMNS} FROM token ORDER BY created_at, id`;
export const REVOKE_TOKEN = 'UPDATE token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL';
export const SELECT_VALID_TOKEN = `
  SELECT id FROM token
  WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)
  LIMIT 1`;

const KEY_COLUMNS = 'kid, jwk, created_at, signs_until, shown_until';

/** Its thumbprint is its id, so the same key twice is one. */
export const INSERT_SIGNING_KEY = `
  INSERT INTO signing_key (${KEY_COLUMNS}) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (kid) DO NOTHING`;
export const SELECT_SIGNING_KEYS = `SELECT ${KEY_COLUMNS} FROM signing_key ORDER BY created_at DESC, kid`;
export const PRUNE_SIGNING_KEYS = 'DELETE FROM signing_key WHERE shown_until < $1';
