import type { VNode } from 'preact';
import { STATE_LOOKS } from '../../design/appearance.js';
import { Copyable, Mark, toneClass } from '../parts.js';

/** What to put where, and whether it is there. */
export function PlacesStep(): VNode {
  return (
    <section data-publish-places aria-labelledby="wizard-places" hidden>
      <h3 id="wizard-places">4. Put it where it belongs</h3>
      <p>
        Show the whole statement in one place more than your provider, where there is room: a token says
        nothing to whoever cannot read the statement.
      </p>
      <p data-later hidden>
        A proof token that stands already stays as it is. Replace the statement wherever it stands.
      </p>
      <div data-former hidden>
        <p>Take your proof away where it still stands:</p>
        <ul data-former-accounts class="code" />
      </div>
      <ul class="accounts" data-places />
      <Refused />
      <p>
        <button type="button" class="primary" data-check>
          Check
        </button>
      </p>
      <div data-after hidden>
        <p>
          <a class="button" href="/" data-page>
            See your page
          </a>{' '}
          with your badge, as everybody sees it.
        </p>
        <p class="small muted">
          Services may show their old pages for some minutes: what you have just changed may be missing at
          first.
        </p>
      </div>
      <details>
        <summary>Check on your own machine</summary>
        <div data-check-command>
          <Copyable id="check-command" text="" label="command" />
        </div>
      </details>
      <Templates />
    </section>
  );
}

function Refused(): VNode {
  return (
    <details>
      <summary>An account has no room for it, or refuses it</summary>
      <ul>
        <li>
          A proof token has 36 characters. It may stand anywhere in the text, between other words, but whole:
          shorten the rest.
        </li>
        <li>Where one account shows several places, any one of them will do.</li>
        <li>
          Your provider has no such document? Ask it for one. Until then the other accounts agree about your
          key, and nothing ties it to your identity.
        </li>
        <li>
          None of it works? Take the account out of your list above, and sign again: an account that is named
          and shows nothing speaks against you.
        </li>
      </ul>
    </details>
  );
}

function Templates(): VNode {
  return (
    <>
      <template data-place>
        <p data-place-state class="state" />
        <div class="account">
          <h4>
            <bdi class="code" data-place-account />
          </h4>
          <p class="small muted" data-place-service />
          <p data-place-reason />
          <details data-place-how open>
            <summary>
              What to put there
              <span class="hidden" data-place-name />
            </summary>
            <ol data-place-steps />
          </details>
        </div>
      </template>
      <template data-step>
        <p>
          <span data-step-where />: <span data-step-what />
        </p>
        <div class="copyable">
          <pre data-step-value />
          <button type="button" data-copy="">
            Copy
            <span class="hidden" data-step-name />
          </button>
        </div>
      </template>
      {Object.entries(STATE_LOOKS).map(([state, { tone, path, word }]) => (
        <template key={state} data-look={state}>
          <span class={`state ${toneClass(tone)}`}>
            <Mark path={path} />
            {word}
          </span>
        </template>
      ))}
    </>
  );
}
