import { describe, expect, it } from 'vitest';
import { addGauges } from '../../src/api/gauges.js';
import { measuredDatabase } from '../../src/api/measured-database.js';
import { Metrics } from '../../src/api/metrics.js';
import { UNREACHABLE_REASONS } from '../../src/fetch/types.js';
import { inProcessQueue } from '../../src/queue/in-process.js';
import { RedisError } from '../../src/redis/redis-error.js';
import { StoreError } from '../../src/store/store-error.js';
import { VERSION } from '../../src/version.js';

const REQUEST = {
  id: 'a1',
  method: 'GET',
  route: '/v1/identities/:subject',
  status: 200,
  milliseconds: 3,
  tokenId: 'config.alice',
};

/** The lines of one series, without what every process has. */
async function series(metrics: Metrics, name: string): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`crossproof_${name}`) && !line.includes('_bucket'));
}

describe('metrics', () => {
  it('count requests by pattern, method and class of status', async () => {
    const metrics = new Metrics('serve');
    metrics.requestEnded(REQUEST);
    metrics.requestEnded({ ...REQUEST, status: 304 });
    metrics.requestEnded({ ...REQUEST, status: 0, method: 'PROPFIND', route: 'unmatched' });
    expect(await series(metrics, 'http_requests_total')).toEqual([
      'crossproof_http_requests_total{route="/v1/identities/:subject",method="GET",status="2xx"} 1',
      'crossproof_http_requests_total{route="/v1/identities/:subject",method="GET",status="3xx"} 1',
      'crossproof_http_requests_total{route="unmatched",method="other",status="gone"} 1',
    ]);
    expect(await series(metrics, 'http_request_duration_seconds')).toEqual([
      'crossproof_http_request_duration_seconds_sum{route="/v1/identities/:subject"} 0.006',
      'crossproof_http_request_duration_seconds_count{route="/v1/identities/:subject"} 2',
      'crossproof_http_request_duration_seconds_sum{route="unmatched"} 0.003',
      'crossproof_http_request_duration_seconds_count{route="unmatched"} 1',
    ]);
  });

  it('tell what runs here', async () => {
    expect(await series(new Metrics('worker'), 'build_info')).toEqual([
      `crossproof_build_info{version="${VERSION}",node="${process.version}",role="worker"} 1`,
    ]);
  });

  it('count runs of jobs, readings, streams and refusals', async () => {
    const metrics = new Metrics('worker');
    metrics.jobEnded('verify', 'done', 1_500);
    metrics.accountRead('read', undefined);
    metrics.accountRead('unreachable', 'timeout');
    metrics.rateLimited();
    metrics.streams(3);
    metrics.scheduled(7);
    expect(await series(metrics, 'job_')).toEqual([
      'crossproof_job_runs_total{kind="verify",outcome="done"} 1',
      'crossproof_job_duration_seconds_sum{kind="verify"} 1.5',
      'crossproof_job_duration_seconds_count{kind="verify"} 1',
    ]);
    expect(await series(metrics, 'readings_total')).toEqual([
      'crossproof_readings_total{outcome="read",reason=""} 1',
      'crossproof_readings_total{outcome="unreachable",reason="timeout"} 1',
    ]);
    expect(await series(metrics, 'rate_limited_total')).toEqual(['crossproof_rate_limited_total 1']);
    expect(await series(metrics, 'event_streams')).toEqual(['crossproof_event_streams 3']);
    expect(await series(metrics, 'scheduled_jobs_total')).toEqual(['crossproof_scheduled_jobs_total 7']);
  });

  it('have no label that a stranger could make', async () => {
    const metrics = new Metrics('serve');
    for (let i = 0; i < 100; i += 1) {
      metrics.accountRead(`outcome-${i}`, `mimi://a.example/u/${i}`);
      metrics.requestEnded({
        ...REQUEST,
        method: `M${i}`,
        status: 900 + i,
        tokenId: `token-${i}`,
        id: `${i}`,
      });
      metrics.trouble(new Error(`${i}`));
      metrics.trouble({ name: `${i}` });
    }
    for (const reason of UNREACHABLE_REASONS) metrics.accountRead('unreachable', reason);
    expect(await series(metrics, 'http_requests_total')).toHaveLength(1);
    expect(await series(metrics, 'troubles_total')).toEqual([
      'crossproof_troubles_total{source="other"} 200',
    ]);
    expect(await series(metrics, 'readings_total')).toHaveLength(1 + UNREACHABLE_REASONS.length);
    expect(await metrics.registry.metrics()).not.toContain('mimi:');
  });

  it('know whose trouble it was', async () => {
    const metrics = new Metrics('worker');
    metrics.trouble(new StoreError('busy', 'x'));
    metrics.trouble(new RedisError('unavailable', 'x'));
    expect(await series(metrics, 'troubles_total')).toEqual([
      'crossproof_troubles_total{source="store"} 1',
      'crossproof_troubles_total{source="redis"} 1',
    ]);
  });

  it('time what the store does, be it done or failed', async () => {
    const metrics = new Metrics('worker');
    const database = measuredDatabase(
      {
        rows: async () => [{ a: 1 }],
        write: () => Promise.reject(new StoreError('busy', 'x')),
        tryWrite: async () => undefined,
        erase: async () => undefined,
        version: async () => 7,
        close: async () => undefined,
      },
      metrics,
    );
    expect([await database.rows('SELECT 1'), await database.version?.()]).toEqual([[{ a: 1 }], 7]);
    await expect(database.write(async () => 1)).rejects.toThrow(StoreError);
    const counts = (await series(metrics, 'store_duration_seconds')).filter((line) =>
      line.includes('_count'),
    );
    expect(counts).toEqual([
      'crossproof_store_duration_seconds_count{operation="rows",outcome="done"} 2',
      'crossproof_store_duration_seconds_count{operation="write",outcome="failed"} 1',
    ]);
  });
});

describe('gauges that are read when somebody asks', () => {
  it('show what stands in the queue and in the store', async () => {
    const metrics = new Metrics('serve');
    const queue = inProcessQueue();
    await queue.add([{ id: 'a', kind: 'verify', lane: 'demand', data: {} }]);
    addGauges(metrics, {
      queue,
      jobs: { countOpen: async () => ({ queued: 2, active: 1, scheduled: 0 }) },
      schedules: { count: async () => 5 },
    });
    expect(await series(metrics, 'queue_jobs')).toEqual([
      'crossproof_queue_jobs{lane="demand",state="waiting"} 1',
      'crossproof_queue_jobs{lane="demand",state="delayed"} 0',
      'crossproof_queue_jobs{lane="demand",state="active"} 0',
      'crossproof_queue_jobs{lane="background",state="waiting"} 0',
      'crossproof_queue_jobs{lane="background",state="delayed"} 0',
      'crossproof_queue_jobs{lane="background",state="active"} 0',
    ]);
    expect(await series(metrics, 'open_jobs')).toEqual([
      'crossproof_open_jobs{state="queued"} 2',
      'crossproof_open_jobs{state="active"} 1',
    ]);
    expect(await series(metrics, 'scheduled_subjects')).toEqual(['crossproof_scheduled_subjects 5']);
    await queue.close();
  });

  it('count the schedules, of which there may be millions, once in a while, and again after trouble', async () => {
    const metrics = new Metrics('serve');
    let asked = 0;
    const count = async () => {
      asked += 1;
      if (asked === 1) throw new Error('away');
      return asked;
    };
    addGauges(metrics, { schedules: { count } });
    const shown: unknown[] = [];
    for (let scrape = 0; scrape < 3; scrape += 1) shown.push(await series(metrics, 'scheduled_subjects'));
    const two = ['crossproof_scheduled_subjects 2'];
    expect([shown, asked]).toEqual([[[], two, two], 2]);
  });

  it('are left out, and hold nobody up, where Redis or the store is away or silent', async () => {
    const metrics = new Metrics('serve');
    addGauges(metrics, {
      queue: { counts: () => new Promise(() => undefined) },
      jobs: { countOpen: () => Promise.reject(new StoreError('busy', 'x')) },
    });
    expect(await series(metrics, 'queue_jobs')).toEqual([]);
    expect(await series(metrics, 'open_jobs')).toEqual([]);
    expect(await series(metrics, 'build_info')).toHaveLength(1);
  });
});
