import { z } from 'zod';
import { parseStrictJson } from '../extract/strict-json.js';
import type { Evidence } from './types.js';

/** An evidence file of 256 accounts with the largest statements is under 8 MiB; more is not one crawl. */
export const MAX_EVIDENCE_BYTES = 16 * 1024 * 1024;
/** Depth of the documented shape is 5. */
const MAX_DEPTH = 16;
const MAX_MEMBERS = 400_000;
/** 256 accounts, each read from several perspectives and through several pointers; a study may hold many rivals. */
const MAX_OBSERVATIONS = 16_384;
/** A place gives at most 16 statements (profile 2.1), an account has a handful of places: a crawl stays far below. */
const MAX_CLAIMS = 4096;
const MAX_HISTORY = 256;
const MAX_URI = 2048;
/** What an account showed: the size of the file bounds it, the verifier refuses what is too long for it, and one spoils no other. */
const found = z.string();
/** A key's thumbprint, alone or as its URI (RFC 9278). A pin that is cut short must not be taken for none. */
const pin = z.string().regex(/^(?:urn:ietf:params:oauth:jwk-thumbprint:sha-256:)?[\w-]{43}$/, {
  message: 'not a key thumbprint',
});

/** ISO 8601 with date and time; without an offset it is UTC, on every machine. Kept in one spelling. */
const time = z.string().transform((text, context) => {
  const match = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  const instant = match ? Date.parse(match[1] ? text : `${text}Z`) : Number.NaN;
  // Date.parse takes 30 February for 2 March; the day by itself, without an offset, tells.
  const isDay = new Date(Date.parse(text.slice(0, 10))).getUTCDate() === Number(text.slice(8, 10));
  if (!Number.isNaN(instant) && isDay) return new Date(instant).toISOString();
  context.addIssue({ code: 'custom', message: 'not an ISO 8601 time' });
  return z.NEVER;
});
const uri = z.string().min(1).max(MAX_URI);
const strength = z.enum(['unattributed', 'unauthenticated']);

const observation = z.object({
  account: uri,
  at: time,
  perspective: z.string().max(100).optional(),
  outcome: z.enum(['read', 'absent', 'unreachable']),
  statements: z.array(found).max(MAX_CLAIMS).optional(),
  tokens: z.array(found).max(MAX_CLAIMS).optional(),
  servedBy: z.string().max(300).optional(),
  strength: strength.optional(),
  hostWide: z.boolean().optional(),
  accountId: z.string().max(500).optional(),
  createdAt: time.optional(),
  reason: z.string().max(100).optional(),
  detail: z.string().max(1000).optional(),
  found: z
    .array(
      z.object({
        where: z.string().max(200),
        container: z.string().max(50),
        url: z.string().max(4096),
        digest: z.string().max(100),
        servedBy: z.string().max(300).optional(),
      }),
    )
    .max(MAX_CLAIMS * 2)
    .optional(),
});

const historyKey = z.object({
  key: z.string().max(200),
  firstSeen: time,
  lastSeen: time,
  operators: z.array(z.string().max(300)).max(1000).optional(),
  seq: z.number().int().optional(),
  anchoredUntil: time.optional(),
  statements: z.array(found).max(64).optional(),
  shown: z.record(z.string().max(100), z.array(z.string().max(300)).max(1000)).optional(),
  supports: z
    .array(
      z.object({ account: uri, firstSeen: time, lastSeen: time, accountId: z.string().max(500).optional() }),
    )
    .max(4096)
    .optional(),
});

export const evidenceSchema = z.object({
  subject: uri,
  now: time,
  pins: z.array(pin).max(64).optional(),
  given: z.array(uri).max(4096).optional(),
  observations: z.array(observation).max(MAX_OBSERVATIONS),
  history: z.array(historyKey).max(MAX_HISTORY).optional(),
  operators: z
    .record(z.string().max(300), z.object({ compromise: z.number().min(0.001).max(0.5) }))
    .optional(),
  succession: z.object({ key: z.string().max(200), since: time }).optional(),
});

export type EvidenceResult = { ok: true; evidence: Evidence } | { ok: false; message: string };

/** Checks a value against the shape of contract section 3; unknown members are dropped. */
export function checkEvidence(value: unknown): EvidenceResult {
  const result = evidenceSchema.safeParse(value);
  if (result.success) return { ok: true, evidence: result.data };
  const issue = result.error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  return {
    ok: false,
    message: `${path ? `member ${path.slice(0, 200)}: ` : ''}${issue?.message ?? 'not an evidence file'}`,
  };
}

/** Parses the text of an evidence file: strict JSON, then the shape. One line says what is wrong and where. */
export function parseEvidence(text: string): EvidenceResult {
  if (text.length > MAX_EVIDENCE_BYTES)
    return { ok: false, message: `more than ${MAX_EVIDENCE_BYTES} bytes` };
  const json = parseStrictJson(text, { maxDepth: MAX_DEPTH, maxMembers: MAX_MEMBERS });
  if (!json.ok) return { ok: false, message: `not JSON: ${json.message}` };
  return checkEvidence(json.value);
}
