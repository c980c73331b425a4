/** Somebody who signed in with a token, in one browser. */
export interface Session {
  /** SHA-256 of the secret that the browser has, lower-case hexadecimal. */
  readonly hash: string;
  /** Id of the token: it must still hold. */
  readonly token: string;
  /** ISO times. */
  readonly createdAt: string;
  readonly expiresAt: string;
}

export interface SessionStore {
  begin(session: Session): Promise<void>;
  /** Null: there is none, or it has expired by `now`. */
  byHash(hash: string, now: string): Promise<Session | null>;
  end(hash: string): Promise<void>;
  /** Drops those that expired by `now`. */
  prune(now: string): Promise<number>;
}
