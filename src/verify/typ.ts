import { type JsonObject, own } from './result.js';

/** `typ` of a statement, plain and with selective disclosure (profile section 1). */
export const STATEMENT_TYP = { jwt: 'cross-signing+jwt', 'sd-jwt': 'cross-signing+sd-jwt' } as const;

/** `typ` of a report that a server signed (contract section 5). */
export const REPORT_TYP = 'crossproof-report+jwt';

/**
 * The media type that `typ` stands for: `application/` may be left out where there is no other slash
 * (RFC 7515 section 4.1.9), and media types know no case. Null where there is none or it is no text.
 */
export function mediaTypeOfTyp(header: JsonObject): string | null {
  const typ = own(header, 'typ');
  if (typeof typ !== 'string') return null;
  const lower = typ.toLowerCase();
  return lower.includes('/') ? lower : `application/${lower}`;
}

/** Which form of statement the header claims to be, or null for every other JWT. */
export function statementForm(header: JsonObject): 'jwt' | 'sd-jwt' | null {
  const type = mediaTypeOfTyp(header);
  if (type === `application/${STATEMENT_TYP.jwt}`) return 'jwt';
  return type === `application/${STATEMENT_TYP['sd-jwt']}` ? 'sd-jwt' : null;
}
