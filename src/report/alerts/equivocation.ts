import { type AlertRule, alert } from './alert.js';

/** One key says two things at once (profile section 1): neither leads. */
export const equivocation: AlertRule = ({ graph }) => {
  if (graph.equivocating.size === 0) return null;
  const accounts = graph.views
    .filter((v) =>
      v.statements.some(
        (s) => graph.equivocating.has(s.statement.key) && s.statement.sub === graph.subject.uri,
      ),
    )
    .map((v) => v.vertex.uri);
  return alert(
    'equivocation',
    accounts,
    'One key signed two different statements with the same sequence number, or announced two different successors. Its key may be in two hands.',
  );
};
