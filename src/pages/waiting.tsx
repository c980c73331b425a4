import type { VNode } from 'preact';
import { printable } from '../design/printable.js';
import { Layout } from './layout.js';
import { counted } from './parts.js';
import { Heading } from './profile/heading.js';
import { profilePath, type Site } from './site.js';

/** Seconds between two looks: only browsers that run no scripts come here. */
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
}

/** How far a verification is; one that ended leads to the profile page. */
export function WaitingPage({ site, subject, job }: WaitingProps): VNode {
  const { state, done, known } = job;
  const hasFailed = state === 'failed';
  return (
    <Layout
      site={site}
      title={`Verifying ${printable(subject)}`}
      {...(hasFailed ? {} : { refreshSeconds: REFRESH_SECONDS })}
    >
      <Heading subject={subject} />
      {hasFailed ? (
        <section aria-labelledby="state">
          <h2 id="state">The verification failed</h2>
          <p>
            It ended without a report, through no fault of this identity. What was known before still holds.
          </p>
        </section>
      ) : (
        <section aria-labelledby="state">
          <h2 id="state">{state === 'queued' ? 'Waiting for its turn' : 'Reading its accounts'}</h2>
          <p role="status">
            {done} of {counted(Math.max(known, 1), 'account')} read so far.
          </p>
          <progress value={done} max={Math.max(known, 1)} aria-labelledby="state" />
        </section>
      )}
      <p>
        <a href={profilePath(subject)}>{hasFailed ? 'Back to its page' : 'Do not wait'}</a>
      </p>
    </Layout>
  );
}
