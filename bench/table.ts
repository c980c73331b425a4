import { ACCOUNTS_PER_USER } from './crowd.js';
import type { Measurement } from './messages.js';

const MEBI = 2 ** 20;
const MICROS_PER_MS = 1000;

const line = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join('  ');

/** Columns wide enough for all of their cells; the first is flush left, the others right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => line(row, widths)).join('\n');
}

export interface Comparison {
  readonly verify: Measurement;
  readonly bare: Measurement;
  readonly users: number;
  readonly requests: number;
}

/** Accounts a second of whole verifications, and of the same URLs fetched and thrown away. */
export function printRates({ verify, bare, users, requests }: Comparison): void {
  const accounts = users * ACCOUNTS_PER_USER;
  const row = (name: string, { seconds, cpuMicros, failures }: Measurement) => [
    name,
    (accounts / seconds).toFixed(0),
    (requests / seconds).toFixed(0),
    `${(cpuMicros / MICROS_PER_MS / accounts).toFixed(2)} ms`,
    String(failures),
  ];
  const heads = ['', 'accounts/s', 'requests/s', 'CPU/account', 'failed'];
  console.log(`${users} users, ${accounts} accounts, ${requests} requests over TLS on loopback\n`);
  console.log(table([heads, row('crossproof verify', verify), row('bare undici', bare)]));
  const rate = (bare.seconds / verify.seconds).toFixed(2);
  const cpu = (bare.cpuMicros / verify.cpuMicros).toFixed(2);
  console.log(`\nratio ${rate} of bare undici's rate (aim: 0.50), ${cpu} by CPU time\n`);
}

/** Where the event loop's thread spent its time; worker threads (signatures, zlib) are not in it. */
export function printShares({ shares }: Measurement): void {
  const parts = Object.entries(shares ?? {}).sort(([, a], [, b]) => b - a);
  const total = parts.reduce((sum, [, ms]) => sum + ms, 0);
  const rows = parts.map(([part, ms]) => [
    part,
    `${ms.toFixed(0)} ms`,
    `${((100 * ms) / total).toFixed(1)} %`,
  ]);
  console.log('Where the time goes (samples of the main thread, one run under the profiler)\n');
  console.log(`${table([['part', 'time', 'share'], ...rows])}\n`);
}

/** Peaks of fresh processes, each with more users than the one before. */
export function printMemory(
  runs: readonly { readonly users: number; readonly measurement: Measurement }[],
): void {
  const base = runs[0]?.measurement;
  const rows = runs.map(({ users, measurement: { peakRss, peakHeap, keptHeap, seconds } }) => [
    String(users),
    `${(peakRss / MEBI).toFixed(0)} MiB`,
    `${(peakHeap / MEBI).toFixed(0)} MiB`,
    `${(keptHeap / MEBI).toFixed(0)} MiB`,
    `${(peakRss / (base?.peakRss ?? peakRss)).toFixed(2)}`,
    `${((users * ACCOUNTS_PER_USER) / seconds).toFixed(0)}`,
  ]);
  console.log('Peak memory\n');
  console.log(table([['users', 'RSS', 'heap', 'heap kept', 'RSS to first', 'accounts/s'], ...rows]));
}
