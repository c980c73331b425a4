import type { ParamRule } from '../service.js';

/** A host name as an A-label: at least two labels, and nothing that never resolves by its registration (RFC 6761). */
export const HOST: ParamRule = {
  pattern:
    /^(?!.{0,250}\.(?:invalid|localhost|local|onion|internal|alt)$)(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,62}\.){1,100}[a-z0-9-]{2,63}$/,
  fold: 'lower',
};

/** Accept header of a well-known document: both forms of profile section 2.1. */
export const ACCEPT_STATEMENT = 'application/jwt, application/json';
/** Accept header of a page. */
export const ACCEPT_HTML = 'text/html, application/xhtml+xml;q=0.9, text/plain;q=0.5';
/** Profile section 2.1, over the params `host` and the account's URI. */
export const WELL_KNOWN_URL = 'https://{host}/.well-known/cross-signing?resource={uri}';
/** Profile section 2.4. */
export const DNS_NAME = '_cross-signing.{host}';
