import { expect, it } from 'vitest';
import type { EndedRequest } from '../../src/api/deps.js';
import { createTally } from '../../src/monitor/tally.js';
import { countedBy } from '../../src/roles/telling.js';
import type { Sample } from '../../src/store/sample-types.js';
import { frozenClock, NOON } from '../support/frozen-clock.js';

const request = (route: string, status: number): EndedRequest => ({
  ...{ id: '1', method: 'GET', route, status, milliseconds: 1, tokenId: null },
});

it('what an observer hears is counted too, but for what operators ask', async () => {
  const tally = createTally(frozenClock());
  const heard: string[] = [];
  const hear = (name: string) => () => void heard.push(name);
  const observer = countedBy(tally, {
    ...{ requestEnded: hear('request'), failed: hear('failed'), rateLimited: hear('limited') },
    ...{
      streams: hear('streams'),
      jobEnded: hear('job'),
      accountRead: hear('read'),
      trouble: hear('trouble'),
    },
  });
  const routes = ['/', '/healthz', '/readyz', '/metrics', '/admin', '/admin/queues/*', '/administrators'];
  for (const route of routes) observer.requestEnded(request(route, 200));
  observer.requestEnded(request('unmatched', 404));
  observer.jobEnded('verify', 'again', 1);
  observer.failed(new Error('a bug'), request('/', 500));
  observer.rateLimited();
  observer.streams(1);
  observer.accountRead('read', undefined);
  observer.trouble(new Error('away'));
  const told: Sample[] = [];
  await tally.flush({ add: async (samples) => void told.push(...samples) });
  expect(told).toEqual([
    { series: 'requests.2xx', slot: NOON, value: 2 },
    { series: 'requests.4xx', slot: NOON, value: 1 },
    { series: 'jobs.again', slot: NOON, value: 1 },
  ]);
  const requests = Array.from({ length: routes.length + 1 }, () => 'request');
  expect(heard).toEqual([...requests, 'job', 'failed', 'limited', 'streams', 'read', 'trouble']);
});
