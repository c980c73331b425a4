import { z } from 'zod';
import { openApiDocument } from '../../../src/api/openapi/document.js';
import type { Answer } from './api-server.js';

interface Media {
  readonly schema: Record<string, unknown>;
}
interface DocumentedResponse {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, Media>>;
}
export interface DocumentedOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

// As a client has it: what JSON drops is not there.
const text = JSON.stringify(openApiDocument());
export const document = JSON.parse(text) as Document;
/** The same with `$ref` as zod follows it, and without members that it does not name. */
const definitions = closed(
  JSON.parse(JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/$defs/')),
);

function closed(value: unknown): Record<string, unknown> {
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    const walked = Object.fromEntries(Object.entries(part).map(([name, member]) => [name, walk(member)]));
    const isShape = walked.type === 'object' && 'properties' in walked;
    return isShape ? { additionalProperties: false, ...walked } : walked;
  };
  return walk(value) as Record<string, unknown>;
}

function validator(schema: Record<string, unknown>): z.ZodType {
  const local = JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/'));
  return z.fromJSONSchema({ ...local, $defs: definitions });
}

/** Data of an event, or the body of an answer, against the schema of that name. */
export function isDocumentedAs(name: string, value: unknown): void {
  validator({ $ref: `#/components/schemas/${name}` }).parse(value);
}

/** What an answer is in the words of the document: `200 application/json`, `404 unknown-identity`, `204`. */
export function checkDocumented(method: string, path: string, answer: Answer): string {
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${method} ${path} is not in the document`);
  const { status, text, headers } = answer;
  const response = operation.responses[status];
  if (response === undefined)
    throw new Error(`${operation.operationId}: ${status} is not in the document: ${text}`);
  for (const name of ['location', 'etag', 'retry-after', 'www-authenticate', 'ratelimit']) {
    const isNamed = Object.keys(response.headers ?? {}).some((one) => one.toLowerCase() === name);
    if (headers[name] !== undefined && !isNamed)
      throw new Error(
        `${operation.operationId}: ${status} has the field ${name}, which is not in the document`,
      );
  }
  if (response.content === undefined || text === '') {
    if (text !== '') throw new Error(`${operation.operationId}: ${status} has a body`);
    return String(status);
  }
  const type = String(headers['content-type']).split(';')[0] ?? '';
  const media = response.content[type];
  if (media === undefined)
    throw new Error(`${operation.operationId}: ${status} ${type} is not in the document`);
  const body: unknown = media.schema.type === 'string' ? text : JSON.parse(text);
  const value = validator(media.schema).parse(body);
  return type === 'application/problem+json'
    ? `${status} ${(value as { code: string }).code}`
    : `${status} ${type}`;
}

/** Everything that the document says may come back of an operation, in the same words. */
export function everythingOf(operation: DocumentedOperation): string[] {
  return Object.entries(operation.responses).flatMap(([status, { content }]) => {
    if (content === undefined) return [status];
    return Object.entries(content).flatMap(([type, { schema }]) => {
      if (type !== 'application/problem+json') return [`${status} ${type}`];
      const [, own] = schema.allOf as [unknown, { properties: { code: { enum: string[] } } }];
      return own.properties.code.enum.map((code) => `${status} ${code}`);
    });
  });
}
