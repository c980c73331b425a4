import type { Find } from '../../evidence/types.js';
import { decodeText } from '../../extract/decode.js';
import { extractHtml } from '../../extract/html.js';
import type { HtmlFinds } from '../../extract/types.js';
import type { Read } from '../../fetch/types.js';
import { ACCEPT_HTML, type PageLocation } from '../../services/index.js';
import { type FindFrame, findsInText, statementFind } from './finds.js';
import { MAX_PAGE_BYTES, MAX_REDIRECTS } from './limits.js';
import { followPointers } from './pointer.js';
import { emptyResult, failedResult, readRecord } from './reading.js';
import { servedBy } from './session.js';
import { joinResults, type PlaceContext, type PlaceResult } from './types.js';

const HTML_TYPES = new Set(['text/html', 'application/xhtml+xml']);

/** Profile section 2.2. */
export async function readPage(place: PageLocation, context: PlaceContext): Promise<PlaceResult> {
  const { where, url } = place;
  const reading = await context.get({
    url,
    accept: ACCEPT_HTML,
    policy: {
      redirects: 'same-domain',
      maxRedirects: MAX_REDIRECTS,
      maxBytes: MAX_PAGE_BYTES,
      robots: 'obey',
    },
  });
  if (reading.outcome !== 'read') return emptyResult(where, reading);
  const html = HTML_TYPES.has(reading.mediaType);
  if (!html && reading.mediaType !== 'text/plain') {
    return {
      records: [readRecord(where, reading, `a page of type ${reading.mediaType || 'unknown'} shows no text`)],
      finds: [],
    };
  }
  const { mediaType, charset, fetchedAt } = reading;
  const failed = (reason: 'malformed' | 'limit', message: string) =>
    failedResult(where, url, fetchedAt, { reason, detail: `${where}: ${message}` });
  const page = await context.turn((): PageContent => {
    const decoded = decodeText(reading.body, { mediaType, charset, html });
    if (!decoded.ok) return { ok: false, reason: 'malformed', message: decoded.message };
    const found = html ? extractHtml(decoded.text, place.regions, reading.finalUrl) : plainText(decoded.text);
    return found.ok ? { ok: true, found, result: foundIn(place, found, reading, context) } : found;
  });
  return page.ok ? withPointers(place, page.found, page.result, context) : failed(page.reason, page.message);
}

type PageContent =
  | { readonly ok: true; readonly found: HtmlFinds; readonly result: PlaceResult }
  | { readonly ok: false; readonly reason: 'malformed' | 'limit'; readonly message: string };

/** A text without markup: nobody knows whose it is, as of a page's body. */
function plainText(text: string): { readonly ok: true } & HtmlFinds {
  return {
    ok: true,
    headLinks: [],
    ownerLinks: [],
    scripts: [],
    ownerText: [],
    ownerHrefs: [],
    bodyText: [text],
  };
}

/** What stands on the page itself. */
function foundIn(place: PageLocation, found: HtmlFinds, reading: Read, context: PlaceContext): PlaceResult {
  const { where } = place;
  const frame = (part: string): FindFrame => ({
    where: part,
    url: reading.finalUrl,
    digest: reading.digest,
    ...servedBy(context, reading.finalUrl),
  });
  const own = found.ownerText.map((text) => findsInText(text, frame(where)));
  // Anybody may have flooded a page's body: what goes beyond the limit there is nobody's silence.
  const others =
    place.body === 'unattributed' ? found.bodyText.flatMap((text) => unattributed(text, frame(where))) : [];
  const failure = own.find((one) => one.failure)?.failure;
  return {
    records: [readRecord(where, reading)],
    finds: [
      ...found.scripts
        .filter((text) => text !== '')
        .map((text) => statementFind(text, frame(`head of the ${where}`))),
      ...own.flatMap((one) => one.finds),
      ...others.slice(0, MAX_UNATTRIBUTED),
    ],
    ...(failure && { failure }),
  };
}

/** The same with what its links lead to. */
async function withPointers(
  { where }: PageLocation,
  found: HtmlFinds,
  page: PlaceResult,
  context: PlaceContext,
): Promise<PlaceResult> {
  const head = followPointers(found.headLinks, { where: `the head of the ${where}` }, context);
  const links = followPointers(found.ownerLinks, { where: `the ${where}` }, context);
  return joinResults([page, ...(await Promise.all([head, links]))]);
}

/** Claims taken from a body: each costs a verification and weighs nothing. */
const MAX_UNATTRIBUTED = 16;

function unattributed(text: string, frame: FindFrame): readonly Find[] {
  return findsInText(text, { ...frame, strength: 'unattributed' }).finds;
}
