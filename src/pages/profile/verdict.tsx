import type { ComponentChildren, VNode } from 'preact';
import { dateText, dayText, relativeText } from '../../design/age.js';
import { STANDINGS, type Standing } from '../../design/appearance.js';
import { scoreText } from '../../report/text.js';
import type { PublicReport } from '../../report/types.js';
import {
  ANSWERS,
  BUT_NOT_ALL,
  FIRST_LOOK,
  INCOMPLETE,
  NO_KEY_LEADS,
  NOT_ANCHORED,
  NOTHING_AGAINST,
  oddsText,
  VERDICTS,
} from '../../report/wording.js';
import { Mark, toneClass } from '../parts.js';
import { isClear } from './against.js';

interface Props {
  readonly report: PublicReport;
  readonly standing: Standing;
  readonly now: Date;
}

/** The answer in one glance: sign, word, sentence; then the numbers behind it, and what has to be known with them. */
export function Verdict({ report, standing, now }: Props): VNode {
  const look = STANDINGS[standing];
  return (
    <section class={`verdict ${toneClass(look.tone)}`} aria-labelledby="verdict">
      <Mark path={look.path} size="large" />
      <div class="verdict-words">
        <h2 id="verdict">{look.word}</h2>
        <p class="answer">
          {standing === 'consistent' && !isClear(report) ? BUT_NOT_ALL : ANSWERS[standing]}
        </p>
        <p>{look.sentence}</p>
      </div>
      <dl class="facts">
        {report.identityKey !== null && <KeyFacts report={report} />}
        <Fact name="Checked" value={relativeText(report.generatedAt, now)}>
          <time dateTime={report.generatedAt}>{dateText(report.generatedAt)}</time>
        </Fact>
      </dl>
      <Notes report={report} standing={standing} />
    </section>
  );
}

function KeyFacts({ report }: { report: PublicReport }): VNode {
  return (
    <>
      <Fact name="Score" value={scoreText(report)}>
        {oddsText(report)}
      </Fact>
      <Fact name="Independent operators" value={String(report.independentOperators)}>
        show its key
      </Fact>
      <Fact name="An attacker would need" {...takeover(report)} />
    </>
  );
}

/** What it takes to put another key in this one's place. */
function takeover({ takeoverThreshold: n }: PublicReport): { value: string; children: string } {
  if (n === null) return { value: '–', children: 'there is nothing to take over' };
  if (n === 1) return { value: '1', children: 'the provider alone, to put a key of his in its place' };
  return { value: String(n), children: 'of them at once, to put a key of his in its place' };
}

function Fact(props: { name: string; value: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        <strong>{props.value}</strong> <span class="small">{props.children}</span>
      </dd>
    </div>
  );
}

function Notes({ report, standing }: Pick<Props, 'report' | 'standing'>): VNode | null {
  const { verdict, generatedAt, identityKey, anchored, firstLook, incomplete } = report;
  const notes = [
    ...(standing === 'outdated' ? [`On ${dayText(generatedAt)} it was: ${VERDICTS[verdict].word}.`] : []),
    ...(incomplete ? [INCOMPLETE.sentence] : []),
    ...(identityKey === null ? [NO_KEY_LEADS] : []),
    ...(identityKey !== null && !anchored ? [NOT_ANCHORED] : []),
    ...(firstLook ? [FIRST_LOOK] : []),
    ...(identityKey !== null && isClear(report) && standing !== 'outdated' ? [NOTHING_AGAINST] : []),
  ];
  if (notes.length === 0) return null;
  return (
    <ul class="notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
