import { fork } from 'node:child_process';
import { cpus, release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildCommand } from './support/command.js';

/*
 * npm run bench                  all of them
 * npm run bench -- api queue     those two
 * npm run bench -- --no-build …  of what was compiled before
 */

/** Each runs in a process of its own, which ends with this one. */
const BENCHMARKS: Readonly<Record<string, string>> = {
  crawl: './crawl.ts',
  api: './api/main.ts',
  queue: './queue/main.ts',
  workers: './workers/main.ts',
  lookup: './lookup/main.ts',
  memory: './memory/main.ts',
  footprint: './footprint.ts',
};
/** One benchmark, on however slow a machine: whoever waits is told, and the next one begins. */
const BENCHMARK_MS = 300_000;

function run(module: string, args: readonly string[]): Promise<number | null> {
  const script = fileURLToPath(new URL('./support/run.ts', import.meta.url));
  const child = fork(script, [new URL(module, import.meta.url).href, ...args]);
  const timer = setTimeout(() => child.kill(), BENCHMARK_MS);
  return new Promise((resolve) =>
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    }),
  );
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { 'no-build': { type: 'boolean' }, json: { type: 'string' } },
    allowPositionals: true,
  });
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
  const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
  if (unknown.length > 0) {
    console.error(`bench: no ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}`);
    return 2;
  }
  if (values['no-build'] !== true) buildCommand();
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, Linux ${release()}`);
  let failed = 0;
  for (const name of names) {
    console.log(`\n== ${name} ==\n`);
    const args = name === 'crawl' && values.json !== undefined ? ['--json', values.json] : [];
    const code = await run(BENCHMARKS[name] ?? '', args);
    if (code === 0) continue;
    console.error(`bench: ${name} ${code === null ? `stopped after ${BENCHMARK_MS / 1000} s` : 'failed'}`);
    failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
