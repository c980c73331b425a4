import { expect, it } from 'vitest';
import { withLease } from '../../src/jobs/leased.js';
import { localLeases } from '../../src/store/lease.js';
import { SUBJECT } from '../support/scenario.js';
import { startDeployment } from './support/deployment.js';

/** Signals that Node notes to depend on this one: of those that are gone too. */
function dependants(signal: AbortSignal): number {
  const key = Object.getOwnPropertySymbols(signal).find((each) => each.description === 'kDependantSignals');
  const noted: unknown = key === undefined ? [] : Reflect.get(signal, key);
  return typeof noted === 'object' && noted !== null ? Number(Reflect.get(noted, 'size') ?? 0) : 0;
}

it('a lease that is as old as the process remembers none of the jobs that ran under it', async () => {
  const deployment = await startDeployment(async () => undefined);
  const session = new AbortController();
  const local = localLeases();
  const leases = {
    close: local.close,
    acquire: async (subject: string) => {
      const lease = await local.acquire(subject);
      return lease && { ...lease, signal: session.signal };
    },
  };
  const deps = { ...deployment.deps, leases };
  const run = (signal: AbortSignal) => withLease(deps, SUBJECT, signal, async (both) => both.aborted);
  for (let n = 0; n < 3; n += 1) expect(await run(new AbortController().signal)).toBe(false);
  expect(dependants(session.signal)).toBe(0);
  const stopped = withLease(deps, SUBJECT, new AbortController().signal, async (both) => {
    session.abort(new Error('the lease is lost'));
    return both.reason;
  });
  expect(await stopped).toEqual(new Error('the lease is lost'));
  expect(await run(new AbortController().signal)).toBe(true);
  await deployment.close();
});
