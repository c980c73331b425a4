import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** One set of other people's test data, run. */
export interface ConformanceRow {
  topic: string;
  set: string;
  cases: number;
  passed: number;
  failures: string[];
}

/** Failures listed by name for each set; the count tells the rest. */
const LISTED = 10;

const here = dirname(fileURLToPath(import.meta.url));
const shared = process.env.CROSSPROOF_SHARED ?? resolve(here, '..', '..', '..', 'shared');

async function main(): Promise<number> {
  if (!existsSync(join(shared, 'vectors'))) {
    process.stderr.write(
      'conformance: no test data: set CROSSPROOF_SHARED to the folder that holds vectors/\n',
    );
    return 2;
  }
  const files = (await readdir(here)).filter((name) => name.endsWith('.ts') && name !== 'main.ts').sort();
  const rows: ConformanceRow[] = [];
  for (const file of files) {
    process.stderr.write(`conformance: ${file.replace(/\.ts$/, '')}\n`);
    const topic = (await import(pathToFileURL(join(here, file)).href)) as {
      run: (dir: string) => Promise<ConformanceRow[]>;
    };
    rows.push(...(await topic.run(shared)));
  }
  return print(rows);
}

function print(rows: readonly ConformanceRow[]): number {
  const width = Math.max(...rows.map((r) => r.topic.length + r.set.length + 2));
  for (const { topic, set, cases, passed, failures } of rows) {
    process.stdout.write(
      `${`${topic}: ${set}`.padEnd(width)} ${String(passed).padStart(6)} / ${String(cases).padEnd(6)} ${passed === cases ? 'ok' : 'FAILED'}\n`,
    );
    for (const failure of failures.slice(0, LISTED)) process.stdout.write(`    ${failure.slice(0, 200)}\n`);
  }
  const passed = rows.reduce((total, r) => total + r.passed, 0);
  const cases = rows.reduce((total, r) => total + r.cases, 0);
  process.stdout.write(`\n${passed} passed, ${cases - passed} failed\n`);
  return passed === cases && cases > 0 ? 0 : 1;
}

process.exitCode = await main();
