import { reRegistration } from '../../graph/states.js';
import { type AlertRule, alert } from './alert.js';

/** A name that somebody else may hold now, also where it shows the right key again. */
export const reRegistered: AlertRule = ({ graph, leading }) => {
  const accounts = graph.views
    .filter((v) => reRegistration(graph, v, leading ? [leading] : []) !== null)
    .map((v) => v.vertex.uri);
  if (accounts.length === 0) return null;
  return alert(
    're-registered',
    accounts,
    'The account was made anew under the same name: somebody else may hold it now.',
  );
};
