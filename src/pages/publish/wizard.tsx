import type { VNode } from 'preact';
import { STATE_LOOKS } from '../../design/appearance.js';
import { Mark, toneClass } from '../parts.js';

/**
 * What the script `publish` works with: its hooks, all of them attributes that begin with `data-`, are listed there. Hidden
 * until it runs; each step shows the next. The key is made in the browser and stays there.
 */
export function Wizard(): VNode {
  return (
    <section class="wizard" data-publish aria-labelledby="wizard" hidden>
      <h2 id="wizard">In this browser</h2>
      <form data-publish-names>
        <h3>1. Who you are</h3>
        <label for="subject">Your identity</label>
        <input
          id="subject"
          name="subject"
          type="text"
          dir="ltr"
          placeholder="mimi://a.example/u/alice"
          {...AS_TYPED}
          required
        />
        <label for="accounts">Your other accounts, one a line</label>
        <textarea
          id="accounts"
          name="accounts"
          rows={5}
          dir="ltr"
          placeholder={'https://alice.example/\nhttps://github.com/alice'}
          {...AS_TYPED}
        />
        <button type="submit" class="primary">
          Go on
        </button>
      </form>
      <p data-publish-message role="status" aria-live="polite" />
      <KeyStep />
      <SignStep />
      <PlacesStep />
    </section>
  );
}

/** No keyboard shall correct a name. */
const AS_TYPED = { autoComplete: 'off', autoCapitalize: 'none', spellcheck: false } as const;

function KeyStep(): VNode {
  return (
    <section data-publish-key aria-labelledby="wizard-key" hidden>
      <h3 id="wizard-key">2. Your key</h3>
      <p>
        It is made here, in your browser, and never sent. Save it to a file: whoever has the file can speak
        for you, and without it nobody can change what you said.
      </p>
      <p class="row">
        <button type="button" data-key-make>
          Make a key
        </button>
        <label class="button" for="key-file">
          Use a key file
        </label>
        <input id="key-file" class="hidden" type="file" accept=".json,.jwk,application/json" data-key-file />
        <button type="button" class="primary" data-key-save hidden>
          Save the key
        </button>
      </p>
      <p class="small">
        <span class="muted">Thumbprint:</span> <span class="code" data-key-thumbprint />
      </p>
    </section>
  );
}

function SignStep(): VNode {
  return (
    <section data-publish-sign aria-labelledby="wizard-sign" hidden>
      <h3 id="wizard-sign">3. Sign</h3>
      <p>The statement says that all of these are yours, to everybody who reads it:</p>
      <ul data-sign-accounts class="code" />
      <p class="row">
        <button type="button" class="primary" data-sign>
          Sign the statement
        </button>
        <button type="button" data-statement-save hidden>
          Save the statement
        </button>
      </p>
    </section>
  );
}

function PlacesStep(): VNode {
  return (
    <section data-publish-places aria-labelledby="wizard-places" hidden>
      <h3 id="wizard-places">4. Put it where it belongs</h3>
      <ul class="accounts" data-places />
      <p>
        <button type="button" class="primary" data-check>
          Check
        </button>
      </p>
      <template data-place>
        <p data-place-state class="state" />
        <div class="account">
          <h4>
            <bdi class="code" data-place-account />
          </h4>
          <p class="small muted" data-place-service />
          <p data-place-reason />
          <ol data-place-steps />
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
    </section>
  );
}
