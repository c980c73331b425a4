import { playRole, type RoleInput } from '../src/roles/role.js';
import { startScheduler } from '../src/roles/scheduler.js';

/**
 * Makes jobs of what is due, puts back what the queue has lost, and drops what is past its time. One is enough; more
 * than one do no harm, since each due time is claimed in PostgreSQL by one of them.
 *
 * Everything it knows is in PostgreSQL. A scheduler that was away catches up with a missed time once, not once for each
 * time that was missed.
 */
export async function scheduler(input: RoleInput): Promise<void> {
  await playRole('scheduler', input, (parts, context) => startScheduler(parts, context));
}
