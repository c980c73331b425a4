import type { Find } from '../../evidence/types.js';
import { ACCEPT_STATEMENT } from '../../services/index.js';
import { readDocument } from './document.js';
import { statementFind } from './finds.js';
import { MAX_DOCUMENT_BYTES, MAX_POINTERS, MAX_REDIRECTS } from './limits.js';
import { emptyResult, failedResult, readRecord } from './reading.js';
import { servedBy } from './session.js';
import { joinResults, type PlaceContext, type PlaceResult } from './types.js';

/** What the place that points says of all that it points at. */
export interface PointerFrame {
  /** The place that points, in words. */
  readonly where: string;
  readonly strength?: Find['strength'];
  readonly hostWide?: boolean;
}

/**
 * Follows the links of one place to statements, at most MAX_POINTERS; more make the place unreachable, since
 * silence would say too much. What a linked document links to is not followed, so there are no loops.
 */
export async function followPointers(
  urls: readonly string[],
  frame: PointerFrame,
  context: PlaceContext,
): Promise<PlaceResult> {
  const distinct = [...new Set(urls)];
  const followed = distinct.slice(0, MAX_POINTERS).map((url) => followPointer(url, frame, context));
  const result = joinResults(await Promise.all(followed));
  if (distinct.length <= MAX_POINTERS || result.failure) return result;
  return {
    ...result,
    failure: { reason: 'limit', detail: `${frame.where}: more than ${MAX_POINTERS} links to statements` },
  };
}

/** What is found at another operator is evidence of the operator that served it (profile section 2, Pointers). */
async function followPointer(url: string, frame: PointerFrame, context: PlaceContext): Promise<PlaceResult> {
  const where = `document linked from ${frame.where}`;
  const reading = await context.get({
    url,
    accept: ACCEPT_STATEMENT,
    policy: {
      redirects: 'same-domain',
      maxRedirects: MAX_REDIRECTS,
      maxBytes: MAX_DOCUMENT_BYTES,
      // A discovered link obeys; a well-known document is there to be fetched by programs (standards 7.4).
      robots: /^https:\/\/[^/]+\/\.well-known\//.test(url) ? 'ignore' : 'obey',
    },
  });
  if (reading.outcome !== 'read') return emptyResult(where, reading);
  const content = await context.turn(() => readDocument(reading, true));
  if (content.outcome !== 'read') {
    const failure =
      content.outcome === 'absent' ? { reason: 'malformed' as const, detail: 'no statement' } : content;
    return failedResult(where, url, reading.fetchedAt, {
      reason: failure.reason,
      detail: `${where}: ${failure.detail}`,
    });
  }
  const { finalUrl, digest } = reading;
  const about = {
    where,
    url: finalUrl,
    digest,
    ...servedBy(context, finalUrl),
    ...(frame.strength && { strength: frame.strength }),
    ...(frame.hostWide && { hostWide: true }),
  };
  return {
    records: [readRecord(where, reading)],
    finds: content.statements.map((statement) => statementFind(statement, about)),
  };
}
