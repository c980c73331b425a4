import type { VNode } from 'preact';
import { printable } from '../design/printable.js';
import { Layout, type Page } from './layout.js';
import { counted } from './parts.js';
import { Heading } from './profile/heading.js';
import { profilePath, type Site } from './site.js';

/** Seconds between two looks of a browser that runs no scripts; with scripts the page is told. */
const REFRESH_SECONDS = 2;

/** A verification that somebody asked for. */
export interface Waiting {
  readonly state: 'queued' | 'active' | 'failed';
  readonly done: number;
  readonly known: number;
}

export interface WaitingProps {
  readonly site: Site;
  readonly subject: string;
  readonly job: Waiting;
  /** Path of the verification in the API. */
  readonly location: string;
}

/** How far a verification is; one that ended leads to the profile page. */
export function WaitingPage(props: WaitingProps): Page {
  const { site, subject, job } = props;
  const hasFailed = job.state === 'failed';
  return (
    <Layout
      site={site}
      kind="waiting"
      title={`Verifying ${printable(subject)}`}
      {...(hasFailed ? {} : { scripts: ['live'] as const, refreshSeconds: REFRESH_SECONDS })}
    >
      <Heading subject={subject} />
      {hasFailed ? <Failed /> : <Progress {...props} />}
      <p>
        <a href={profilePath(subject)}>{hasFailed ? 'Back to its page' : 'Do not wait'}</a>
      </p>
    </Layout>
  );
}

function Failed(): VNode {
  return (
    <section aria-labelledby="state">
      <h2 id="state">The verification failed</h2>
      <p>It ended without a report, through no fault of this identity. What was known before still holds.</p>
    </section>
  );
}

function Progress({ job: { state, done, known }, location }: WaitingProps): VNode {
  const most = Math.max(known, 1);
  return (
    <section class="again" aria-labelledby="state" data-follow={location}>
      <h2 id="state">{state === 'queued' ? 'Waiting for its turn' : 'Reading its accounts'}</h2>
      <p data-verify-message role="status">
        {done} of {counted(most, 'account')} read so far.
      </p>
      <progress value={done} max={most} aria-labelledby="state" />
      <ol class="plain" data-verify-lines aria-live="polite" />
    </section>
  );
}
