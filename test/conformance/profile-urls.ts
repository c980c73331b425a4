import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operatorOf, recogniseAccount } from '../../src/services/index.js';

interface Site {
  readonly url?: string;
  readonly username_claimed?: string;
}

/** Real profile addresses (sherlock): recognised, stable, and the same account in every spelling of the host. */
export async function run(shared: string) {
  const file = join(shared, 'vectors/06-identifiers/profile-urls/sherlock-data.json');
  const sites: Record<string, Site> = JSON.parse(readFileSync(file, 'utf8'));
  const failures: string[] = [];
  let cases = 0;
  for (const [name, { url, username_claimed: user }] of Object.entries(sites)) {
    if (url === undefined || user === undefined) continue;
    cases += 1;
    const failure = check(url.replaceAll('{}', encodeURIComponent(user)));
    if (failure !== null) failures.push(`${name}: ${failure}`);
  }
  return [{ topic: 'profile addresses', set: 'sherlock', cases, passed: cases - failures.length, failures }];
}

/** What is wrong with how an address is recognised, or null. */
function check(url: string): string | null {
  const recognised = recogniseAccount(url);
  if (!url.startsWith('https://')) {
    return 'unsupported' in recognised ? null : `${url} is not https, and was recognised`;
  }
  if ('unsupported' in recognised) return `${url}: ${recognised.reason}`;
  const { host, href } = new URL(url);
  const again = recogniseAccount(recognised.uri);
  if ('unsupported' in again || again.uri !== recognised.uri)
    return `${recognised.uri} is not its own canonical form`;
  if (again.operator !== operatorOf(host).operator && recognised.service !== 'bluesky') {
    return `${url} is credited to ${again.operator}`;
  }
  const spellings = [url.replace(host, host.toUpperCase()), `${href}#about`, url.replace(host, `${host}.`)];
  const other = spellings.find((spelling) => {
    const same = recogniseAccount(spelling);
    return 'unsupported' in same || same.uri !== recognised.uri;
  });
  return other === undefined ? null : `${other} is not recognised as ${recognised.uri}`;
}
