import { type AlertRule, accountsIn, alert } from './alert.js';

/** One key, or one named account, speaks for two subjects. The other subject is not told: it is nobody's business. */
export const foreignSubject: AlertRule = (conclusion) => {
  const { graph, leading } = conclusion;
  const named = accountsIn(conclusion, 'foreign').filter((uri) => leading?.leading?.names.has(uri));
  const twoFaced = graph.views
    .filter((v) => v.statements.some((s) => graph.foreignKeys.has(s.statement.key)))
    .map((v) => v.vertex.uri);
  if (named.length + twoFaced.length === 0) return null;
  const message =
    twoFaced.length > 0
      ? 'A key of this identity also signed a statement for another identity. One key speaks for one subject: its tokens count for neither.'
      : 'An account named here shows a statement of another identity.';
  return alert('foreign-subject', [...named, ...twoFaced], message);
};
