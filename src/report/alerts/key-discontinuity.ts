import { type AlertRule, alert } from './alert.js';

/** A new key that the old one did not announce (scoring section 3, "Discontinuity"). */
export const keyDiscontinuity: AlertRule = ({ graph, discontinuity }) => {
  if (!discontinuity) return null;
  const accounts = graph.views
    .filter((v) =>
      (graph.supports.get(v.vertex.uri) ?? []).some((s) => s.lineage.keys.includes(discontinuity.key)),
    )
    .map((v) => v.vertex.uri);
  return alert(
    'key-discontinuity',
    accounts,
    'The key changed and the key known before did not announce it. Ask its holder on a way you trust; pin the new key if it is hers.',
  );
};
