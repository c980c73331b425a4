import { expect } from 'vitest';
import type { Readiness } from '../../../src/api/health.js';
import type { JobView } from '../../../src/api/job-view.js';

/** A client of the API. */
export interface Api {
  /** Asks for verifications; gives their ids. */
  verify(subjects: readonly string[]): Promise<string[]>;
  verification(id: string): Promise<JobView>;
}

/** Once the server is ready: it listens before it has found its store. */
export async function api(url: string): Promise<Api> {
  await untilReady(url);
  return {
    verify: (subjects) =>
      Promise.all(
        subjects.map(async (subject) => {
          const answer = await fetch(`${url}/v1/verifications`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ subject }),
          });
          return (await expected<JobView>(answer, 202)).id;
        }),
      ),
    verification: async (id) => expected<JobView>(await fetch(`${url}/v1/verifications/${id}`), 200),
  };
}

/** What /readyz says, with its status. */
export async function readiness(url: string): Promise<readonly [status: number, said: Readiness]> {
  const answer = await fetch(`${url}/readyz`);
  return [answer.status, (await answer.json()) as Readiness];
}

export async function untilReady(url: string): Promise<void> {
  const status = async () => (await readiness(url))[0];
  await expect.poll(status, { timeout: 60_000 }).toBe(200);
}

async function expected<T>(answer: Response, status: number): Promise<T> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.url}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}
