import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/monitor/limits.js';
import { readingsAsked, servicesNow } from '../../src/monitor/services.js';
import type { ReadingResult } from '../../src/monitor/types.js';
import { NO_READINGS } from '../../src/monitor/unusual.js';
import type { Sample } from '../../src/store/sample-types.js';

const NOW = new Date('2026-11-21T12:34:56.000Z');
const RUNNING = Date.parse('2026-11-21T12:00:00.000Z');

const read = (service: string, result: ReadingResult, hoursAgo: number, value: number): Sample => ({
  series: `readings.${service}.${result}`,
  slot: new Date(RUNNING - hoursAgo * HOUR_MS).toISOString(),
  value,
});
/** The same each hour from `from` hours ago back to `to`. */
const steady = (service: string, result: ReadingResult, value: number, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => read(service, result, from + n, value));

describe('how the services do', () => {
  test('is asked of two weeks before the longest window', () => {
    const { prefix, from } = readingsAsked(NOW);
    expect([prefix, from]).toEqual(['readings.', new Date(RUNNING - 15 * DAY_MS).toISOString()]);
  });

  test('is told of those that were read in a week, what is unusual first, then what is read most', () => {
    const services = servicesNow(
      [
        ...steady('website', 'confirmed', 50, 0, 200),
        ...steady('mimi', 'confirmed', 5, 0, 200),
        ...steady('github', 'confirmed', 2, 6, 200),
        ...steady('github', 'missing', 2, 0, 6),
        read('bluesky', 'confirmed', 8 * 24, 10),
        read('dns', 'confirmed', 6 * 24, 10),
        { ...read('github', 'missing', 0, 1_000), series: 'readings.myspace.missing' },
      ],
      NOW,
    );
    expect(services.map(({ service, unusual }) => [service, unusual.map(({ result }) => result)])).toEqual([
      ['github', ['missing']],
      ['website', []],
      ['mimi', []],
      ['dns', []],
    ]);
    expect(services[3]?.recent).toEqual(NO_READINGS);
  });

  test('is drawn by the hour for a week, with a gap where nothing was read', () => {
    const [health] = servicesNow(
      [
        read('github', 'confirmed', 0, 3),
        read('github', 'unreachable', 0, 1),
        read('github', 'broken', 2, 5),
        read('github', 'absent', 7 * 24 - 1, 5),
        read('github', 'absent', 7 * 24, 5),
      ],
      NOW,
    );
    const points = health?.failing ?? [];
    expect(points).toHaveLength(7 * 24);
    expect(points.filter(({ value }) => value !== null)).toEqual([
      { at: '2026-11-14T13:00:00.000Z', value: 1 },
      { at: '2026-11-21T10:00:00.000Z', value: 0 },
      { at: '2026-11-21T12:00:00.000Z', value: 0.25 },
    ]);
    expect(health?.recent).toEqual({ ...NO_READINGS, confirmed: 3, unreachable: 1, broken: 5 });
  });

  test('is nothing where nothing was counted', () => {
    expect(servicesNow([], NOW)).toEqual([]);
  });
});
