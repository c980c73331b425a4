import type { PlaceRecord } from '../../evidence/types.js';
import { decodeText } from '../../extract/decode.js';
import { extractFragment } from '../../extract/html.js';
import { parseStrictJson } from '../../extract/strict-json.js';
import type { Reading } from '../../fetch/types.js';
import {
  type Answer,
  type Ask,
  type Location,
  leastTrustedServer,
  linksIn,
  type OwnText,
  operatorOfAccountUri,
  type StepLocation,
} from '../../services/index.js';
import { type FindFrame, findsInText } from './finds.js';
import { MAX_NEXT, MAX_RECORD_BYTES, MAX_REDIRECTS, MAX_STEPS } from './limits.js';
import { followPointers } from './pointer.js';
import { type Failure, joinResults, type PlaceContext, type PlaceResult } from './types.js';

/** Reads any place; the step hands on what it leads to. */
export type ReadLocation = (place: Location, context: PlaceContext, depth: number) => Promise<PlaceResult>;

interface Asked {
  readonly answer: Answer;
  readonly record: PlaceRecord;
}

/** Profile section 2.3, and everything that is reached in several steps. */
export async function readStep(
  step: StepLocation,
  context: PlaceContext,
  depth: number,
  readLocation: ReadLocation,
): Promise<PlaceResult> {
  const asked = await Promise.all(step.asks.map((ask) => put(ask, context)));
  const result = step.read(
    asked.map((one) => one.answer),
    context.account,
  );
  const records = withDetail(
    asked.map((one) => one.record),
    result.outcome === 'unreachable' ? undefined : result,
  );
  if (result.outcome === 'absent') return { records, finds: [] };
  if (result.outcome === 'unreachable') {
    return {
      records,
      finds: [],
      failure: { reason: result.reason, detail: `${step.where}: ${result.detail}` },
    };
  }
  const next = result.next ?? [];
  const tooFar = depth >= MAX_STEPS || next.length > MAX_NEXT;
  const texts = await Promise.all((result.texts ?? []).map((text) => readText(text, context)));
  const further = tooFar
    ? []
    : await Promise.all(next.map((place) => readLocation(place, context, depth + 1)));
  const own: PlaceResult = {
    records,
    finds: [],
    ...(tooFar && {
      failure: { reason: 'limit', detail: `${step.where}: it leads on too far` } satisfies Failure,
    }),
    ...(result.accountId !== undefined && { accountId: result.accountId }),
    ...(result.createdAt !== undefined && { createdAt: result.createdAt }),
  };
  return joinResults([own, ...texts, ...further]);
}

async function put(ask: Ask, context: PlaceContext): Promise<Asked> {
  if (ask.as !== 'txt') {
    const reading = await context.get({
      url: ask.url,
      accept: ask.accept,
      policy: {
        redirects: ask.redirects,
        maxRedirects: ask.redirects === 'none' ? 0 : MAX_REDIRECTS,
        maxBytes: MAX_RECORD_BYTES,
        robots: 'ignore',
      },
    });
    const answer = await context.turn(() => answerOf(ask, reading));
    return { answer, record: recordOf(ask.where, reading.url, reading.fetchedAt, answer) };
  }
  const reading = await context.txt(ask.name);
  const url = `dns:${ask.name}?type=TXT`;
  const answer: Answer =
    reading.outcome === 'read'
      ? { outcome: 'read', value: reading.records, source: { url, digest: '' } }
      : reading.outcome === 'absent'
        ? { outcome: 'absent' }
        : { outcome: 'unreachable', reason: reading.reason, detail: reading.detail };
  return { answer, record: recordOf(ask.where, url, reading.fetchedAt, answer) };
}

function answerOf(ask: Exclude<Ask, { as: 'txt' }>, reading: Reading): Answer {
  if (reading.outcome === 'absent') return { outcome: 'absent' };
  if (reading.outcome === 'unreachable') {
    const means = reading.status === undefined ? undefined : ask.statusMeans?.[reading.status];
    if (means === 'absent') return { outcome: 'absent' };
    return { outcome: 'unreachable', reason: means ?? reading.reason, detail: reading.detail };
  }
  const { mediaType, charset, finalUrl, digest } = reading;
  const source = { url: finalUrl, digest };
  // Sites that answer 200 to everything answer with a page.
  if (ask.as === 'json' && !/^application\/(?:[a-z0-9.+-]{1,60}\+)?json$/.test(mediaType))
    return { outcome: 'absent' };
  const decoded = decodeText(reading.body, { mediaType, charset });
  if (!decoded.ok) return { outcome: 'unreachable', reason: 'malformed', detail: decoded.message };
  if (ask.as === 'text') return { outcome: 'read', value: decoded.text, source };
  const parsed = parseStrictJson(decoded.text);
  if (!parsed.ok) return { outcome: 'unreachable', reason: 'malformed', detail: parsed.message };
  return { outcome: 'read', value: parsed.value, source };
}

function recordOf(where: string, url: string, fetchedAt: string, answer: Answer): PlaceRecord {
  if (answer.outcome === 'absent') return { where, url, outcome: 'absent', fetchedAt };
  if (answer.outcome === 'unreachable') {
    return { where, url, outcome: 'unreachable', reason: answer.reason, detail: answer.detail, fetchedAt };
  }
  const { digest } = answer.source;
  return { where, url, outcome: 'read', fetchedAt, ...(digest !== '' && { digest }) };
}

/** What the step found odd is told with its first question. */
function withDetail(
  records: readonly PlaceRecord[],
  result: { readonly outcome: 'read' | 'absent'; readonly detail?: string } | undefined,
): readonly PlaceRecord[] {
  const [first, ...rest] = records;
  if (first === undefined || result?.detail === undefined) return records;
  const outcome = first.outcome === 'read' ? result.outcome : first.outcome;
  return [{ ...first, outcome, detail: result.detail }, ...rest];
}

async function readText(text: OwnText, context: PlaceContext): Promise<PlaceResult> {
  const { where, source } = text;
  const server = leastTrustedServer(context.own, operatorOfAccountUri(source.url));
  const frame: FindFrame = { where, ...source, ...(server !== undefined && { servedBy: server }) };
  const parts = await context.turn(() => partsOf(text));
  if (!parts.ok)
    return {
      records: [],
      finds: [],
      failure: { reason: parts.reason, detail: `${where}: ${parts.message}` },
    };
  const found = parts.texts.map((part) => findsInText(part, frame));
  const failure = found.find((one) => one.failure)?.failure;
  const own: PlaceResult = {
    records: [],
    finds: found.flatMap((one) => one.finds),
    ...(failure && { failure }),
  };
  const links = parts.links.filter(isWellKnown);
  return joinResults([own, await followPointers(links, { where: `the ${where}` }, context)]);
}

type Parts =
  | { readonly ok: true; readonly texts: readonly string[]; readonly links: readonly string[] }
  | { readonly ok: false; readonly reason: 'malformed' | 'limit'; readonly message: string };

function partsOf({ text, html, source }: OwnText): Parts {
  if (html !== true) return { ok: true, texts: [text], links: linksIn(text) };
  const found = extractFragment(text, source.url);
  return found.ok
    ? { ok: true, texts: found.ownerText, links: [...found.ownerHrefs, ...found.ownerLinks] }
    : found;
}

/** The URL of a well-known document, written out in a record (profile section 2.3). */
function isWellKnown(link: string): boolean {
  return /^https:\/\/[^/?#\s]{1,253}\/\.well-known\/cross-signing(?:\?[^#\s]{0,4096})?$/.test(link);
}
