import { ACCEPT_STATEMENT, type WellKnownLocation } from '../../services/index.js';
import { readDocument } from './document.js';
import { statementFind } from './finds.js';
import { MAX_DOCUMENT_BYTES, MAX_REDIRECTS } from './limits.js';
import { emptyResult, failedResult, readRecord } from './reading.js';
import { servedBy } from './session.js';
import type { PlaceContext, PlaceResult } from './types.js';

/** Profile section 2.1. */
export async function readWellKnown(place: WellKnownLocation, context: PlaceContext): Promise<PlaceResult> {
  const { where, url } = place;
  const reading = await context.get({
    url,
    accept: ACCEPT_STATEMENT,
    policy: {
      redirects: 'same-domain',
      maxRedirects: MAX_REDIRECTS,
      maxBytes: MAX_DOCUMENT_BYTES,
      robots: 'ignore',
    },
  });
  if (reading.outcome !== 'read') return emptyResult(where, reading);
  const { fetchedAt, finalUrl, digest } = reading;
  const content = await context.turn(() => readDocument(reading, false));
  if (content.outcome === 'absent')
    return { records: [{ where, url, outcome: 'absent', digest, fetchedAt }], finds: [] };
  if (content.outcome === 'unreachable') {
    return failedResult(where, url, fetchedAt, {
      reason: content.reason,
      detail: `${where}: ${content.detail}`,
    });
  }
  const frame = {
    where,
    url: finalUrl,
    digest,
    ...servedBy(context, finalUrl),
    ...(place.hostWide === true && { hostWide: true }),
  };
  return {
    records: [readRecord(where, reading)],
    finds: content.statements.map((statement) => statementFind(statement, frame)),
  };
}
