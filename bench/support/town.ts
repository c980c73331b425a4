import { createPerson, settle } from '../../src/demo/person.js';
import { Population } from '../../src/demo/population.js';

/** Accounts of each user: the provider's own, and two sites. */
export const ACCOUNTS_PER_USER = 3;
/**
 * Providers that the users are spread over: to one host only so many requests go a second, and here the workers shall be
 * the limit, not their politeness.
 */
const PROVIDERS = 100;
/** Statements signed at a time: enough to keep the thread pool busy. */
const BATCH = 64;

export interface Town {
  readonly population: Population;
  readonly subjects: readonly string[];
}

export const providerOf = (index: number): string => `p${index % PROVIDERS}.example`;

/** `size` users on many hosts. The sites share one certificate. */
export async function createTown(size: number, now: Date): Promise<Town> {
  const population = new Population({ wildcards: ['people.example'] });
  const subjects: string[] = [];
  for (let start = 0; start < size; start += BATCH) {
    const indexes = Array.from({ length: Math.min(BATCH, size - start) }, (_, offset) => start + offset);
    const people = await Promise.all(
      indexes.map((index) =>
        createPerson(
          `mimi://${providerOf(index)}/u/user${index}`,
          [`https://user${index}.people.example/`, `https://user${index}-two.people.example/`],
          { now },
        ),
      ),
    );
    for (const person of people) subjects.push(settle(population, person).subject);
  }
  return { population, subjects };
}
