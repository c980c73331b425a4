import { type AlertRule, alert } from './alert.js';

/** Every place shows something older than what this store has seen (profile section 4). */
export const rollback: AlertRule = ({ graph }) => {
  const rolledBack = graph.lineages.filter((l) => l.rolledBack);
  if (rolledBack.length === 0) return null;
  const accounts = graph.views
    .filter((v) => (graph.shown.get(v.vertex.uri) ?? []).some((s) => rolledBack.includes(s.lineage)))
    .map((v) => v.vertex.uri);
  return alert(
    'rollback',
    accounts,
    'A newer statement of this key was seen before; what is shown now is older.',
  );
};
