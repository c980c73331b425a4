import { z } from 'zod';
import { VERSION } from '../../version.js';
import { PROBLEMS, type ProblemCode } from '../problems.js';
import { SECURE_COOKIE } from '../session.js';
import { answerSchemas, HEADERS, type HeaderName, type Operation, requestSchemas } from './operation.js';
import { operations } from './operations.js';

/** JSON as it stands in the document. */
export type JsonObject = { readonly [member: string]: unknown };

const PROBLEM_TYPE = 'application/problem+json';
const SCHEMAS = '#/components/schemas/';
const INFO = `Cross-signed identity claims of MIMI users: crawled, verified and scored. Every GET has its HEAD. A method that
a resource does not take is answered with 405 and the code \`method-not-allowed\`, a resource that does not exist with 404 and
\`not-found\`. A token that does not hold is refused everywhere under /v1, also where none is needed.`;

/** Statuses whose problems come with a field of their own. */
const PROBLEM_HEADERS: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};
/** On every answer of an operation whose requests are counted, once they are. */
const COUNTED: readonly HeaderName[] = ['RateLimit', 'RateLimit-Policy'];

const SECURITY: Readonly<Record<Operation['access'], readonly JsonObject[]>> = {
  // An empty requirement: it may be left out. Where no token is configured, callers on loopback need none.
  public: [{}, { token: [] }],
  caller: [{ token: [] }, {}],
  operator: [{ token: [] }, { session: [] }, {}],
  'operator-or-subject': [{ token: [] }, { subjectSignature: [] }, {}],
  metrics: [{ metricsToken: [] }, {}],
};

/** OpenAPI 3.1, made of the schemas that the routes read with and of the table of operations. */
export function openApiDocument(): JsonObject {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'crossproof',
      version: VERSION,
      summary: 'Who is behind a MIMI URI',
      description: INFO.replaceAll('\n', ' '),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { ...schemasOf(requestSchemas, 'input'), ...schemasOf(answerSchemas, 'output') },
      headers: Object.fromEntries(
        Object.entries(HEADERS).map(([name, description]) => [
          name,
          { description, schema: { type: 'string' } },
        ]),
      ),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of role `caller` or `operator`' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: SECURE_COOKIE,
          description:
            'Of who signed in at /admin/session; without its prefix where the server has no https origin',
        },
        subjectSignature: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT of typ crossproof-forget+jwt',
          description: 'Signed within the last five minutes by the key that was consistent last',
        },
        metricsToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token that the keeper gave to Prometheus',
        },
      },
    },
  };
}

function describe(operation: Operation): JsonObject {
  const { id, about, access, body, answers, problems } = operation;
  const counted = problems.includes('rate-limited') ? COUNTED : [];
  const given = Object.entries(answers).map(([status, answer]) => {
    const content = answer.content && {
      content: Object.fromEntries(
        Object.entries(answer.content).map(([type, schema]) => [type, { schema: schemaOf(schema) }]),
      ),
    };
    return [
      status,
      { description: answer.about, ...headersOf([...(answer.headers ?? []), ...counted]), ...content },
    ] as const;
  });
  return {
    operationId: id,
    summary: about,
    security: SECURITY[access],
    parameters: parametersOf(operation),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: withProblems(Object.fromEntries(given), problems, counted),
  };
}

interface Response {
  readonly description: string;
  readonly headers?: JsonObject;
  readonly content?: JsonObject;
}

/** One entry a status, with the codes that come with it. */
function withProblems(
  answers: Readonly<Record<string, Response>>,
  codes: readonly ProblemCode[],
  counted: readonly HeaderName[],
): Readonly<Record<string, Response>> {
  const responses: Record<string, Response> = { ...answers };
  for (const status of new Set(codes.map((code) => PROBLEMS[code][0]))) {
    const own = codes.filter((code) => PROBLEMS[code][0] === status);
    const sentences = own.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}`);
    const before = responses[status];
    const schema = {
      allOf: [schemaOf('Problem'), { type: 'object', properties: { code: { enum: own } } }],
    };
    responses[status] = {
      ...headersOf([...(PROBLEM_HEADERS[status] ?? []), ...counted]),
      description: [...(before ? [`${before.description}.`] : []), ...sentences].join(' '),
      content: { ...before?.content, [PROBLEM_TYPE]: { schema } },
    };
  }
  return responses;
}

function parametersOf({ path, query, fields = [] }: Operation): readonly JsonObject[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => PATH_PARAMETERS[name]);
  const inHeader = fields.map((name) => ({
    name,
    in: 'header',
    required: false,
    schema: { type: 'string' },
  }));
  const shape = query ? z.toJSONSchema(query, { io: 'input' }).properties : undefined;
  const inQuery = Object.entries(shape ?? {}).map(([name, schema]) => {
    if (typeof schema === 'boolean') throw new TypeError(`the query parameter ${name} has no schema`);
    const { description, ...rest } = schema;
    return { name, in: 'query', required: false, description, schema: rest };
  });
  return [...inPath, ...inQuery, ...inHeader].filter((parameter) => parameter !== undefined);
}

const PATH_PARAMETERS: Readonly<Record<string, JsonObject>> = {
  subject: {
    name: 'subject',
    in: 'path',
    required: true,
    description: 'Any identifier that names a MIMI user or pseudonym, percent-encoded, up to 2 kB',
    schema: { type: 'string' },
    example: 'mimi://a.example/u/alice',
  },
  file: {
    name: 'file',
    in: 'path',
    required: true,
    description: 'Name that a page gives',
    schema: { type: 'string' },
  },
  id: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'Id of a verification',
    schema: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  },
};

function headersOf(names: readonly HeaderName[]): { readonly headers?: JsonObject } {
  if (names.length === 0) return {};
  const headers = names.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  return { headers: Object.fromEntries(headers) };
}

const schemaOf = (name: string): JsonObject =>
  name === 'text' ? { type: 'string' } : { $ref: `${SCHEMAS}${name}` };

/** The zod schemas as JSON Schema, each referring to the others by its place in the document. */
function schemasOf(table: Readonly<Record<string, z.ZodType>>, io: 'input' | 'output'): JsonObject {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(table)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => `${SCHEMAS}${id}`,
    override: ({ jsonSchema }) => {
      // Whoever reads an answer must not fail when a later version says more.
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _place, ...schema }]) => [id, schema]),
  );
}
