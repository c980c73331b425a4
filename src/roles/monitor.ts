import { createMonitor } from '../monitor/overview.js';
import type { Monitor } from '../monitor/types.js';
import type { RoleContext } from './context.js';
import type { Parts } from './parts.js';

/** What the operator is shown of a deployment, whichever of its processes is asked. */
export function monitorOf(parts: Parts, { clock, observer }: RoleContext): Monitor {
  parts.hearRests();
  return createMonitor({
    ...parts,
    clock,
    resting: () => parts.resting.list(),
    onError: (error) => observer.trouble(error),
  });
}
