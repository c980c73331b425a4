import type { DemoWorld } from './world.js';

/** The members of a report (contract section 2) that the explanation reads. */
export interface SeenReport {
  readonly verdict: string;
  readonly score: number;
  readonly identityKey: string | null;
  readonly accounts: readonly {
    readonly account: string;
    readonly operator: string;
    readonly state: string;
  }[];
}

/** What the reader is told after the report, and whether the report is what this world must give. */
export interface Explanation {
  readonly text: string;
  /** One clause for each thing that is not as it must be. */
  readonly surprises: readonly string[];
}

type World = Pick<DemoWorld, 'subject' | 'named' | 'takenOver' | 'identityKey'>;

/** Decimal places that tell 0.985 from 0.999; never rounded up to a certainty nobody has. */
const SCORE_PLACES = 3;
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
  if (report.verdict !== 'conflicting') wrong.push(`the verdict is ${report.verdict}, not conflicting`);
  return wrong;
}

/**
 * Says in a few sentences what the report shows: who lied, and what it cost. `without` is the report of the
 * same evidence with the lie left out.
 */
export function explain(world: World, report: SeenReport, without: SeenReport): Explanation {
  const liar = report.accounts.find(({ account }) => account === world.takenOver);
  const honest = new Set(
    report.accounts.filter(({ state }) => state === 'consistent').map(({ operator }) => operator),
  );
  const leads = report.identityKey === world.identityKey;
  const text = [
    `Who lied: ${liar?.operator ?? 'nobody'}. It was taken over before the demo began: ${world.takenOver} shows a statement for ${world.subject} that is signed by a key which is not hers.`,
    `What it cost: the verdict is ${report.verdict} at ${scoreText(report.score)}; without that lie it would be ${without.verdict} at ${scoreText(without.score)}.`,
    `What it did not do: ${honest.size} operators show her own key, and ${leads ? 'that key still leads' : 'yet another key leads'}. A reader who has known her accounts for 30 days would be told of the lie and keep the verdict; this was a first look.`,
  ];
  return { text: `${text.map(wrap).join('\n')}\n`, surprises: surprises(world, report) };
}
