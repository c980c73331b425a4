import { plain, wrap } from '../plain-text.js';
import type { PlaceOfAccount, Plan } from './action.js';

/** The plan for a person. Values stand alone on their line, whole, to be copied. */
export function printPlan(plan: Plan): string {
  const lines = [
    ...wrap(`What to put where, so that readers can tell that ${plan.subject} is you.`),
    ...(plan.expired ? ['', ...wrap('! The time of this statement is over: sign a new one.')] : []),
    ...plan.accounts.flatMap(printPlace),
    ...plan.unsupported.flatMap(({ account, reason }) => [
      '',
      plain(account),
      ...wrap(`- Nothing to do: nothing can read it (${reason}).`, '  '),
    ]),
  ];
  if (plan.hidden > 0) {
    lines.push(
      '',
      ...wrap(`! ${plan.hidden} accounts are hidden: their disclosures are not in this statement.`),
    );
  }
  return `${lines.join('\n')}\n`;
}

function printPlace(place: PlaceOfAccount): string[] {
  return [
    '',
    `${plain(place.account)} (${plain(place.service)})`,
    ...place.steps.flatMap((step, index) => [
      ...wrap(`${index + 1}. ${step.where}: ${step.what}`, '  '),
      '',
      step.value,
      '',
    ]),
  ].filter((line, index, all) => !(line === '' && index === all.length - 1));
}
