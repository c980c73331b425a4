import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHealth } from '../../src/api/health.js';
import { Metrics } from '../../src/api/metrics.js';
import { frozenClock } from '../support/frozen-clock.js';
import { type ApiServer, startApi } from './support/api-server.js';
import { askRaw } from './support/raw.js';

let api: ApiServer;
beforeAll(async () => {
  const health = createHealth({}, frozenClock());
  const operations = { health, metrics: new Metrics('serve'), metricsToken: null, metricsOpen: true };
  api = await startApi({ working: false, deps: { operations } });
});
afterAll(() => api.close());

/** As it is sent: clients would change some of these. */
async function statusOf(path: string): Promise<number> {
  const answer = await askRaw(
    api.port,
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
  );
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

const KEPT_FROM_OTHERS = ['/admin', '/metrics', '/healthz', '/readyz'];
const spelled = (path: string): readonly string[] =>
  [...path.slice(1)].map((letter, at) => {
    const code = letter.charCodeAt(0).toString(16);
    return `${path.slice(0, at + 1)}%${code}${path.slice(at + 2)}`;
  });

it.each(KEPT_FROM_OTHERS)(
  '%s is found by that spelling and no other, so that a proxy can refuse it',
  async (path) => {
    expect([await statusOf(path), await statusOf(`http://localhost${path}`)]).toEqual([200, 200]);
    for (const other of spelled(path))
      expect([other, await statusOf(other), await statusOf(`http://localhost${other}`)]).toEqual([
        other,
        404,
        404,
      ]);
  },
);

it('what stands in a path instead of a name may be spelled as ever', async () => {
  const [asIs, encoded] = [
    '/i/mimi%3A%2F%2Fa.example%2Fu%2Falice',
    '/i/%6dimi%3A%2F%2Fa.example%2Fu%2Falice',
  ];
  expect(await statusOf(encoded)).toBe(await statusOf(asIs));
});
