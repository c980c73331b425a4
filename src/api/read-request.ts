import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { parseStrictJson } from '../extract/strict-json.js';
import { decodeUtf8 } from '../verify/base64url.js';
import { MAX_BODY_DEPTH, MAX_BODY_MEMBERS } from './limits.js';
import { type ProblemCode, ProblemError } from './problems.js';
import { echo } from './subject.js';

/**
 * JSON bodies are read as strictly as what is signed: a member that stands twice, or bytes that are no text, mean one
 * thing to us and another to whatever stands in front of us. Every other media type is refused.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async ({ headers }: FastifyRequest, body: Buffer) => {
      if (isCoded(headers['content-encoding'])) throw new ProblemError('unsupported-media-type');
      // Many clients name the type always, of a DELETE too, which has no body.
      if (body.length === 0) return undefined;
      const text = decodeUtf8(body);
      if (text === null)
        throw new ProblemError('invalid-body', 'The body is not valid UTF-8 (RFC 8259 section 8.1).');
      const json = parseStrictJson(text, { maxDepth: MAX_BODY_DEPTH, maxMembers: MAX_BODY_MEMBERS });
      if (!json.ok) throw new ProblemError('invalid-body', `The body is ${json.message}.`);
      return json.value;
    },
  );
}

/** Nothing is unpacked here: some kilobytes can hold gigabytes. */
const isCoded = (coding: string | undefined): boolean =>
  coding !== undefined && !/^\s*(?:identity)?\s*$/i.test(coding);

/** Forms of our own pages: most say everything by where they are sent, and nobody looks at what stands in them. */
export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
  );
}

/** @throws ProblemError `invalid-query` */
export function readQuery<T extends z.ZodType>(schema: T, query: unknown): z.infer<T> {
  return read(schema, query, () => 'invalid-query');
}

/** @throws ProblemError `invalid-body`, or what `codeOf` makes of the first member that is wrong */
export function readBody<T extends z.ZodType>(
  schema: T,
  body: unknown,
  codeOf: (issue: z.core.$ZodIssue) => ProblemCode = () => 'invalid-body',
): z.infer<T> {
  return read(schema, body, codeOf);
}

/** Of a body with a list `accounts`. */
export function accountsCodeOf(issue: z.core.$ZodIssue): ProblemCode {
  const isList = issue.path.length === 1 && issue.path[0] === 'accounts';
  return isList && issue.code === 'too_big' ? 'too-many-accounts' : 'invalid-body';
}

function read<T extends z.ZodType>(
  schema: T,
  value: unknown,
  codeOf: (issue: z.core.$ZodIssue) => ProblemCode,
): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue === undefined) throw result.error;
  throw new ProblemError(codeOf(issue), describe(issue, value));
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return `Unknown: ${issue.keys.map(echo).join(', ')}`;
  const where = issue.path.map(String).join('.');
  if (issue.code === 'invalid_type' && isMissing(value, issue.path))
    return `${where === '' ? 'The body' : echo(where)} is missing.`;
  return where === '' ? issue.message : `${echo(where)}: ${issue.message}`;
}

/** What zod calls "received undefined": a person reads it as a fault of ours. */
function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return value === undefined;
  return typeof value === 'object' && value !== null && isMissing(Reflect.get(value, first), rest);
}
