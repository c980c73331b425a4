import type { VNode } from 'preact';
import { HowItWorks } from '../../picture/how/picture.js';
import { HOW_TITLE } from '../../picture/how/words.js';
import { Layout, type Page, SearchField } from '../layout.js';
import { Name, Part } from '../parts.js';
import type { Site } from '../site.js';
import type { Pasted } from './pasted.js';

/** Spellings of one user, as people paste them. */
const EXAMPLES = [
  ['mimi://a.example/u/alice', 'MIMI'],
  ['alice@a.example', 'address'],
  ['xmpp:alice@a.example', 'XMPP'],
  ['sip:alice@a.example', 'SIP'],
  ['@alice:a.example', 'Matrix'],
] as const;

export interface FrontProps {
  readonly site: Site;
  /** What was asked for and is no subject. */
  readonly asked?: { readonly query: string; readonly found: Extract<Pasted, { ok: false }> };
}

/** The first page: ask for somebody, see how it works, publish a proof of your own. */
export function FrontPage({ site, asked }: FrontProps): Page {
  return (
    <Layout
      site={site}
      kind="front"
      title="Who is behind a MIMI identity"
      description="Reads the accounts that a person has elsewhere, verifies what she signed there, and says how well they agree."
      hasSearch={false}
      isListed
    >
      <section class="hero" aria-labelledby="hero">
        <h1 id="hero">Is it really her?</h1>
        <p class="lead">
          Her provider knows, and might lie. crossproof asks everybody else too: it reads the accounts she has
          elsewhere, verifies what she signed and put there, and says how many independent operators an
          attacker would have to hold, all at once, to make it lie.
        </p>
        <search>
          <form action="/" method="get" class="search search-large">
            <label for="q">Identifier</label>
            <SearchField id="q" value={asked?.query ?? ''} isInvalid={asked !== undefined} />
            <button type="submit" class="primary">
              Look up
            </button>
          </form>
        </search>
        {asked && <NotASubject {...asked.found} />}
        <p class="small">
          Any spelling will do:{' '}
          {EXAMPLES.map(([text, scheme], i) => (
            <span key={text}>
              {i > 0 && ', '}
              <a href={`/?q=${encodeURIComponent(text)}`}>
                <Name text={text} />
              </a>{' '}
              ({scheme})
            </span>
          ))}
          .
        </p>
      </section>
      <Part id="how" title={HOW_TITLE}>
        <HowItWorks />
      </Part>
      <Part id="own" title="Your own accounts">
        <p>
          Make a key, sign which accounts are yours, and put a short proof on each. It takes some minutes,
          needs no account here, and the key stays with you.
        </p>
        <p>
          <a class="button primary" href="/publish">
            Publish a proof
          </a>
        </p>
      </Part>
    </Layout>
  );
}

function NotASubject({ understood, message }: Extract<Pasted, { ok: false }>): VNode {
  return (
    <div class="message tone-caution" id="q-message" role="alert">
      <p>
        <bdi>{message}</bdi>.
      </p>
      <p>
        {understood === null
          ? 'It was taken for nothing that is known here.'
          : `It was taken for: ${understood}. What can be looked up is a person: whoever has it says so under her own identity, as name@provider or a MIMI URI.`}
      </p>
    </div>
  );
}
