import { dateText } from '../../design/age.js';
import type { Overview } from '../../monitor/types.js';
import { Layout, type Page } from '../layout.js';
import type { Site } from '../site.js';
import { AtAGlance } from './glance.js';
import { ADMIN_PATH, SESSION_END_PATH } from './paths.js';
import { Plots } from './plots.js';
import { Resting } from './resting.js';
import { Schedules } from './schedules.js';
import { Services } from './services.js';
import { Unusually } from './unusual.js';
import { MODES, TITLE } from './words.js';

export interface AdminProps {
  readonly site: Site;
  readonly overview: Overview;
  /** Somebody signed in here, and may sign out. */
  readonly isSession: boolean;
  readonly hasBoard: boolean;
}

/** All that an operator is shown of one moment: what is wrong first. */
export function AdminPage({ site, overview, isSession, hasBoard }: AdminProps): Page {
  const { at, mode, queue, jobs, schedules, services, resting, plots } = overview;
  const now = new Date(at);
  return (
    <Layout site={site} kind="admin" title={TITLE} hasSearch={false}>
      <div class="admin-top">
        <div>
          <h1>{TITLE}</h1>
          <p class="muted">
            As of <time dateTime={at}>{dateText(at)}</time>, {MODES[mode]}.{' '}
            <a href={ADMIN_PATH}>Look again</a>
          </p>
        </div>
        {isSession && (
          <form action={SESSION_END_PATH} method="post">
            <button type="submit">Sign out</button>
          </form>
        )}
      </div>
      <Unusually overview={overview} />
      <AtAGlance {...{ queue, jobs, hasBoard, mode }} />
      <Plots plots={plots} />
      <Services services={services} />
      <Schedules schedules={schedules} now={now} />
      <Resting resting={resting} now={now} />
    </Layout>
  );
}
