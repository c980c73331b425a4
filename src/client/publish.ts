import { StatementFileError } from './earlier-statement.js';
import { KeyFileError } from './identity-key.js';
import { elementsIn } from './publish-elements.js';
import { PlanError } from './publish-plan.js';
import { Wizard } from './publish-wizard.js';
import { StatementError } from './statement.js';
import { VerificationError } from './verification.js';

/**
 * The wizard of the page `/publish`. It works with these elements, and shows `[data-publish]`, which is `hidden` without it,
 * in the place of `[data-publish-without]`:
 *
 * - `form[data-publish-names]`: `input[name=subject]`, `textarea[name=accounts]` and `textarea[name=former]`, one account a
 *   line; asks `POST /publish/plan` (a PublishPlan of src/pages/publish-plan.ts as JSON);
 *   `input[type=file][data-statement-file]` for the statement before
 * - `[data-publish-message]`, `role=status`: what is wrong, or goes on
 * - `[data-publish-key]`: `button[data-key-make]`, `input[type=file][data-key-file]`, `button[data-key-save]`,
 *   `[data-key-line]` with `[data-key-thumbprint]`
 * - `[data-publish-sign]`: `ul[data-sign-accounts]` for what will be signed, `[data-sign-terms]` for how long it holds,
 *   `button[data-sign]`, `button[data-statement-save]`
 * - `[data-publish-places]`: `[data-later]` for who has published before, `[data-former]` with `ul[data-former-accounts]`,
 *   `ul[data-places]`, `button[data-check]`, `[data-check-command] code`, `[data-after]` with `a[data-page]`, and templates:
 *   `template[data-place]` holds `[data-place-account]`, `[data-place-service]`, `[data-place-state]`,
 *   `[data-place-reason]`, and `details` with `[data-place-name]` and `ol[data-place-steps]`; `template[data-step]` holds
 *   `[data-step-where]`, `[data-step-what]`, `[data-step-value]` and `button[data-copy]` with `[data-step-name]`;
 *   `template[data-look=STATE]`, one for every account state, holds its sign and word
 *
 * Sections that are not reached yet are `hidden`. The private key stays in this page, and in the file that is saved.
 */
function startWizard(root: HTMLElement): void {
  const elements = elementsIn(root);
  const wizard = new Wizard(elements);
  const on = (element: HTMLElement, event: string, act: () => Promise<void>) => {
    let isBusy = false;
    element.addEventListener(event, (happened) => {
      if (event === 'submit') happened.preventDefault();
      if (isBusy) return;
      isBusy = true;
      void act()
        .catch((error: unknown) => wizard.say(messageOf(error)))
        .finally(() => {
          isBusy = false;
        });
    });
  };
  on(elements.statementFile, 'change', () => wizard.readStatement());
  on(elements.names, 'submit', () => wizard.plan());
  on(elements.makeKey, 'click', () => wizard.makeKey());
  on(elements.keyFile, 'change', () => wizard.readKey());
  on(elements.saveKey, 'click', () => wizard.saveKey());
  on(elements.sign, 'click', () => wizard.sign());
  on(elements.saveStatement, 'click', () => wizard.saveStatement());
  on(elements.check, 'click', () => wizard.check());
  addEventListener('beforeunload', (event) => {
    if (wizard.hasUnsavedKey) event.preventDefault();
  });
  root.hidden = false;
}

function messageOf(error: unknown): string {
  const forReader = [PlanError, KeyFileError, StatementFileError, StatementError, VerificationError];
  if (forReader.some((kind) => error instanceof kind)) return (error as Error).message;
  console.error(error);
  return 'Something went wrong in this page. Reload it and try again; your key file is as you saved it.';
}

const wizard = document.querySelector<HTMLElement>('[data-publish]');
if (wizard) {
  startWizard(wizard);
  for (const note of document.querySelectorAll<HTMLElement>('[data-publish-without]')) note.hidden = true;
}
