import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.js';
import { type Person, settle } from '../../src/demo/person.js';
import { Population } from '../../src/demo/population.js';
import { type Answer, ask, identityPath, problem, problemIn } from '../api/support/api-server.js';
import { frozenClock } from '../support/frozen-clock.js';
import { honest, startWorld, type World } from '../support/world.js';
import { type Serving, startServing } from './support/serving.js';

const SUBJECT = 'mimi://a.example/u/alice';
const HOUR_MS = 3_600_000;
const clock = frozenClock();
const population = new Population();
let folder: string;
let world: World;
let serving: Serving;
let alice: Person;
let tokens: {
  readonly caller: Minted;
  readonly operator: Minted;
  readonly expiring: Minted;
  readonly revoked: Minted;
};

interface Minted {
  readonly id: string;
  readonly token: string;
}

beforeAll(async () => {
  const now = new Date(clock.now().getTime() - 30 * 24 * HOUR_MS);
  alice = settle(population, await honest(population, 'alice', { now }));
  world = await startWorld(population);
  folder = await mkdtemp(join(tmpdir(), 'crossproof-tokens-'));
  const env = { CROSSPROOF_TOKENS: '' };
  serving = await startServing({ world, clock, env, storePath: join(folder, 'store.sqlite') });
});
afterAll(async () => {
  await serving.stop();
  await world.close();
  await rm(folder, { recursive: true });
});

/** `crossproof token …` beside the server that is at work. */
async function keeper(...argv: readonly string[]): Promise<string> {
  let printed = '';
  const code = await run(['token', ...argv, '--store', join(folder, 'store.sqlite')], {
    out: (text) => {
      printed += text;
    },
    err: () => undefined,
    readStdin: async () => Buffer.alloc(0),
    async *stdinLines() {},
    ...{ interactive: false, env: {}, now: () => clock.now(), signal: new AbortController().signal },
  });
  expect(code).toBe(0);
  return printed;
}

const mint = async (...argv: readonly string[]): Promise<Minted> =>
  JSON.parse(await keeper('add', ...argv, '--json')) as Minted;

/** A request that makes the server work. */
const work = (authorization?: string, path = '/v1/verifications'): Promise<Answer> =>
  ask(serving.url + path, {
    method: 'POST',
    body: { subject: SUBJECT },
    headers: authorization === undefined ? {} : { authorization },
  });
const bearing = (token: string): Promise<Answer> => work(`Bearer ${token}`);
const without = ({ status, headers: { date: _, ...headers }, text }: Answer) => ({ status, headers, text });

it('a server that has no tokens works for its own machine, and from its first one on for who has one', async () => {
  expect((await work()).status).toBe(202);
  tokens = {
    caller: await mint('caller', '--role', 'caller'),
    operator: await mint('operator', '--role', 'operator'),
    expiring: await mint('expiring', '--role', 'operator', '--expires', 'PT1H'),
    revoked: await mint('revoked', '--role', 'operator'),
  };
  expect(problemIn(await work())).toEqual(problem(401, 'unauthorized'));
  const minted = Object.values(tokens);
  const statuses = await Promise.all(minted.map(async ({ token }) => (await bearing(token)).status));
  expect(statuses).toEqual(minted.map(() => 202));
});

describe('a token', () => {
  it('does what its role may, and not more', async () => {
    const forget = (token: string) =>
      ask(serving.url + identityPath(SUBJECT), {
        ...{ method: 'DELETE', headers: { authorization: `Bearer ${token}` } },
      });
    const refused = await forget(tokens.caller.token);
    expect([problemIn(refused), refused.headers['www-authenticate']]).toEqual([
      problem(403, 'forbidden'),
      expect.stringMatching(/error="insufficient_scope"/),
    ]);
    expect((await forget(tokens.operator.token)).status).toBe(204);
  });

  it('that was revoked, has expired or never was is refused in the same words, at once', async () => {
    await keeper('revoke', tokens.revoked.id);
    clock.advance(HOUR_MS);
    const { token } = tokens.caller;
    const answers = await Promise.all(
      [
        tokens.revoked.token,
        tokens.expiring.token,
        token.slice(0, -1),
        `${token}A`,
        token.toUpperCase(),
        createHash('sha256').update(token).digest('hex'),
        tokens.caller.id,
        alice.statement,
      ].map(async (text) => without(await bearing(text))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });

  it('that does not hold is refused where none is needed, too', async () => {
    const headers = { authorization: `Bearer ${tokens.revoked.token}` };
    expect((await ask(serving.url + identityPath(SUBJECT), { headers })).status).toBe(401);
  });

  it.each<[string, (token: string) => Promise<Answer>, number]>([
    ['in the query', (token) => work(undefined, `/v1/verifications?access_token=${token}`), 401],
    [
      'in the query of who has another',
      (token) => work(`Bearer ${token}`, `/v1/verifications?access_token=${token}`),
      400,
    ],
    [
      'in the query of what everybody may read',
      (token) => ask(`${serving.url}${identityPath(SUBJECT)}?access_token=${token}`),
      400,
    ],
    [
      'in a cookie',
      (token) =>
        ask(`${serving.url}/v1/verifications`, {
          method: 'POST',
          body: { subject: SUBJECT },
          headers: { cookie: `access_token=${token}` },
        }),
      401,
    ],
    ['as a password', (token) => work(`Basic ${Buffer.from(`crossproof:${token}`).toString('base64')}`), 401],
    ['without a scheme', (token) => work(token), 401],
    ['twice', (token) => work(`Bearer ${token}, Bearer ${token}`), 401],
  ])('is taken from the Authorization field only: not %s', async (_, request, status) => {
    const answer = await request(tokens.caller.token);
    expect([answer.status, whole(answer).includes(tokens.caller.token)]).toEqual([status, false]);
  });
});

const whole = (answer: Answer): string => JSON.stringify([answer.headers, answer.text]);

it('what is kept and what is logged has the id of a token, and never the token', async () => {
  const files = await readdir(folder);
  const kept = await Promise.all(files.map((file) => readFile(join(folder, file), 'latin1')));
  const written = [...kept, serving.log.join('')].join('');
  for (const { id, token } of Object.values(tokens))
    expect([written.includes(id), written.includes(token), written.includes(token.slice(8, 30))]).toEqual([
      true,
      false,
      false,
    ]);
});

/** How long a comparison takes must not tell how much of a secret was right: of text, `===` stops at the first difference. */
it('no secret is compared but in constant time', async () => {
  const api = join(import.meta.dirname, '..', '..', 'src', 'api');
  const files = (await readdir(api, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const sources = await Promise.all(
    files.map(async (file) => [file, await readFile(join(api, file), 'utf8')] as const),
  );
  const unequal = /\b(?:hash|secret|token|digest)\w*\s*[!=]==?(?!=|\s*(?:null|undefined)\b)/i;
  expect(sources.filter(([, text]) => unequal.test(text)).map(([file]) => file)).toEqual([]);
  const timingSafe = sources.filter(([, text]) => /timingSafeEqual\(/.test(text)).map(([file]) => file);
  expect(timingSafe.sort()).toEqual(['auth.ts', join('routes', 'operations.ts')]);
});
