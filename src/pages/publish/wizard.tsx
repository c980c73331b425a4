import type { VNode } from 'preact';
import { FileButton } from './file-button.js';
import { PlacesStep } from './places-step.js';
import { KeyStep, SignStep } from './sign-steps.js';

/**
 * What the script `publish` works with: its hooks, all of them attributes that begin with `data-`, are listed there. Hidden
 * until it runs; each step shows the next. The key is made in the browser and stays there.
 */
export function Wizard(): VNode {
  return (
    <section class="wizard" data-publish aria-labelledby="wizard" hidden>
      <h2 id="wizard">In this browser</h2>
      <NamesForm />
      <p id="wizard-message" data-publish-message role="status" aria-live="polite" />
      <KeyStep />
      <SignStep />
      <PlacesStep />
    </section>
  );
}

/** No keyboard shall correct a name. */
const AS_TYPED = {
  autoComplete: 'off',
  autoCapitalize: 'none',
  autoCorrect: 'off',
  spellcheck: false,
  dir: 'ltr',
} as const;

function NamesForm(): VNode {
  return (
    <form data-publish-names>
      <h3>1. Who you are</h3>
      <Before />
      <label for="subject">Your identity</label>
      <p class="small muted" id="subject-hint">
        The one that your MIMI provider gave you: what people write to, in any spelling.
      </p>
      <input
        id="subject"
        name="subject"
        type="text"
        inputMode="url"
        placeholder="mimi://a.example/u/alice"
        aria-describedby="subject-hint wizard-message"
        {...AS_TYPED}
        required
      />
      <label for="accounts">Your other accounts, one a line</label>
      <p class="small muted" id="accounts-hint">
        Addresses of their pages, as your browser shows them; @alice@social.example for the fediverse.
      </p>
      <textarea
        id="accounts"
        name="accounts"
        rows={5}
        placeholder={'https://alice.example/\nhttps://github.com/alice\n@alice@social.example'}
        aria-describedby="accounts-hint"
        {...AS_TYPED}
      />
      <button type="submit" class="primary">
        Go on
      </button>
    </form>
  );
}

/** For who signs again: nobody who is new here has to read it. */
function Before(): VNode {
  return (
    <details>
      <summary>You have published before</summary>
      <div class="before">
        <p>
          Choose the statement that you saved then. It fills in this form, and the new one will say which it
          follows. What you take out of the list is signed as yours no longer.
        </p>
        <p class="row">
          <FileButton
            id="statement-file"
            label="Use your last statement"
            accept=".jwt,.txt,application/jwt"
            hook={{ 'data-statement-file': true }}
          />
        </p>
        <p>
          Without that file, use the same key and name all of your accounts again: the statement of a later
          time counts.
        </p>
        <label for="former">Accounts that are yours no longer, one a line</label>
        <textarea id="former" name="former" rows={2} {...AS_TYPED} />
      </div>
    </details>
  );
}
