import { ALERTS } from '../report/code-words.js';
import type { AlertCode } from '../report/types.js';
import type { DemoWorld } from './world.js';

/** The members of a report (contract section 2) that the explanation reads. */
export interface SeenReport {
  readonly verdict: string;
  readonly score: number;
  readonly evidence: number;
  readonly identityKey: string | null;
  readonly accounts: readonly {
    readonly account: string;
    readonly operator: string;
    readonly state: string;
  }[];
  readonly alerts: readonly { readonly code: AlertCode; readonly accounts: readonly string[] }[];
}

/** What the same evidence would have given otherwise. */
export interface OtherReports {
  /** With the account that lies left out. */
  readonly withoutLie: SeenReport;
  /** To a reader who gave no account, and so knows none of them. */
  readonly givenNothing: SeenReport;
}

/** What the reader is told after the report, and whether the report is what this world must give. */
export interface Explanation {
  readonly text: string;
  /** One clause for each thing that is not as it must be. */
  readonly surprises: readonly string[];
}

type World = Pick<DemoWorld, 'subject' | 'given' | 'named' | 'takenOver' | 'identityKey'>;

/** Decimal places of a score, as in the report; never rounded up to a certainty nobody has. */
const SCORE_PLACES = 4;
const WIDTH = 78;

function scoreText(score: number): string {
  const scale = 10 ** SCORE_PLACES;
  return (Math.floor(score * scale) / scale).toFixed(SCORE_PLACES);
}

/** Breaks one paragraph into lines of at most `WIDTH` columns; a longer word stays whole. */
export function wrap(paragraph: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > WIDTH && line !== '') lines.push(line);
    line = longer.length > WIDTH ? word : longer;
  }
  return [...lines, line].join('\n');
}

function surprises(world: World, report: SeenReport): string[] {
  const states = new Map(report.accounts.map(({ account, state }) => [account, state]));
  const expected = [world.subject, ...world.named].map(
    (account) => [account, account === world.takenOver ? 'conflicting' : 'consistent'] as const,
  );
  const wrong = expected
    .filter(([account, state]) => states.get(account) !== state)
    .map(([account, state]) => `${account} is ${states.get(account) ?? 'missing'}, not ${state}`);
  if (report.identityKey !== world.identityKey) wrong.push('the leading key is not the one its user made');
  if (report.verdict !== 'consistent') wrong.push(`the verdict is ${report.verdict}, not consistent`);
  if (!alertOf(world, report)) wrong.push(`no alert names ${world.takenOver}`);
  return wrong;
}

function alertOf(world: World, report: SeenReport): string | undefined {
  const alert = report.alerts.find(({ accounts }) => accounts.includes(world.takenOver));
  return alert && ALERTS[alert.code].word;
}

/** Says in a few sentences what the report shows: who lied, what it cost, and what it did not do. */
export function explain(world: World, report: SeenReport, other: OtherReports): Explanation {
  const { withoutLie, givenNothing } = other;
  const liar = report.accounts.find(({ account }) => account === world.takenOver)?.operator ?? 'nobody';
  const cost = withoutLie.evidence - report.evidence;
  const leads = report.identityKey === world.identityKey;
  const paragraphs = [
    `Who lied: ${liar}. It was taken over before the demo began: ${world.takenOver} shows a statement for ${world.subject} that is signed by a key which is not hers. Alert: ${alertOf(world, report) ?? 'none'}.`,
    `What it cost: ${cost.toFixed(1)} decibans. Without the lie there would be ${withoutLie.evidence.toFixed(1)} of them and ${verdictText(withoutLie)}; with it there are ${report.evidence.toFixed(1)} and ${verdictText(report)}.`,
    `Who leads: ${leads ? 'her own key' : 'another key than hers'}. Two keys are in a contest, and in a contest cheap accounts no longer count one by one. You gave ${world.given.join(' and ')}, so that one does. A reader who gave nothing would see ${verdictText(givenNothing)}.`,
  ];
  return { text: `${paragraphs.map(wrap).join('\n')}\n`, surprises: surprises(world, report) };
}

function verdictText({ verdict, score }: SeenReport): string {
  return `${verdict} at ${scoreText(score)}`;
}
