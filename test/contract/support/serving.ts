import { createHash, randomBytes } from 'node:crypto';
import type { JobView } from '../../../src/api/job-view.js';
import { Gate } from '../../../src/fetch/gate.js';
import type { Clock } from '../../../src/fetch/types.js';
import type { RoleInput } from '../../../src/roles/role.js';
import { serve } from '../../../workers/serve.js';
import { worker } from '../../../workers/worker.js';
import { type Answer, type AskOptions, ask } from '../../api/support/api-server.js';
import { allEvents, openEvents, type ServerEvent } from '../../api/support/event-source.js';
import type { World } from '../../support/world.js';

const newToken = (): string => `cp_test_${randomBytes(32).toString('base64url')}`;

/** Tokens that the configuration names. All but the operator's are callers who know nothing of each other. */
export const TOKENS = {
  operator: newToken(),
  caller: newToken(),
  rival: newToken(),
  visitor: newToken(),
} as const;
export type Bearer = keyof typeof TOKENS;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const configured = (Object.keys(TOKENS) as Bearer[]).map(
  (name) => `${name}:${name === 'operator' ? 'operator' : 'caller'}:sha256:${hashOf(TOKENS[name])}`,
);

/** Far more than any test asks for: the clock stands still, and no bucket is ever filled again. */
const NO_LIMITS = {
  CROSSPROOF_RATE_PER_MINUTE: '1000000',
  CROSSPROOF_RATE_BURST: '1000000',
  CROSSPROOF_HOST_RATE: '1000',
  CROSSPROOF_HOST_CONCURRENCY: '100',
};

export interface ServingOptions {
  readonly world: World;
  readonly clock: Clock;
  /** More variables, or others. */
  readonly env?: Readonly<Record<string, string>>;
  /** The embedded store; where it is left out, the variables name Redis and PostgreSQL, and a worker runs beside. */
  readonly storePath?: string;
}

/** `crossproof serve` at work, and what can be done from outside. */
export interface Serving {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** Every line that was logged, by whatever role. */
  readonly log: readonly string[];
  /** Resolves with the first line from number `from` on that has this in it. */
  logged(text: string, from?: number): Promise<string>;
  ask(path: string, options?: Omit<AskOptions, 'token'> & { readonly as?: Bearer }): Promise<Answer>;
  /** All events of a verification until it has ended. */
  follow(id: string, as?: Bearer): Promise<ServerEvent[]>;
  open(id: string, as?: Bearer): ReturnType<typeof openEvents>;
  /** Asks for a verification; the job as it was told of. */
  submit(subject: string, options?: SubmitOptions): Promise<JobView>;
  /** The same, once it has ended. */
  verify(subject: string, options?: SubmitOptions): Promise<JobView>;
  stop(): Promise<void>;
}

export interface SubmitOptions {
  readonly as?: Bearer;
  readonly accounts?: readonly string[];
}

export const bearer = (as: Bearer | undefined): Record<string, string> =>
  as === undefined ? {} : { authorization: `Bearer ${TOKENS[as]}` };

/** Composed as the command composes it; only its process is ours. */
export async function startServing(options: ServingOptions): Promise<Serving> {
  const env = { CROSSPROOF_TOKENS: configured.join(','), ...NO_LIMITS, ...options.env };
  const log = new LogLines();
  const ending = new AbortController();
  const input: RoleInput = {
    ...{ env, settings: options.world.settings, clock: options.clock, signal: ending.signal },
    random: () => 0.5,
    write: (line) => log.add(line),
    storePath: options.storePath ?? '/nowhere',
  };
  const roles: Promise<void>[] = options.storePath === undefined ? [worker(input)] : [];
  const url = await new Promise<string>((listening, failed) => {
    const serving = serve({ ...input, host: '127.0.0.1', port: 0, listening });
    serving.catch(failed);
    roles.push(serving);
  });
  const client = clientOf(url);
  await storeOpened(client);
  return {
    ...{ url, env, log: log.lines, logged: (text, from = 0) => log.line(text, from) },
    ...client,
    stop: async () => {
      ending.abort(new Error('SIGTERM'));
      await Promise.all(roles);
    },
  };
}

/** It listens while its database is still away. `/readyz` is no help here: its answers are kept while the clock stands still. */
async function storeOpened({ ask: asked }: Client): Promise<void> {
  while ((await asked('/v1/identities/mimi%3A%2F%2Fa.example%2Fu%2Fanybody')).status === 503);
}

class LogLines {
  readonly lines: string[] = [];
  readonly #waiting = new Set<() => void>();

  add(line: string): void {
    this.lines.push(line);
    for (const look of [...this.#waiting]) look();
  }

  line(text: string, from: number): Promise<string> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.lines.slice(from).find((line) => line.includes(text));
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** Streams that one caller has open here at a time: the server lets him have eight. */
const MAX_STREAMS = 6;

type Client = Pick<Serving, 'ask' | 'follow' | 'open' | 'submit' | 'verify'>;

function clientOf(url: string): Client {
  const gates = new Map<Bearer | undefined, Gate>();
  const gateOf = (as: Bearer | undefined): Gate => {
    const gate = gates.get(as) ?? new Gate(MAX_STREAMS);
    gates.set(as, gate);
    return gate;
  };
  const job = (id: string): string => `${url}/v1/verifications/${id}`;
  const client: Client = {
    ask: (path, { as, headers, ...rest } = {}) =>
      ask(url + path, { ...rest, headers: { ...bearer(as), ...headers } }),
    async follow(id, as) {
      const gate = gateOf(as);
      await gate.enter(new AbortController().signal);
      try {
        return await allEvents(job(id), bearer(as));
      } finally {
        gate.leave();
      }
    },
    open: (id, as) => openEvents(job(id), bearer(as)),
    async submit(subject, { as = 'caller', accounts } = {}) {
      const body = { subject, ...(accounts === undefined ? {} : { accounts }) };
      const answer = await client.ask('/v1/verifications', { method: 'POST', as, body });
      if (answer.status !== 202) throw new Error(`not accepted: ${answer.text}`);
      return answer.json as JobView;
    },
    async verify(subject, options = {}) {
      const { id } = await client.submit(subject, options);
      const last = (await client.follow(id, options.as ?? 'caller')).at(-1);
      if (last?.event !== 'completed') throw new Error(`not completed: ${JSON.stringify(last)}`);
      return last.data as JobView;
    },
  };
  return client;
}
