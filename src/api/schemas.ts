import { z } from 'zod';
import { BADGE_STYLES, DEFAULT_STYLE, type ShieldsJson } from '../badge/index.js';
import { THEMES } from '../design/palette.js';
import { UNREACHABLE_REASONS } from '../fetch/types.js';
import { ACCOUNT_STATES } from '../graph/types.js';
import { MAX_GIVEN } from '../jobs/limits.js';
import { CHANGE_KINDS } from '../report/changes.js';
import { ALERT_CODES } from '../report/types.js';
import { VERDICTS } from '../report/wording.js';
import type { Verdict } from '../score/verdict.js';
import { JOB_ERRORS, JOB_STATES } from '../store/job-types.js';
import { MAX_PAGE, MAX_SUBJECT_BYTES } from '../store/limits.js';
import { MAX_ACCOUNTS } from '../verify/limits.js';
import { CHECK_RESULTS } from './health.js';
import { PROBLEMS, type ProblemCode } from './problems.js';

/**
 * What goes over the wire, once for the routes that read it, the document that describes it and the test that holds
 * both against each other. Requests are read strictly: a member nobody knows is a mistake that would go unnoticed.
 */

/** Ten digits of seconds are three centuries: more is a mistake. */
const MAX_AGE_SECONDS = 1_000_000_000;
/** Entries of the history in one answer where the caller names no number. */
export const DEFAULT_HISTORY = 50;

/** `Object.keys` forgets their type. */
const verdicts = Object.keys(VERDICTS) as Verdict[];
const problemCodes = Object.keys(PROBLEMS) as ProblemCode[];

/** A whole number in a query: text on the wire, and no sign, no blank, no second way to write it. */
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,9})$/, { message: `expected a whole number from ${min} to ${max}` })
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max, pattern: undefined });

const time = z.iso.datetime().describe('ISO 8601, UTC');
const decibans = z.number().describe('decibans');
const accountUri = z.string().describe('Account URI in its normalised form');
const thumbprint = z.string().describe('Thumbprint URI of a key (RFC 9278)');
const every = z
  .string()
  .max(64)
  .describe('How often, as an ISO 8601 duration of weeks, days, hours, minutes and seconds, at least PT1H')
  .meta({ examples: ['PT6H'] });

/** Query of GET /v1/identities/{subject}. */
export const maxAgeQuery = z.strictObject({
  'max-age': wholeNumber(0, MAX_AGE_SECONDS)
    .optional()
    .describe('Verify again first when the report is older than so many seconds, and wait up to 25 seconds'),
});

/** Query of GET /v1/identities/{subject}/history. */
export const historyQuery = z.strictObject({
  before: z.string().min(1).max(128).optional().describe('`next` of the page before'),
  limit: wholeNumber(1, MAX_PAGE)
    .optional()
    .describe(
      `Changes, and the rest of the look that the last of them is from; ${DEFAULT_HISTORY} where it is left out`,
    ),
});

/** Query of GET /badge/{subject}.svg. */
export const badgeQuery = z.strictObject({
  style: z.enum(BADGE_STYLES).optional().describe(`\`${DEFAULT_STYLE}\` where it is left out`),
  theme: z
    .enum(THEMES)
    .optional()
    .describe('Of `compact` and `card`; `auto`, as the reader’s system has it, where it is left out'),
});

/** Query of GET /i/{subject}. */
export const profileQuery = z.strictObject({
  verification: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional()
    .describe('Id of one that was asked for: how far it is'),
});

/** Query of GET /. */
export const frontQuery = z.strictObject({
  q: z.string().optional().describe('Any identifier: leads to the page of whom it names'),
});

/** Routes that know no query parameter. */
export const noQuery = z.strictObject({});

/** Body of POST /v1/verifications. */
export const verificationRequest = z.strictObject({
  subject: z
    .string()
    .min(1)
    .max(MAX_SUBJECT_BYTES)
    .describe('Any identifier that names a MIMI user or pseudonym'),
  accounts: z
    .array(z.string().min(1).max(MAX_SUBJECT_BYTES))
    .max(MAX_GIVEN)
    .optional()
    .describe('Account URIs that are read too, for the report of this job only'),
});

/** Body of POST /publish/plan. */
export const planRequest = z.strictObject({
  subject: z.string().describe('Who publishes, in any spelling'),
  accounts: z
    .array(z.string())
    .max(MAX_ACCOUNTS)
    .optional()
    .describe('Each account to be named, in any spelling'),
});

/** Body of PUT /v1/schedules/{subject}. */
export const scheduleRequest = z.strictObject({ every });

/** Where a proof was found. */
const foundSchema = z.strictObject({
  where: z.string(),
  container: z.string(),
  url: z.string(),
  digest: z.string().describe('base64url SHA-256 of the document'),
  servedBy: z.string().optional(),
});

const accountSchema = z.strictObject({
  account: accountUri,
  service: z.string(),
  operator: z.string(),
  state: z.enum(ACCOUNT_STATES),
  reason: z.string().describe('One sentence for a person'),
  evidence: decibans,
  found: z.array(foundSchema),
  fetchedAt: time.nullable(),
  unreachable: z.enum(UNREACHABLE_REASONS).optional(),
  private: z.literal(true).optional().describe('Disclosed, but not by the own provider: for operators only'),
  dropped: z
    .literal(true)
    .optional()
    .describe('Consistent before, and no statement that counts names it now'),
  lastGood: z.strictObject({ state: z.literal('consistent'), at: time }).optional(),
});

const alertSchema = z.strictObject({
  code: z.enum(ALERT_CODES),
  accounts: z.array(accountUri),
  message: z.string(),
});

/** A report, or as much of it as whoever asks may see. */
export const reportSchema = z
  .strictObject({
    subject: z.string().describe('Normalised MIMI URI'),
    generatedAt: time,
    verdict: z.enum(verdicts),
    score: z
      .number()
      .min(0)
      .max(1)
      .describe('Probability that the leading key is that of the holder of the URI'),
    evidence: decibans,
    prior: decibans,
    anchored: z.boolean(),
    firstLook: z.boolean(),
    incomplete: z.boolean().describe('The last good report: nothing could be read since then'),
    independentOperators: z.int().min(0),
    takeoverThreshold: z.int().min(0).nullable(),
    identityKey: thumbprint.nullable(),
    statementExpiresAt: time.nullable().describe('When the leading statement ends'),
    keys: z.array(
      z.strictObject({ thumbprint, score: z.number(), operators: z.array(z.string()), firstSeen: time }),
    ),
    operators: z.array(z.strictObject({ operator: z.string(), evidence: decibans })),
    accounts: z.array(accountSchema),
    unconfirmed: z
      .int()
      .min(0)
      .optional()
      .describe('Accounts that never were confirmed: counted, and not named'),
    alerts: z.array(alertSchema),
  })
  .describe('What a verification concluded');

/** A verification that was asked for. */
export const jobSchema = z
  .strictObject({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    subject: z.string(),
    state: z.enum(JOB_STATES),
    progress: z
      .strictObject({
        done: z.int().min(0).describe('Accounts read'),
        known: z.int().min(0).describe('Accounts known so far'),
      })
      .describe(
        'Of all accounts. Where some were given, those that had just been read for another job count as read at the end',
      ),
    report: reportSchema.nullable().describe('Once completed'),
    error: z.enum(JOB_ERRORS).optional().describe('Why it failed'),
  })
  .describe('A verification that was asked for');

/** One thing that was otherwise than in the report before. */
const changeSchema = z.strictObject({
  at: time.describe('When it was seen'),
  kind: z.enum(CHANGE_KINDS),
  message: z.string().describe('One sentence for a person'),
  from: z.union([z.string(), z.number()]).nullable().optional(),
  to: z.union([z.string(), z.number()]).nullable().optional(),
  account: accountUri.optional(),
  state: z.enum(ACCOUNT_STATES).nullable().optional(),
  code: z.enum(ALERT_CODES).optional(),
});

/** A page of a subject's history. */
export const historySchema = z
  .strictObject({
    subject: z.string(),
    changes: z.array(changeSchema).describe('The last one first'),
    next: z.string().nullable().describe('`before` of the next page; null: there is none'),
  })
  .describe('What changed and when');

/** `data` of the event `state`. */
export const stateEventSchema = jobSchema
  .pick({ id: true, subject: true, state: true, progress: true })
  .describe('Data of the event `state`: the first one, and one whenever it changes');

/** `data` of the event `account`. */
export const accountEventSchema = z
  .strictObject({
    done: z.int().min(1).describe('Accounts read'),
    known: z.int().min(1).describe('Accounts known so far'),
    outcome: z.enum(['read', 'absent', 'unreachable']),
    reason: z.enum(UNREACHABLE_REASONS).optional(),
    account: accountUri.optional().describe('Where whoever listens may know its name'),
  })
  .describe('Data of the event `account`: one for each account that was read');

/** How often a subject is verified. */
export const scheduleSchema = z
  .strictObject({ subject: z.string(), every, next: time, last: time.nullable() })
  .describe('A subject that is verified again and again');

const colour = z.string().regex(/^#[0-9a-f]{6}$/);

/** Body of GET /badge/{subject}.json. */
export const shieldsSchema: z.ZodType<ShieldsJson> = z
  .strictObject({
    schemaVersion: z.literal(1),
    label: z.string(),
    message: z.string(),
    color: colour,
    labelColor: colour,
    isError: z.boolean().describe('Not green: then nobody who embeds it can make it so'),
    cacheSeconds: z.int(),
  })
  .describe('A badge in the endpoint schema of shields.io');

/** JSON Web Key Set (RFC 7517) of the keys that sign reports. */
export const jwksSchema = z
  .strictObject({
    keys: z.array(
      z.strictObject({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: z.string(),
        kid: z.string().describe('RFC 7638 thumbprint'),
        alg: z.literal('EdDSA'),
        use: z.literal('sig'),
      }),
    ),
  })
  .describe('Keys that signed a report which may still be valid');

/** RFC 9457. */
export const problemSchema = z
  .strictObject({
    title: z.string(),
    status: z.int(),
    code: z.enum(problemCodes),
    detail: z.string().describe('One sentence for a person'),
  })
  .describe('Why there is no other answer');

/** Body of /healthz. */
export const healthSchema = z.strictObject({ status: z.literal('alive') }).describe('The process answers');

/** Body of /readyz. */
export const readinessSchema = z
  .strictObject({
    status: z.enum(['ready', 'not-ready', 'shutting-down']),
    checks: z.partialRecord(z.enum(['store', 'redis']), z.enum(CHECK_RESULTS)),
  })
  .describe('Whether this process can do its work, and what it lacks');
