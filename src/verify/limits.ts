/** Characters of one statement with its disclosures: 256 accounts of 1 kB each, all disclosed, still fit. */
export const MAX_STATEMENT_CHARS = 1_000_000;
/** Nesting of a header or a payload: a statement needs 4 levels; more is only there to exhaust a stack. */
export const MAX_JSON_DEPTH = 16;
/** Members and elements in one header or payload: 256 accounts, as many keys of 8 members, and room to spare. */
export const MAX_JSON_MEMBERS = 16_384;
/** Elements of `also_known_as` (profile section 1). */
export const MAX_ACCOUNTS = 256;
/** Elements of `keys`: every device of one person, generously; each one costs a point check. */
export const MAX_KEYS = 64;
/** Elements of `revoked`: as many as can be named. */
export const MAX_REVOKED = 256;
/** Disclosures looked at in one presentation: 256 can match, others are ignored, and each costs a hash. */
export const MAX_DISCLOSURES = 4_096;
/** Characters of one account URI: longer ones are reported as unsupported by the catalogue, here they end. */
export const MAX_URI_CHARS = 2_048;
/** Seconds that a signer's clock may be ahead of ours (profile section 1). */
export const MAX_CLOCK_SKEW_SECONDS = 300;
/** Seconds from `iat` to `exp`, at most (profile section 1). */
export const MAX_LIFETIME_SECONDS = 400 * 86_400;
/** Bytes of an RSA modulus: below 2048 bits is too weak (RFC 7518 section 3.3), above 8192 only slow. */
export const RSA_MODULUS_BYTES = { min: 256, max: 1_024 } as const;
