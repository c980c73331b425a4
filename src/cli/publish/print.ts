import { COLUMNS, plain, wrap } from '../plain-text.js';
import type { PlaceOfAccount, Plan } from './action.js';

/** What a proof token cannot do: it binds a key to an account, and discloses nothing. */
const SELECTIVE =
  '! Each place names its own account only. Where you show nothing but the proof token, readers do not learn that the ' +
  'account is yours, unless your provider names it: see --reveal.';

/** Why more than the provider should show the whole of it: see takeoverThreshold in docs/scoring.md. */
const WHOLE =
  'Show the whole statement, not only a token, in at least one place beside your provider: tokens mean nothing where ' +
  'the statement cannot be read.';

const INDENT = '  ';

/** The plan for a person. Values stand alone on their line, whole, to be copied. */
export function printPlan(plan: Plan): string {
  const lines = [
    ...wrap(`What to put where, so that readers can tell that ${plan.subject} is you.`),
    ...(plan.expired ? ['', ...wrap('! The time of this statement is over: sign a new one.')] : []),
    ...(plan.accounts.some((place) => place.presentation !== undefined) ? ['', ...wrap(SELECTIVE)] : []),
    ...plan.accounts.flatMap(printPlace),
    ...(plan.accounts.length > 1 ? ['', ...wrap(WHOLE)] : []),
    ...plan.unsupported.flatMap(({ account, reason }) => [
      '',
      plain(account),
      ...wrap(`- Nothing to do: nothing can read it (${reason}).`, INDENT),
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
    ...place.steps.flatMap((step, index) => [...told(index + 1, step), '', step.value, '']),
  ].filter((line, index, all) => !(line === '' && index === all.length - 1));
}

/** An address that is too long for a line stands alone, as values do: broken in two it could not be copied. */
function told(number: number, { where, what }: PlaceOfAccount['steps'][number]): string[] {
  const text = `${number}. ${where}: ${what}`;
  const address = /https:\/\/\S+/.exec(where)?.[0] ?? '';
  if (`${INDENT}${address}`.length < COLUMNS) return wrap(text, INDENT);
  const at = text.indexOf(address);
  const [before, after] = [text.slice(0, at), text.slice(at + address.length)];
  return [
    ...wrap(before.trimEnd(), INDENT),
    '',
    plain(address),
    '',
    ...wrap(after.replace(/^:? */, ''), INDENT),
  ];
}
