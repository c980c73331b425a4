import type { VNode } from 'preact';
import { numberText } from '../../design/number-text.js';
import type { Overview } from '../../monitor/types.js';
import { LANES } from '../../queue/types.js';
import { Part } from '../parts.js';
import { BOARD_PATH } from './paths.js';
import { BOARD, LANE_WORDS, NO_ANSWER } from './words.js';

type Props = Pick<Overview, 'queue' | 'jobs' | 'mode'> & { readonly hasBoard: boolean };

/** What is to be done now. */
export function AtAGlance({ queue, jobs, mode, hasBoard }: Props): VNode {
  return (
    <Part id="queue" title="Queue">
      {queue === null ? <p>{NO_ANSWER.queue}</p> : <QueueTable queue={queue} />}
      <OpenJobs jobs={jobs} />
      <p class="small muted">
        {hasBoard && (
          <>
            <a href={BOARD_PATH}>{BOARD.link}</a>. {BOARD.readOnly}
          </>
        )}
        {!hasBoard && mode === 'embedded' && BOARD.none}
      </p>
    </Part>
  );
}

function QueueTable({ queue }: { queue: NonNullable<Overview['queue']> }): VNode {
  return (
    <table class="numbers">
      <caption>Jobs in the queue, now</caption>
      <thead>
        <tr>
          <th scope="col">lane</th>
          <th scope="col">waiting</th>
          <th scope="col">delayed</th>
          <th scope="col">at work</th>
        </tr>
      </thead>
      <tbody>
        {LANES.map((lane) => (
          <tr key={lane}>
            <th scope="row">{LANE_WORDS[lane]}</th>
            <td>{numberText(queue[lane].waiting)}</td>
            <td>{numberText(queue[lane].delayed)}</td>
            <td>{numberText(queue[lane].active)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OpenJobs({ jobs }: Pick<Overview, 'jobs'>): VNode {
  if (jobs === null) return <p>Open verifications: {NO_ANSWER.store}</p>;
  const { queued, active, scheduled } = jobs;
  return (
    <p>
      Open verifications: {numberText(queued)} queued and {numberText(active)} at work,{' '}
      {numberText(scheduled)} of them the schedule’s.
    </p>
  );
}
