import { DAY_MS } from '../../score/parameters.js';
import { type AlertRule, alert, count } from './alert.js';

/** Days before `exp` at which the holder should be told to sign again (contract section 2). */
const EXPIRING_DAYS = 14;

export const statementExpiring: AlertRule = ({ graph, leading }) => {
  const exp = leading?.leading?.statement.exp;
  if (exp === undefined) return null;
  const days = (exp * 1000 - graph.now.getTime()) / DAY_MS;
  if (days >= EXPIRING_DAYS) return null;
  return alert(
    'statement-expiring',
    [graph.subject.uri],
    `The statement ends on ${new Date(exp * 1000).toISOString().slice(0, 10)}, in ${count(Math.max(0, Math.floor(days)), 'day')}. Its holder should sign a new one.`,
  );
};
