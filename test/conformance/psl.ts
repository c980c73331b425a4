import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'tldts';
import { recogniseAccount, registrableDomain } from '../../src/services/index.js';

/**
 * The public suffix list's own tests, under the ICANN section alone (scoring section 2). Below a suffix of the
 * private section, such as `uk.com`, the answer is another one on purpose: all its customers are one operator, the
 * registrable domain of the suffix.
 */
export async function run(shared: string) {
  const file = join(shared, 'vectors/06-identifiers/psl/tests.txt.even.txt');
  const failures: string[] = [];
  let cases = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [input, listed] = line.trim().split(/\s+/);
    if (input === undefined || listed === undefined || line.startsWith('//') || input === 'null') continue;
    cases += 1;
    const expected = input.startsWith('.') ? 'refused' : underIcann(input, listed === 'null' ? null : listed);
    const found = input.startsWith('.') ? refusal(input) : registrableDomain(input.toLowerCase());
    if (found !== expected) failures.push(`${input}: expected ${expected}, got ${found}`);
  }
  const set = 'publicsuffix checkPublicSuffix, ICANN section';
  return [{ topic: 'registrable domains', set, cases, passed: cases - failures.length, failures }];
}

function underIcann(host: string, listed: string | null): string | null {
  const { isPrivate, publicSuffix } = parse(host, { allowPrivateDomains: true, validateHostname: false });
  return isPrivate === true && publicSuffix !== null ? registrableDomain(publicSuffix) : listed;
}

/** A name with an empty label is no host: it never comes as far as a registrable domain. */
function refusal(host: string): string {
  return 'unsupported' in recogniseAccount(`dns:${host}`) ? 'refused' : 'recognised';
}
