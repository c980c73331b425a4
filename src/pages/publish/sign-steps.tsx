import type { VNode } from 'preact';
import { FileButton } from './file-button.js';

/** Where the key comes from, and where it goes: a file, and nowhere else. */
export function KeyStep(): VNode {
  return (
    <section data-publish-key aria-labelledby="wizard-key" hidden>
      <h3 id="wizard-key">2. Your key</h3>
      <p>
        It is made here, in your browser, and never sent. Save it to a file: whoever has the file can speak
        for you, and without it nobody can change what you said, not even you.
      </p>
      <p class="row">
        <button type="button" data-key-make>
          Make a key
        </button>
        <FileButton
          id="key-file"
          label="Use a key file"
          accept=".json,.jwk,application/json"
          hook={{ 'data-key-file': true }}
        />
        <button type="button" class="primary" data-key-save hidden>
          Save the key
        </button>
      </p>
      <p class="small" data-key-line hidden>
        <span class="muted">Thumbprint:</span> <span class="code" data-key-thumbprint />
      </p>
    </section>
  );
}

/** What will be signed, in full, before it is. */
export function SignStep(): VNode {
  return (
    <section data-publish-sign aria-labelledby="wizard-sign" hidden>
      <h3 id="wizard-sign">3. Sign</h3>
      <p>The statement says that all of these are yours, to everybody who reads it:</p>
      <ul data-sign-accounts class="code" />
      <p data-sign-terms />
      <p class="row">
        <button type="button" class="primary" data-sign>
          Sign the statement
        </button>
        <button type="button" data-statement-save hidden>
          Save the statement
        </button>
      </p>
      <p class="small muted">Keep the statement beside the key: your next one begins with it.</p>
    </section>
  );
}
