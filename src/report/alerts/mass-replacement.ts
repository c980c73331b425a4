import { type AlertRule, alert } from './alert.js';
import { isMass, lastConsistent } from './last-consistent.js';

/** Many places that used to show the key show another one at once. */
export const massReplacement: AlertRule = ({ graph }) => {
  const last = lastConsistent(graph);
  if (!last) return null;
  const home = graph.lineageOf.get(last.key);
  const replaced = [...last.operators].filter(([, views]) => {
    const supports = views
      .flatMap((v) => graph.supports.get(v.vertex.uri) ?? [])
      .filter((s) => s.strength !== 'unattributed' && graph.contesting.has(s.lineage));
    return supports.length > 0 && supports.every((s) => s.lineage !== home);
  });
  if (!isMass(replaced.length, last.operators.size)) return null;
  return alert(
    'mass-replacement',
    replaced.flatMap(([, views]) => views.map((v) => v.vertex.uri)),
    `${replaced.length} of the ${last.operators.size} operators that showed this key before show another one now.`,
  );
};
