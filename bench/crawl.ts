import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ACCOUNTS_PER_USER } from './crowd.js';
import type { Measurement } from './messages.js';
import { type BenchServer, runClient, startServer } from './processes.js';
import { printMemory, printRates, printShares } from './table.js';

/** Users at 1x: enough that the peak is that of a steady state, few enough that 16x ends in time. */
const USERS = 160;
const FACTORS = [1, 4, 16] as const;
/** Users of the comparison with bare undici. */
const RATE_USERS = 160;
/** Each of the two is measured this often, by turns, and its best run counts: other programs only slow down. */
const ROUNDS = 2;
const WARM_UP_USERS = 20;
/** Users verified at a time. */
const CONCURRENCY = 16;
/** The whole bench, on however slow a machine: what is not measured by then is not. */
const BENCH_MS = 300_000;
/** URLs in flight for bare undici: as many as that many verifications have. */
const BARE_CONCURRENCY = CONCURRENCY * ACCOUNTS_PER_USER;

export interface Results {
  readonly verify: Measurement;
  readonly bare: Measurement;
  readonly users: number;
  readonly requests: number;
  readonly profiled: Measurement;
  readonly memory: readonly { readonly users: number; readonly measurement: Measurement }[];
}

function verify(server: BenchServer, users: number, profile = false): Promise<Measurement> {
  const [warmUp, items] = [server.subjects.slice(0, WARM_UP_USERS), server.subjects.slice(WARM_UP_USERS)];
  return runClient('./verifier.ts', {
    server: address(server),
    warmUp,
    items: items.slice(0, users),
    concurrency: CONCURRENCY,
    profile,
  });
}

const address = ({ port, ca, dns }: BenchServer) => ({ port, ca, dns });

const fastest = (runs: readonly Measurement[]): Measurement =>
  runs.reduce((best, run) => (run.seconds < best.seconds ? run : best));

async function compare(server: BenchServer) {
  await verify(server, 0);
  const warmUp = await server.log();
  const verified = [await verify(server, RATE_USERS)];
  // What one run asked for, after its own warm-up, is what the other one fetches.
  const items = (await server.log()).slice(warmUp.length);
  const job = {
    server: address(server),
    warmUp,
    items,
    concurrency: BARE_CONCURRENCY,
    profile: false,
  };
  const bare = [await runClient('./bare.ts', job)];
  for (let round = 1; round < ROUNDS; round += 1) {
    verified.push(await verify(server, RATE_USERS));
    bare.push(await runClient('./bare.ts', job));
  }
  return { verify: fastest(verified), bare: fastest(bare), users: RATE_USERS, requests: items.length };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  setTimeout(() => {
    console.error(`bench: stopped after ${BENCH_MS / 1000} s; this machine is busy`);
    process.exit(1);
  }, BENCH_MS).unref();
  const server = await startServer(WARM_UP_USERS + USERS * Math.max(...FACTORS));
  try {
    const comparison = await compare(server);
    printRates(comparison);
    const profiled = await verify(server, RATE_USERS, true);
    printShares(profiled);
    const memory = [];
    for (const factor of FACTORS) {
      const users = USERS * factor;
      memory.push({ users, measurement: await verify(server, users) });
    }
    printMemory(memory);
    const results: Results = { ...comparison, profiled, memory };
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    server.stop();
  }
}

await main();
