/** `caller` may ask, schedule and see whole reports; `operator` may forget too, and see everything. */
export const TOKEN_ROLES = ['caller', 'operator'] as const;
export type TokenRole = (typeof TOKEN_ROLES)[number];

/** A bearer token as it is kept: its secret is not in here. */
export interface TokenRecord {
  /** Names it in lists and logs; no secret. */
  readonly id: string;
  readonly name: string;
  readonly role: TokenRole;
  /** SHA-256 of the token, lower-case hexadecimal. Tokens have 256 random bits, so a plain hash is enough. */
  readonly hash: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export interface TokenStore {
  add(token: TokenRecord): Promise<void>;
  byHash(hash: string): Promise<TokenRecord | null>;
  byId(id: string): Promise<TokenRecord | null>;
  list(): Promise<readonly TokenRecord[]>;
  /** What it wanted verified again and again ends with it. False: there is none of this id, or it was revoked before. */
  revoke(id: string, at: string): Promise<boolean>;
  /** Any that is neither revoked nor expired. */
  any(now: string): Promise<boolean>;
}

/** A key that signs reports. */
export interface SigningKeyRecord {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  /** Private JWK. */
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  /** Signs until then; */
  readonly signsUntil: string;
  /** is in the JWKS until then: longer than anything it signed is valid. */
  readonly shownUntil: string;
}

export interface SigningKeyStore {
  list(): Promise<readonly SigningKeyRecord[]>;
  add(key: SigningKeyRecord): Promise<void>;
  prune(shownBefore: string): Promise<void>;
}
