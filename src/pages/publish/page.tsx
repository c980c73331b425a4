import type { VNode } from 'preact';
import { STATE_LOOKS } from '../../design/appearance.js';
import type { Service } from '../../services/index.js';
import { Layout, type Page } from '../layout.js';
import { Copyable, Mark, Part, toneClass } from '../parts.js';
import type { Site } from '../site.js';
import { Wizard } from './wizard.js';

export interface PublishProps {
  readonly site: Site;
  /** The catalogue. */
  readonly services: readonly Service[];
}

const COMMANDS = `crossproof keygen --out key.json
crossproof sign --key key.json --sub mimi://a.example/u/alice \\
    --account https://alice.example/ --account https://github.com/alice > statement.jwt
crossproof publish --key key.json --statement statement.jwt`;

const AGAIN = `crossproof sign --key key.json --prev statement.jwt --sub mimi://a.example/u/alice \\
    --account https://alice.example/ --account acct:alice@social.example \\
    --revoke https://github.com/alice > next.jwt`;

const ROTATE = `crossproof keygen --out new-key.json
crossproof sign --key key.json --prev statement.jwt --next-key new-key.json \\
    --sub mimi://a.example/u/alice --account https://alice.example/ > announcing.jwt
crossproof sign --key new-key.json --prev announcing.jwt \\
    --sub mimi://a.example/u/alice --account https://alice.example/ > statement.jwt`;

/** How to publish a proof: in this browser where it runs scripts, by commands, and what it comes to at each service. */
export function PublishPage({ site, services }: PublishProps): Page {
  return (
    <Layout
      site={site}
      kind="publish"
      title="Publish a proof"
      description="Make a key, sign which accounts are yours, and put a short proof on each."
      scripts={['publish']}
      isListed
    >
      <div class="heading">
        <h1>Publish a proof</h1>
        <p class="lead">
          You sign one statement: this identity and these accounts are mine. Then each account shows the key,
          and the statement names each account. Whoever reads both knows that they belong together.
        </p>
      </div>
      <p class="message tone-quiet" data-publish-without>
        Making a key on this page takes JavaScript, which this browser does not run. The{' '}
        <a href="#commands">commands</a> below do the same, on your own machine.
      </p>
      <Wizard />
      <Commands />
      <Part
        id="services"
        title="Where a proof goes"
        lead="A short token ties an account to your key; the statement itself belongs to your provider, and to one more place that has room for it."
      >
        {services.map((service) => (
          <ServiceSteps key={service.id} {...service} />
        ))}
      </Part>
      <Part id="after" title="Then look yourself up">
        <p class={`state ${toneClass(STATE_LOOKS.consistent.tone)}`}>
          <Mark path={STATE_LOOKS.consistent.path} />
          {STATE_LOOKS.consistent.word}
        </p>
        <p>
          Each account that shows its proof has a tick. Keep the key file: with it you change your accounts
          later.
        </p>
      </Part>
    </Layout>
  );
}

function Commands(): VNode {
  return (
    <Part
      id="commands"
      title="By commands"
      lead="On your own machine. The last one says for each account what to put where."
    >
      <Copyable id="commands-text" text={COMMANDS} label="commands" />
      <h3>Sign again, with other accounts</h3>
      <p>
        The same key, the statement before, and what is yours now; an account that is yours no longer is
        revoked. What is signed later counts.
      </p>
      <Copyable id="again-text" text={AGAIN} label="commands to sign again" />
      <h3>Change to another key</h3>
      <p>
        The old key announces the new one first, in a statement that has to be seen at your provider and one
        more place. Then the new key signs, and names the statement that announced it. A key that nobody
        announced raises an alarm.
      </p>
      <Copyable id="rotate-text" text={ROTATE} label="commands to change the key" />
    </Part>
  );
}

/** Names in braces stand for what is your own. */
function ServiceSteps({ name, forms, publish }: Service): VNode {
  const spellings = [...new Set(forms.map(({ canonical }) => canonical))];
  return (
    <details>
      <summary>{name}</summary>
      <p class="small muted">
        Accounts like{' '}
        {spellings.map((spelling, i) => (
          <span key={spelling}>
            {i > 0 && ', '}
            <bdi class="code">{spelling}</bdi>
          </span>
        ))}
      </p>
      <ol>
        {publish.map(({ where, what, value }) => (
          <li key={where}>
            {where}: {what}
            <pre class="value">
              <code>{value}</code>
            </pre>
          </li>
        ))}
      </ol>
    </details>
  );
}
