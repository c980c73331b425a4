import { follow, REASONS, type ReadAccount, VerificationError, verifyNow } from './verification.js';

const OUTCOMES: Readonly<Record<ReadAccount['outcome'], string>> = {
  read: 'read',
  absent: 'nothing there',
  unreachable: 'could not be read',
};

/**
 * "Verify again" with its progress. Works with `form[data-verify][data-subject]`, which without it is an ordinary form, and
 * beside it, anywhere on the page, `[data-verify-message]` (`role=status`) and `ol[data-verify-lines]` (`aria-live=polite`).
 */
function startVerifying(form: HTMLFormElement): void {
  const button = form.querySelector('button');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // Not by `disabled`: whoever sits on the button with the keyboard would lose his place.
    if (button?.ariaDisabled === 'true') return;
    if (button) button.ariaDisabled = 'true';
    void verify(form.dataset.subject ?? '').finally(() => {
      if (button) button.ariaDisabled = 'false';
    });
  });
}

async function verify(subject: string): Promise<void> {
  document.querySelector('[data-verify-lines]')?.replaceChildren();
  say('Waiting for its turn …');
  await told(verifyNow({ subject }, tell));
}

/**
 * A page that waits: `[data-follow]` has the path of its verification in the API. It leads to the page of the subject,
 * which has the same path without a query.
 */
function startFollowing(page: HTMLElement): void {
  void told(follow(page.dataset.follow ?? '', tell));
}

/** Shows the page anew once there is a report. */
async function told(verification: Promise<{ readonly state: string }>): Promise<void> {
  try {
    const { state } = await verification;
    if (state === 'completed') return location.search === '' ? location.reload() : leave();
    say('The verification failed. What was known before still holds.');
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    say(error.message);
  }
}

/** Back leads to where the reader came from, and not to a page that waits. */
function leave(): void {
  location.replace(location.pathname);
}

function tell(read: ReadAccount): void {
  say(`${read.done} of ${read.known} accounts read`);
  document.querySelector('[data-verify-lines]')?.append(lineOf(read));
  const bar = document.querySelector('progress');
  if (bar) Object.assign(bar, { max: read.known, value: read.done });
}

function lineOf({ account, outcome, reason }: ReadAccount): HTMLElement {
  const line = document.createElement('li');
  const name = document.createElement('bdi');
  name.textContent = account ?? 'an account that was not confirmed before';
  const why = outcome === 'unreachable' && reason !== undefined ? ` (${REASONS[reason] ?? reason})` : '';
  line.append(name, `: ${OUTCOMES[outcome]}${why}`);
  return line;
}

function say(text: string): void {
  const box = document.querySelector('[data-verify-message]');
  if (box) box.textContent = text;
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-verify]')) startVerifying(form);
for (const page of document.querySelectorAll<HTMLElement>('[data-follow]')) startFollowing(page);
