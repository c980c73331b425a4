import { STANDINGS } from '../design/appearance.js';
import { printable } from '../design/printable.js';
import { ANSWERS } from '../report/wording.js';
import { Layout, type Page } from './layout.js';
import { Mark, toneClass } from './parts.js';
import { type Asking, VerifyAgain } from './profile/again.js';
import { Heading } from './profile/heading.js';
import type { Site } from './site.js';

export interface UnknownProps {
  readonly site: Site;
  /** Normalised MIMI URI. */
  readonly subject: string;
  readonly asking: Asking;
}

/** A subject for whom nobody has asked: the page says so, and starts nothing. */
export function UnknownPage({ site, subject, asking }: UnknownProps): Page {
  const look = STANDINGS.unknown;
  return (
    <Layout site={site} kind="unknown" title={`${printable(subject)}: ${look.word}`} scripts={['live']}>
      <Heading subject={subject} />
      <section class={`verdict ${toneClass(look.tone)}`} aria-labelledby="verdict">
        <Mark path={look.path} size="large" />
        <div class="verdict-words">
          <h2 id="verdict">{look.word}</h2>
          <p class="answer">{ANSWERS.unknown}</p>
          <p>{look.sentence}</p>
        </div>
      </section>
      <VerifyAgain {...{ site, subject, asking }} label="Verify now" />
    </Layout>
  );
}
