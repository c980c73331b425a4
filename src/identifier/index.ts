export { type AccountUri, normalizeAccountUri } from './account-uri.js';
export { type MimiUri, parseMimiUri } from './mimi.js';
export type {
  Identifier,
  IdentifierWarning,
  InvalidIdentifier,
  Kind,
  Scheme,
  ValidIdentifier,
} from './types.js';
