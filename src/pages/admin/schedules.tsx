import type { VNode } from 'preact';
import { numberText } from '../../design/number-text.js';
import { MAX_LATE } from '../../monitor/limits.js';
import type { ScheduleOverview } from '../../monitor/types.js';
import { durationText } from '../../schedule/duration.js';
import { Name, Part, When } from '../parts.js';
import { profilePath } from '../site.js';
import { EMPTY, NO_ANSWER } from './words.js';

interface Props {
  readonly schedules: ScheduleOverview | null;
  readonly now: Date;
}

/** Who is verified again and again, and who was not in time. */
export function Schedules({ schedules, now }: Props): VNode {
  return (
    <Part id="schedules" title="Schedules">
      {schedules === null ? <p>{NO_ANSWER.store}</p> : <Known schedules={schedules} now={now} />}
    </Part>
  );
}

function Known({
  schedules: { count, late, latest },
  now,
}: {
  schedules: ScheduleOverview;
  now: Date;
}): VNode {
  if (count === 0 && late === 0) return <p>{EMPTY.schedules}</p>;
  const more = late >= MAX_LATE ? ' or more' : '';
  return (
    <>
      <p>
        {numberText(count)} {count === 1 ? 'subject is' : 'subjects are'} verified by schedule.{' '}
        {late === 0 ? EMPTY.late : `${numberText(late)}${more} ${late === 1 ? 'is' : 'are'} late.`}
      </p>
      {latest.length > 0 && (
        <table class="listing">
          <caption>{latest.length < late ? 'The most overdue of them' : 'Those that are late'}</caption>
          <thead>
            <tr>
              <th scope="col">subject</th>
              <th scope="col">due</th>
              <th scope="col">every</th>
            </tr>
          </thead>
          <tbody>
            {latest.map(({ subject, dueAt, everySeconds }) => (
              <tr key={subject}>
                <th scope="row">
                  <a href={profilePath(subject)}>
                    <Name text={subject} />
                  </a>
                </th>
                <td>
                  <When iso={dueAt} now={now} />
                </td>
                <td>{durationText(everySeconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
