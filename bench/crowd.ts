import { createPerson, settle } from '../src/demo/person.js';
import { Population } from '../src/demo/population.js';

/** Accounts of each user: the provider's own, a site, and one on each of three services. */
export const ACCOUNTS_PER_USER = 5;
/** Statements signed at a time: enough to keep the thread pool busy. */
const BATCH = 64;

export interface Crowd {
  readonly population: Population;
  readonly subjects: readonly string[];
}

function accountsOf(name: string): string[] {
  return [
    `https://${name}.people.example/`,
    `acct:${name}@social.example`,
    `https://github.com/${name}`,
    `https://bsky.app/profile/${name}.bsky.social`,
  ];
}

/** `size` users who prove all of their accounts. Hosts of their own share one wildcard certificate. */
export async function createCrowd(size: number, now: Date): Promise<Crowd> {
  const population = new Population({ wildcards: ['people.example', 'bsky.social'] });
  const names = Array.from({ length: size }, (_, index) => `user${index}`);
  const subjects: string[] = [];
  for (let start = 0; start < size; start += BATCH) {
    const people = await Promise.all(
      names
        .slice(start, start + BATCH)
        .map((name) => createPerson(`mimi://a.example/u/${name}`, accountsOf(name), { now })),
    );
    for (const person of people) subjects.push(settle(population, person).subject);
  }
  return { population, subjects };
}
