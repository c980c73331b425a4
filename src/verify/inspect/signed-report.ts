import { parseJsonObject, parseJws } from '../jws.js';
import { MAX_ACCOUNTS } from '../limits.js';
import { type SignedPicture, type SignedPictures, signedPictures } from '../picture.js';
import { isJsonObject, type JsonObject, own } from '../result.js';
import { mediaTypeOfTyp, REPORT_TYP } from '../typ.js';
import { isPicture } from '../xml-root.js';
import type { Claim, SignedConclusion } from './claim.js';

/** The document that a claim stands in, as far as a signed report is concerned. */
export interface Surroundings extends SignedPictures {
  /** It is nothing but a picture: then it must be the one that was signed. */
  readonly isPicture: boolean;
}

/** @param mediaType what the server said; '' where nobody said */
export function surroundingsOf(document: string, mediaType: string): Surroundings {
  const isWhole = mediaType === 'image/svg+xml' || isPicture(document);
  return { ...signedPictures(document, isWhole), isPicture: isWhole };
}

/**
 * What else can be said of a JWT that turns out to be a server's signed report: whom it names, where its key is to be had,
 * and whether each picture that it stands in is the one that was signed. Every other claim as it was.
 */
export function withReport(claim: Claim, token: string, around: Surroundings): Claim {
  const jws = parseJws(token);
  if (!jws.ok || mediaTypeOfTyp(jws.value.header) !== `application/${REPORT_TYP}`) return claim;
  const payload = parseJsonObject(jws.value.payload, 'payload');
  if (!payload.ok) return claim;
  const report = own(payload.value, 'report');
  const concluded = conclusionOf(report);
  const accounts = concluded.accounts.map(({ account }) => account);
  const named = { ...claim, container: 'crossproof-report', accounts, report: concluded };
  const pictures = around.pictures.filter((one) => one.jws === token);
  const differences = pictures.map((one) => differenceOf(one, payload.value));
  const [difference] =
    pictures.length === 0 && around.isPicture ? [NOT_WITH_IT] : differences.filter((one) => one !== null);
  if (difference !== undefined) return { ...named, status: 'broken', reason: difference };
  const isForPicture = own(payload.value, 'picture') !== undefined;
  return { ...named, ...judged(claim, isForPicture ? aboutPicture(pictures.length > 0, around) : '') };
}

const NOT_WITH_IT = 'The picture that it stands in was not signed with it.';

/** What is said of the pictures that agree: a report that was cut out of one says nothing of what is shown instead. */
function aboutPicture(isFound: boolean, { isPicture, overflow }: Surroundings): string {
  if (overflow) return ' There are more pictures in it than are looked at.';
  if (!isFound) return ' It was signed for a picture, which is not found here.';
  return ` It shows what was signed${isPicture ? '' : ', whatever else stands around it'}.`;
}

function judged(claim: Claim, agrees: string): Pick<Claim, 'status' | 'reason'> {
  const { status, issuer } = claim;
  // What nobody signed says nothing of what is shown.
  if (status === 'broken' || status === 'unsupported') return { status, reason: claim.reason };
  if (status !== 'unverifiable') return { status, reason: `${claim.reason}${agrees}` };
  const place = keysOf(issuer);
  return {
    status,
    reason: place === null ? claim.reason : `${claim.reason} It should be at ${place} (--key FILE).`,
  };
}

/** Null where the issuer is no origin: it is a stranger's text, and no address to send anybody to. */
function keysOf(issuer: string | null): string | null {
  if (issuer === null || !URL.canParse(issuer)) return null;
  const { protocol, origin } = new URL(issuer);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && origin === issuer ? `${origin}/.well-known/jwks.json` : null;
}

/** First what a person can compare, then everything else that was drawn. */
function differenceOf(picture: SignedPicture, payload: JsonObject): string | null {
  const report = own(payload, 'report');
  const signed = isJsonObject(report) ? report : {};
  const pairs = [
    ['subject', picture.subject, own(payload, 'sub')],
    ['verdict', picture.verdict, own(signed, 'verdict')],
    ['date', picture.generatedAt, own(signed, 'generatedAt')],
  ] as const;
  const wrong = pairs.filter(([, shown, said]) => shown !== said).map(([name]) => name);
  if (wrong.length > 0) return `The picture shows another ${wrong.join(', ')} than what was signed.`;
  return own(payload, 'picture') === picture.digest ? null : 'The picture is not the one that was signed.';
}

function conclusionOf(report: unknown): SignedConclusion {
  const members = isJsonObject(report) ? report : {};
  const accounts = own(members, 'accounts');
  const all: readonly unknown[] = Array.isArray(accounts) ? accounts : [];
  const listed = all.slice(0, MAX_ACCOUNTS);
  return {
    verdict: textOf(members, 'verdict'),
    generatedAt: textOf(members, 'generatedAt'),
    accounts: listed.flatMap((one) => {
      const account = isJsonObject(one) ? textOf(one, 'account') : null;
      return isJsonObject(one) && account !== null ? [{ account, state: textOf(one, 'state') }] : [];
    }),
    omitted: all.length - listed.length + omittedIn(own(members, 'omitted')),
  };
}

/** What a badge says that it leaves out; 0 for what is no such number. */
function omittedIn(omitted: unknown): number {
  const count = isJsonObject(omitted) ? own(omitted, 'accounts') : undefined;
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 0;
}

function textOf(members: JsonObject, name: string): string | null {
  const value = own(members, name);
  return typeof value === 'string' ? value : null;
}
