const COLUMNS = 'hash, token, created_at, expires_at';

export const INSERT_SESSION = `INSERT INTO session (${COLUMNS}) VALUES ($1, $2, $3, $4)`;
export const SELECT_SESSION = `SELECT ${COLUMNS} FROM session WHERE hash = $1 AND expires_at > $2`;
export const DELETE_SESSION = 'DELETE FROM session WHERE hash = $1';
export const PRUNE_SESSIONS = 'DELETE FROM session WHERE expires_at <= $1';
