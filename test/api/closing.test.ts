import { expect, it } from 'vitest';
import { SUBJECT } from '../support/scenario.js';
import { identityPath, startApi } from './support/api-server.js';

/** More than Node thinks an event should have. */
const WAITING = 20;

it('many who wait at once, and are let go together, are no reason for a warning of Node’s own', async () => {
  const warnings: string[] = [];
  const hear = (warning: Error) => void warnings.push(warning.name);
  process.on('warning', hear);
  const api = await startApi({ working: false });
  const asked = Array.from({ length: WAITING }, () => api.ask(`${identityPath(SUBJECT)}?max-age=0`));
  await api.waiting(WAITING);
  const closed = api.close();
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  await closed;
  process.off('warning', hear);
  expect([new Set(statuses), warnings]).toEqual([new Set([202]), []]);
});
