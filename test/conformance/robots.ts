import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRobots } from '../../src/fetch/robots-rules.js';

interface Result {
  topic: string;
  set: string;
  cases: number;
  passed: number;
  failures: string[];
}

/** Milliseconds of processor time for one file and its questions; a hostile one would take seconds. */
const BUDGET_MS = 500;
const PATHS = ['/', '/alice', '/@alice', '/users/alice?tab=profile', '/robots.txt', `/${'a/'.repeat(200)}`];

/** Real robots.txt files: each is understood in the end, quickly, and never with an exception. */
export async function run(shared: string): Promise<Result[]> {
  const folder = join(shared, 'vectors/09-robustness/robots/real');
  const names = (await readdir(folder)).sort();
  const failures: string[] = [];
  for (const name of names) {
    const text = (await readFile(join(folder, name))).toString('utf8');
    const before = process.cpuUsage();
    try {
      const rules = parseRobots('https://a.example/robots.txt', text);
      const verdicts = PATHS.map((path) => rules.verdict(`https://a.example${path}`));
      const { user, system } = process.cpuUsage(before);
      if (verdicts.includes('too-complex') || (user + system) / 1000 > BUDGET_MS) failures.push(name);
    } catch (error) {
      failures.push(`${name}: ${String(error)}`); // Strangers' files must not throw: that is what is tested.
    }
  }
  return [
    {
      topic: 'robots',
      set: 'real files',
      cases: names.length,
      passed: names.length - failures.length,
      failures,
    },
  ];
}
