import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';

export const root = new URL('../../../', import.meta.url);

/** `${NAME}`, `${NAME:-instead}` and `${NAME:?message}`; `$$` is a dollar sign. */
const VARIABLE = /\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}/g;

const Healthcheck = z.object({
  test: z.array(z.string()),
  interval: z.string(),
  timeout: z.string(),
  start_period: z.string(),
  retries: z.int(),
});

const Service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  user: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()).default(['default']),
  volumes: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()),
  shm_size: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  restart: z.string(),
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  healthcheck: Healthcheck,
  stop_grace_period: z.string(),
  pids_limit: z.int(),
  deploy: z.object({
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }),
  }),
});
export type Service = z.output<typeof Service>;

const Compose = z.object({
  name: z.string(),
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })).default({}),
  volumes: z.record(z.string(), z.object({})),
});
export type Compose = z.output<typeof Compose>;

/** The file as compose would see it; a member that no service here has had so far is an error. */
export function readCompose(file: string, env: Readonly<Record<string, string>>): Compose {
  const document = parseDocument(textOf(file), { merge: true });
  if (document.errors[0]) throw document.errors[0];
  return Compose.parse(interpolated(document.toJS(), env));
}

/** Variables that the file takes from its environment. */
export function variablesOf(file: string): ReadonlySet<string> {
  return new Set([...textOf(file).matchAll(VARIABLE)].flatMap((match) => match[1] ?? []));
}

export const textOf = (file: string): string => readFileSync(new URL(file, root), 'utf8');

function interpolated(value: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return filled(value, env);
  if (Array.isArray(value)) return value.map((item) => interpolated(item, env));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolated(item, env)]));
}

function filled(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(VARIABLE, (_match, name?: string, operator?: string, argument?: string) => {
    if (name === undefined) return '$';
    const value = env[name] ?? '';
    if (value !== '' || operator === undefined) return value;
    if (operator === '?') throw new Error(`${name}: ${argument}`);
    return argument ?? '';
  });
}
