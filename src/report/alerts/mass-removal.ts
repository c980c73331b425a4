import type { AccountState } from '../../graph/types.js';
import { type AlertRule, alert } from './alert.js';
import { isMass, lastConsistent } from './last-consistent.js';

/** States that count as silence; an expired statement, an outage or an account its owner gave up are none. */
const SILENT: ReadonlySet<AccountState> = new Set([
  'one-way',
  'silent',
  'foreign',
  'invalid',
  're-registered',
]);

/** Many places that used to show the key are silent at once: the weakness named in the draft's section 5.3. */
export const massRemoval: AlertRule = ({ graph, states }) => {
  const last = lastConsistent(graph);
  if (!last) return null;
  const silent = [...last.operators].filter(
    ([, views]) =>
      views.length > 0 && views.every((v) => SILENT.has(states.get(v.vertex.uri)?.state ?? 'unreachable')),
  );
  if (!isMass(silent.length, last.operators.size)) return null;
  return alert(
    'mass-removal',
    silent.flatMap(([, views]) => views.map((v) => v.vertex.uri)),
    `${silent.length} of the ${last.operators.size} operators that showed this key before show nothing now.`,
  );
};
