import { type AlertRule, alert } from './alert.js';

export const perspectiveDisagreement: AlertRule = ({ graph }) => {
  const accounts = graph.views.filter((v) => v.perspectivesDisagree).map((v) => v.vertex.uri);
  if (accounts.length === 0) return null;
  return alert(
    'perspective-disagreement',
    accounts,
    'The account shows different things to different readers.',
  );
};
