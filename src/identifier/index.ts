export { type AccountUri, normalizeAccountUri } from './account-uri.js';
export { looksConfusable } from './homograph.js';
export { hostForPeople } from './host.js';
export { type MimiUri, parseMimiUri } from './mimi.js';
export { parseIdentifier, subjectOf } from './parse.js';
export { SCHEMES } from './schemes.js';
export { hasMixedScripts } from './scripts.js';
export type {
  Identifier,
  IdentifierWarning,
  InvalidIdentifier,
  Kind,
  Scheme,
  ValidIdentifier,
} from './types.js';
