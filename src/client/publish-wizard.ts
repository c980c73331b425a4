import { checkedBy } from './checked.js';
import { readEarlier, StatementFileError } from './earlier-statement.js';
import { boundTo, type IdentityKey, KeyFileError, makeIdentityKey, readIdentityKey } from './identity-key.js';
import { addLines, type Elements, linesIn, save, show, takeFile } from './publish-elements.js';
import { drawPlaces, showStates } from './publish-places.js';
import { askPlan, type Plan, PlanError, spelled } from './publish-plan.js';
import { STATEMENT_SECONDS, signStatement } from './statement.js';
import { StatementLine } from './statement-line.js';
import { type EndedVerification, type ReadAccount, verifyNow } from './verification.js';

const OTHER_KEY =
  'Your last statement was signed by another key: choose the file of that key. How one key follows another is said below.';

/** A key in this page. `keptFor`: the subject in the file that holds it; null where there is no such file. */
interface HeldKey {
  readonly key: IdentityKey;
  readonly keptFor: string | null;
}

/** What a person has done so far; each step shows the next. Every fault leaves everything as it was. */
export class Wizard {
  readonly #elements: Elements;
  readonly #line = new StatementLine();
  #plan: Plan | null = null;
  /** Accounts of hers that the next statement says are hers no longer. */
  #former: readonly string[] = [];
  #held: HeldKey | null = null;
  #statement: string | null = null;

  constructor(elements: Elements) {
    this.#elements = elements;
  }

  say(text: string): void {
    this.#elements.message.textContent = text;
  }

  /** Whether there is a key that only this page holds. */
  get hasUnsavedKey(): boolean {
    return this.#held !== null && this.#held.keptFor === null;
  }

  async readStatement(): Promise<void> {
    const file = takeFile(this.#elements.statementFile);
    if (file === null) return;
    const read = await readEarlier(await file.text());
    if (this.#held && this.#held.key.thumbprint !== read.signer) throw new StatementFileError(OTHER_KEY);
    const { subject } = await askPlan(read.subject, []);
    const [accounts, revoked] = [await spelled(subject, read.accounts), await spelled(subject, read.revoked)];
    const earlier = { ...read, subject, accounts, revoked };
    this.#line.beginWith(earlier);
    this.#elements.subject.value = subject;
    addLines(this.#elements.accounts, accounts);
    this.#hideFrom(1);
    this.say(
      `Your statement of ${dayOf(earlier.iat)} is read. Add accounts, or take out what is yours no longer; then go on.`,
    );
  }

  async plan(): Promise<void> {
    const { subject, accounts, former } = this.#elements;
    subject.ariaInvalid = null;
    const plan = await askPlan(subject.value.trim(), linesIn(accounts)).catch((error: unknown) => {
      if (error instanceof PlanError && error.isAboutSubject) this.#refuseSubject();
      throw error;
    });
    const { last } = this.#line;
    if (last !== null && last.subject !== plan.subject) {
      this.#refuseSubject();
      throw new PlanError(
        `Your last statement speaks for ${last.subject}: another identity takes a key of its own.`,
      );
    }
    const said = await spelled(plan.subject, linesIn(former));
    if (this.#held) this.#held = keptOnlyFor(this.#held, plan.subject);
    this.#plan = plan;
    this.#former = this.#line.noLongerOf([plan.subject, ...plan.places.map(({ account }) => account)], said);
    this.#drawTerms(plan);
    this.#hideFrom(2);
    this.#elements.keyStep.hidden = false;
    this.#elements.signStep.hidden = this.#held === null;
    this.#elements.page.href = plan.page;
    this.#elements.command.textContent = plan.command;
    this.say(leftOut(plan) || (this.#held ? 'Now sign.' : 'Now your key.'));
  }

  async makeKey(): Promise<void> {
    if (this.#line.last !== null) throw new KeyFileError(OTHER_KEY);
    if (this.hasUnsavedKey)
      throw new KeyFileError('You have a key that is not saved. Save it: one is enough.');
    this.#hold({ key: await makeIdentityKey(), keptFor: null });
    this.say('The key is made. Save it to a file: without the file nobody can change what you sign.');
  }

  async readKey(): Promise<void> {
    const file = takeFile(this.#elements.keyFile);
    if (file === null) return;
    const plan = this.#planned();
    const key = await readIdentityKey(await file.text());
    if (this.#line.last !== null && this.#line.last.signer !== key.thumbprint)
      throw new KeyFileError(OTHER_KEY);
    boundTo(key, plan.subject);
    this.#hold({ key, keptFor: plan.subject });
    this.say('The key is read. It stays in this page. Now sign.');
  }

  async saveKey(): Promise<void> {
    const { plan, key } = this.#ready();
    const bound = boundTo(key, plan.subject);
    save('crossproof-key.json', 'application/json', `${JSON.stringify(bound.jwk, null, 2)}\n`);
    this.#held = { key, keptFor: plan.subject };
    this.#elements.saveKey.classList.remove('primary');
    this.say('Keep the file where nobody else reads it. Now sign.');
  }

  async sign(): Promise<void> {
    const { plan, key: unbound } = this.#ready();
    if (this.hasUnsavedKey) {
      this.#elements.saveKey.focus();
      throw new KeyFileError(
        'Save the key first: without its file you could never change what you sign now.',
      );
    }
    const key = boundTo(unbound, plan.subject);
    const isFirst = this.#line.last === null;
    const statement = await signStatement(key, {
      subject: plan.subject,
      accounts: accountsOf(plan),
      revoked: this.#former,
      earlier: this.#line.last,
      now: Date.now(),
    });
    this.#line.add(await readEarlier(statement));
    this.#held = { key, keptFor: plan.subject };
    await drawPlaces(this.#elements, plan, { statement, thumbprint: key.thumbprint });
    // The names were changed meanwhile.
    if (this.#plan !== plan) return;
    this.#statement = statement;
    this.#elements.laterNote.hidden = isFirst;
    this.#elements.formerNote.hidden = this.#former.length === 0;
    show(this.#elements.formerAccounts, this.#former);
    this.#elements.places.hidden = false;
    this.#elements.saveStatement.hidden = false;
    this.say('Signed. Now put it where it belongs, and then check.');
  }

  async saveStatement(): Promise<void> {
    if (this.#statement !== null) save('cross-signing.jwt', 'application/jwt', this.#statement);
  }

  async check(): Promise<void> {
    const plan = this.#planned();
    const { last } = this.#line;
    if (last === null) throw new StatementFileError('Sign a statement first.');
    const report = await this.#verify(plan).catch((error: unknown) => {
      // What this server does not do, she can do herself.
      this.#elements.command.closest('details')?.setAttribute('open', '');
      throw error;
    });
    if (report === null) return this.say('The verification failed. Try again in a minute.');
    const { accounts, isSeen, note } = checkedBy(last, report);
    const missing = showStates(this.#elements, accounts);
    if (isSeen) this.#line.wasSeen(last);
    this.#elements.afterCheck.hidden = false;
    const said = [
      `Checked: ${report.verdict}.`,
      ...(note === '' ? [] : [note]),
      ...(missing > 0 ? [`${missing} of them do not show their proof yet.`] : []),
      ...(missing === 0 && note === '' ? ['Every account shows its proof.'] : []),
      ...report.alerts.map(({ message }) => `Alarm: ${message}`),
    ];
    this.say(said.join(' '));
  }

  /**
   * First as anybody would, so that everything that stands published is read anew: then the page of the subject is as new as
   * this check. Then with the accounts that nothing led to, which this answer alone names.
   */
  async #verify(plan: Plan): Promise<EndedVerification['report']> {
    const tell = ({ done, known }: ReadAccount) => this.say(`${done} of ${known} accounts read`);
    this.say('Waiting for its turn …');
    const { report } = await verifyNow({ subject: plan.subject }, tell);
    const told = new Set(report?.accounts.map(({ account }) => account));
    const accounts = accountsOf(plan);
    if (report === null || accounts.every((account) => told.has(account))) return report;
    return (await verifyNow({ subject: plan.subject, accounts }, tell)).report;
  }

  #hold(held: HeldKey): void {
    this.#held = held;
    this.#elements.thumbprint.textContent = held.key.thumbprint;
    this.#elements.thumbprintLine.hidden = false;
    this.#elements.saveKey.hidden = false;
    this.#elements.saveKey.classList.toggle('primary', this.hasUnsavedKey);
    this.#hideFrom(2);
    this.#elements.signStep.hidden = false;
  }

  #refuseSubject(): void {
    this.#elements.subject.ariaInvalid = 'true';
    this.#elements.subject.focus();
  }

  /** What will be said, before it is signed. */
  #drawTerms(plan: Plan): void {
    const { signAccounts, signTerms } = this.#elements;
    const { last } = this.#line;
    show(signAccounts, [
      ...plan.places.map(({ account, service }) => `${account} (${service})`),
      ...this.#former.map((account) => `no longer yours: ${account}`),
      ...plan.unsupported.map(({ shown, reason }) => `left out: ${shown} (${reason})`),
    ]);
    const end = dayOf(Date.now() / 1_000 + STATEMENT_SECONDS);
    const follows = last === null ? '' : ` It follows your statement of ${dayOf(last.iat)}.`;
    signTerms.textContent = `It holds until ${end}: sign again before then, with the same key.${follows}`;
  }

  /** What was signed is signed for other names, or by another key. */
  #hideFrom(step: 1 | 2): void {
    const { keyStep, signStep, places, saveStatement, afterCheck } = this.#elements;
    this.#statement = null;
    for (const later of [places, saveStatement, afterCheck]) later.hidden = true;
    if (step === 1) for (const later of [keyStep, signStep]) later.hidden = true;
  }

  #planned(): Plan {
    if (this.#plan === null) throw new PlanError('Say first who you are.');
    return this.#plan;
  }

  #ready(): { plan: Plan; key: IdentityKey } {
    if (this.#held === null) throw new KeyFileError('Make a key first, or choose your key file.');
    return { plan: this.#planned(), key: this.#held.key };
  }
}

/** A file made for another subject is of no use: its key would speak for that one. */
function keptOnlyFor(held: HeldKey, subject: string): HeldKey {
  const isBound = held.key.jwk.sub !== undefined;
  return isBound || held.keptFor === subject ? held : { ...held, keptFor: null };
}

/** The subject itself always counts as named. */
function accountsOf({ subject, places }: Plan): readonly string[] {
  return places.map(({ account }) => account).filter((uri) => uri !== subject);
}

function leftOut({ unsupported }: Plan): string {
  if (unsupported.length === 0) return '';
  const which = unsupported.map(({ shown, reason }) => `${shown} (${reason})`).join(', ');
  return `Nothing can read this, so it is left out: ${which}. Mend the line and go on again, or leave it.`;
}

/** `21 Nov 2026`, in UTC. */
function dayOf(seconds: number): string {
  return new Date(seconds * 1_000).toUTCString().slice(5, 16).replace(/^0/, '');
}
