import type { JobView } from '../../../src/api/job-view.js';
import { identityPath } from '../../api/support/api-server.js';
import type { Bearer, Serving } from './serving.js';

/** Something that a server said, whole: status, header and body. */
export interface Told {
  readonly by: string;
  readonly text: string;
}

/** Each request, by its name, and everything that the server answers. */
export async function everythingTold(
  serving: Serving,
  subject: string,
  ids: readonly string[],
  as?: Bearer,
): Promise<Told[]> {
  const report = identityPath(subject);
  const jobs = ids.map((id) => `/v1/verifications/${id}`);
  const asked: [string, Readonly<Record<string, string>>?][] = [
    [report],
    [report, { accept: 'application/jwt' }],
    [`${report}?max-age=1000000`],
    [`${report}/history`],
    [`${report}/history?limit=1`],
    ...jobs.flatMap((job): [string, Readonly<Record<string, string>>?][] => [
      [job],
      [job, { accept: 'text/event-stream' }],
    ]),
    ...OPERATIONS.map((path): [string] => [path]),
  ];
  const told: Told[] = [];
  for (const [path, headers = {}] of asked) {
    const answer = await serving.ask(path, { headers, ...(as === undefined ? {} : { as }) });
    told.push({ by: `${path} ${headers.accept ?? ''}`, text: whole(answer) });
  }
  return told;
}

const OPERATIONS = ['/metrics', '/readyz', '/healthz', '/openapi.json', '/.well-known/jwks.json'];

/** Header and body as they came, and the body as whoever decodes it reads it. */
export function whole({ status, headers, text }: Awaited<ReturnType<Serving['ask']>>): string {
  return [status, JSON.stringify(headers), text, ...decoded(text)].join('\n');
}

/** The parts of a compact JWS, wherever one stands. */
function decoded(text: string): string[] {
  return (text.match(/eyJ[\w-]*(?:\.[\w-]+)*/g) ?? []).flatMap((jws) =>
    jws.split('.').map((part) => Buffer.from(part, 'base64url').toString()),
  );
}

/** Which of these words stand in what was said, in whatever spelling; each with who said it. */
export function leaksOf(told: readonly Told[], words: readonly string[]): string[] {
  return told.flatMap(({ by, text }) => {
    const plain = unescaped(text).toLowerCase();
    return words.filter((word) => plain.includes(word)).map((word) => `${word}: ${by}`);
  });
}

function unescaped(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) =>
    Buffer.from(escaped.replaceAll('%', ''), 'hex').toString(),
  );
}

export const accountsIn = (report: JobView['report']): string[] =>
  (report?.accounts ?? []).map(({ account }) => account);
