import { printable } from '../design/printable.js';
import { Layout, type Page } from './layout.js';
import type { Site } from './site.js';

/** Columns of a detail; it may quote what was asked for. */
const DETAIL_COLUMNS = 400;

export interface ProblemProps {
  readonly site: Site;
  readonly status: number;
  /** Words of the status. */
  readonly title: string;
  /** One sentence. */
  readonly detail: string;
}

/** Why there is no other answer, for people. */
export function ProblemPage({ site, status, title, detail }: ProblemProps): Page {
  return (
    <Layout site={site} kind="problem" title={title}>
      <h1>{title}</h1>
      <p>{printable(detail, DETAIL_COLUMNS)}</p>
      <p class="muted">
        HTTP status {status}. Look somebody up above, or go to the <a href="/">front page</a>.
      </p>
    </Layout>
  );
}
