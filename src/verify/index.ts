export { statementDigest } from './digest.js';
export { verifyJws } from './jws.js';
export {
  generateIdentityKey,
  IDENTITY_ALGORITHMS,
  type IdentityAlgorithm,
  type PrivateJwk,
} from './keys/private-key.js';
export { checkPublicKey, type PublicKey } from './keys/public-key.js';
export { isThumbprintUri, thumbprintUri } from './keys/thumbprint.js';
export { mergeDisclosures } from './merge.js';
export { isProofToken, proofToken } from './proof-token.js';
export {
  type SelectiveStatement,
  type StatementInput,
  StatementInputError,
  signSdStatement,
  signStatement,
} from './sign.js';
export { type VerifyOptions, verifyStatement } from './statement.js';
export type { KeyRole, Refusal, StatedKey, Statement, Verification } from './types.js';
