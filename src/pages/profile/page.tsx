import { dateText } from '../../design/age.js';
import { STANDINGS, type Standing } from '../../design/appearance.js';
import { printable } from '../../design/printable.js';
import { BarsPicture, BarsTable } from '../../picture/bars/picture.js';
import { GraphPicture } from '../../picture/graph/picture.js';
import { TimelineList, TimelinePicture } from '../../picture/timeline/picture.js';
import type { Change } from '../../report/changes.js';
import type { PublicReport } from '../../report/types.js';
import { Layout, type Page } from '../layout.js';
import { Part } from '../parts.js';
import type { Site } from '../site.js';
import { Accounts } from './accounts.js';
import { type Asking, VerifyAgain } from './again.js';
import { Against } from './against.js';
import { Heading } from './heading.js';
import { Keys } from './keys.js';
import { Proof } from './proof.js';
import { Share } from './share.js';
import { Verdict } from './verdict.js';

export interface ProfileProps {
  readonly site: Site;
  /** As strangers see it: `viewFor(report, 'stranger')`. */
  readonly report: PublicReport;
  /** What is said of it at first sight: `standingOf`. */
  readonly standing: Standing;
  /** Whether a tick may be green: `freshness`. An alarm that is old stays one, and its ticks fade. */
  readonly isFresh: boolean;
  /** What changed, the last first, as strangers may see it. */
  readonly changes: readonly Change[];
  /** The report as this server signed it: compact JWS. */
  readonly signed: string;
  readonly asking: Asking;
  readonly now: Date;
}

/** All that is known of a subject: what it comes to first, then what speaks against it, then why. */
export function ProfilePage(props: ProfileProps): Page {
  const { site, report, standing, isFresh, changes, signed, asking, now } = props;
  const { word, sentence } = STANDINGS[standing];
  const subject = printable(report.subject);
  const timeline = { changes, verdict: report.verdict, until: report.generatedAt };
  return (
    <Layout
      site={site}
      kind="profile"
      title={`${subject}: ${word}`}
      description={`${sentence} Checked ${dateText(report.generatedAt)}.`}
      scripts={['live']}
    >
      <Heading subject={report.subject} />
      <Verdict report={report} standing={standing} now={now} />
      <Against report={report} />
      <VerifyAgain subject={report.subject} asking={asking} site={site} />
      <div class={isFresh ? undefined : 'faded'}>
        <Accounts report={report} now={now} />
      </div>
      <Part id="graph" title="Who names whom">
        <div class={isFresh ? undefined : 'faded'}>
          <GraphPicture report={report} standing={standing} />
        </div>
      </Part>
      <Part id="score" title="Where the score comes from">
        <BarsPicture report={report} />
        {report.identityKey !== null && (
          <details>
            <summary>The same as a table</summary>
            <BarsTable report={report} />
          </details>
        )}
      </Part>
      <Part id="history" title="What changed">
        <TimelinePicture {...timeline} />
        <TimelineList {...timeline} />
      </Part>
      <Keys report={report} now={now} />
      <Proof report={report} signed={signed} site={site} />
      <Share subject={report.subject} site={site} />
    </Layout>
  );
}
