import type { NewJob } from '../../../src/store/job-types.js';
import { ALICE, minute } from './plain-values.js';

/** A job that somebody asks for about Alice; equal `dedup` is equal request. */
export function newJob(id: string, more: Partial<NewJob> = {}): NewJob {
  return {
    id,
    subject: ALICE,
    given: [],
    caller: null,
    dedup: 'alice',
    origin: 'demand',
    createdAt: minute(0),
    ...more,
  };
}
