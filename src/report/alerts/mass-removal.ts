import { type AlertRule, alert } from './alert.js';
import { isMass, lastConsistent } from './last-consistent.js';

/** Many places that used to show the key are silent at once: the weakness named in the draft's section 5.3. */
export const massRemoval: AlertRule = ({ graph }) => {
  const last = lastConsistent(graph);
  if (!last) return null;
  const silent = [...last.operators].filter(
    ([, views]) =>
      views.length > 0 &&
      views.every(
        (v) =>
          (v.outcome === 'read' || v.outcome === 'absent') &&
          (graph.shown.get(v.vertex.uri) ?? []).length === 0,
      ),
  );
  if (!isMass(silent.length, last.operators.size)) return null;
  return alert(
    'mass-removal',
    silent.flatMap(([, views]) => views.map((v) => v.vertex.uri)),
    `${silent.length} of the ${last.operators.size} operators that showed this key before show nothing now.`,
  );
};
