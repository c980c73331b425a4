import { boundTo, type IdentityKey, KeyFileError, makeIdentityKey, readIdentityKey } from './identity-key.js';
import { type Elements, elementsIn, save, show } from './publish-elements.js';
import { drawPlaces, showStates } from './publish-places.js';
import { askPlan, type Plan, PlanError } from './publish-plan.js';
import { signStatement } from './statement.js';
import { VerificationError, verifyNow } from './verification.js';

/**
 * The wizard of the page `/publish`. It works with these elements, and shows `[data-publish]`, which is `hidden` without it:
 *
 * - `form[data-publish-names]`: `input[name=subject]` and `textarea[name=accounts]`, one account a line;
 *   asks `GET /publish/plan?subject=…&account=…&account=…` (a PublishPlan of src/pages/publish-plan.ts as JSON)
 * - `[data-publish-message]`, `role=status`: what is wrong, or goes on
 * - `[data-publish-key]`: `button[data-key-make]`, `input[type=file][data-key-file]`, `button[data-key-save]`,
 *   `[data-key-thumbprint]`
 * - `[data-publish-sign]`: `ul[data-sign-accounts]` for what will be signed, `button[data-sign]`,
 *   `button[data-statement-save]`
 * - `[data-publish-places]`: `ul[data-places]`, `button[data-check]`, and templates: `template[data-place]` holds
 *   `[data-place-account]`, `[data-place-service]`, `[data-place-state]`, `[data-place-reason]`, `ol[data-place-steps]`;
 *   `template[data-step]` holds `[data-step-where]`, `[data-step-what]`, `[data-step-value]` and `button[data-copy]`;
 *   `template[data-look=STATE]`, one for every account state, holds its sign and word
 *
 * Sections that are not reached yet are `hidden`. The private key stays in this page, and in the file that is saved.
 */
function startWizard(root: HTMLElement): void {
  const elements = elementsIn(root);
  const wizard = new Wizard(elements);
  const on = (element: HTMLElement, event: string, act: () => Promise<void>) =>
    element.addEventListener(event, (happened) => {
      if (event === 'submit') happened.preventDefault();
      void act().catch((error: unknown) => wizard.say(messageOf(error)));
    });
  on(elements.names, 'submit', () => wizard.plan());
  on(elements.makeKey, 'click', () => wizard.makeKey());
  on(elements.keyFile, 'change', () => wizard.readKey());
  on(elements.saveKey, 'click', () => wizard.saveKey());
  on(elements.sign, 'click', () => wizard.sign());
  on(elements.saveStatement, 'click', () => wizard.saveStatement());
  on(elements.check, 'click', () => wizard.check());
  root.hidden = false;
}

/** What a person has done so far; each step shows the next. */
class Wizard {
  readonly #elements: Elements;
  #plan: Plan | null = null;
  #key: IdentityKey | null = null;
  #statement: string | null = null;

  constructor(elements: Elements) {
    this.#elements = elements;
  }

  say(text: string): void {
    this.#elements.message.textContent = text;
  }

  async plan(): Promise<void> {
    const { names, keyStep, signAccounts } = this.#elements;
    const data = new FormData(names);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const plan = await askPlan(text('subject'), text('accounts').split(/\s*\n\s*/));
    this.#plan = plan;
    this.#forgetStatement();
    const lines = plan.places.map(({ account, service }) => `${account} (${service})`);
    const none = plan.unsupported.map(({ account, reason }) => `left out: ${account} (${reason})`);
    show(signAccounts, [...lines, ...none]);
    keyStep.hidden = false;
    this.#offerSigning();
    this.say('');
  }

  async makeKey(): Promise<void> {
    this.#useKey(await makeIdentityKey());
    this.say(
      'The key is made. Save it to a file: whoever has the file can speak for you, and without it nobody can.',
    );
  }

  async readKey(): Promise<void> {
    const file = this.#elements.keyFile.files?.[0];
    if (file === undefined) return;
    this.#useKey(await readIdentityKey(await file.text()));
    this.say('The key is read. It stays in this page.');
  }

  async saveKey(): Promise<void> {
    const { key } = this.#ready();
    save('crossproof-key.json', 'application/json', `${JSON.stringify(key.jwk, null, 2)}\n`);
  }

  async sign(): Promise<void> {
    const { plan } = this.#ready();
    const key = boundTo(this.#ready().key, plan.subject);
    // The subject itself always counts as named.
    const accounts = plan.places.map(({ account }) => account).filter((uri) => uri !== plan.subject);
    const statement = await signStatement(key, { subject: plan.subject, accounts, now: Date.now() });
    this.#key = key;
    this.#statement = statement;
    await drawPlaces(this.#elements, plan, { statement, thumbprint: key.thumbprint });
    this.#elements.places.hidden = false;
    this.#elements.saveStatement.hidden = false;
    this.say('Signed. Now put it where it belongs, and then check.');
  }

  async saveStatement(): Promise<void> {
    if (this.#statement !== null) save('cross-signing.jwt', 'application/jwt', this.#statement);
  }

  async check(): Promise<void> {
    const { plan } = this.#ready();
    const accounts = plan.places.map(({ account }) => account).filter((uri) => uri !== plan.subject);
    this.say('Waiting for its turn …');
    const { report } = await verifyNow({ subject: plan.subject, accounts }, ({ done, known }) =>
      this.say(`${done} of ${known} accounts read`),
    );
    if (report === null) return this.say('The verification failed. Try again in a minute.');
    const missing = showStates(this.#elements, report.accounts);
    const rest =
      missing === 0 ? 'Every account shows its proof.' : `${missing} of them do not show their proof yet.`;
    const alarms = report.alerts.map(({ message }) => ` Alarm: ${message}`).join('');
    this.say(`Checked: ${report.verdict}. ${rest}${alarms}`);
  }

  #useKey(key: IdentityKey): void {
    this.#key = key;
    this.#elements.thumbprint.textContent = key.thumbprint;
    this.#elements.saveKey.hidden = false;
    this.#forgetStatement();
    this.#offerSigning();
  }

  #offerSigning(): void {
    this.#elements.signStep.hidden = this.#key === null || this.#plan === null;
  }

  /** It is signed for other names, or by another key. */
  #forgetStatement(): void {
    this.#statement = null;
    this.#elements.places.hidden = true;
    this.#elements.saveStatement.hidden = true;
  }

  #ready(): { plan: Plan; key: IdentityKey } {
    if (this.#plan === null) throw new PlanError('Say first who you are.');
    if (this.#key === null) throw new KeyFileError('Make a key first, or choose your key file.');
    return { plan: this.#plan, key: this.#key };
  }
}

function messageOf(error: unknown): string {
  const isForReader = [PlanError, KeyFileError, VerificationError].some((kind) => error instanceof kind);
  if (isForReader) return (error as Error).message;
  console.error(error);
  return 'Something went wrong in this page. Reload it and try again; your key file is as you saved it.';
}

const wizard = document.querySelector<HTMLElement>('[data-publish]');
if (wizard) startWizard(wizard);
