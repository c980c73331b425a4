/** What the API says of a verification at its end (contract section 5). */
export interface EndedVerification {
  readonly state: 'completed' | 'failed';
  readonly report: {
    readonly verdict: string;
    /** Thumbprint URI of the key that leads. */
    readonly identityKey: string | null;
    readonly statementExpiresAt: string | null;
    readonly accounts: readonly {
      readonly account: string;
      readonly state: string;
      readonly reason: string;
    }[];
    /** What speaks against it. */
    readonly alerts: readonly { readonly message: string }[];
  } | null;
}

/** One account that was read. `account` is missing where it may not be named. */
export interface ReadAccount {
  readonly done: number;
  readonly known: number;
  readonly outcome: 'read' | 'absent' | 'unreachable';
  readonly reason?: string;
  readonly account?: string;
}

/** Why an account could not be read, in the words of docs/design.md. */
export const REASONS: Readonly<Record<string, string>> = {
  dns: 'name not resolved',
  connect: 'no connection',
  tls: 'no trusted TLS',
  timeout: 'too slow',
  reset: 'connection cut',
  status: 'answered with an error',
  'rate-limited': 'asked to come back later',
  redirect: 'forbidden redirect',
  'refused-address': 'not on the public internet',
  'refused-url': 'URL never fetched',
  'too-large': 'answer too large',
  limit: 'limit reached',
  malformed: 'broken answer',
  robots: 'robots.txt asks not to',
  'needs-credential': 'login needed',
  unsupported: 'unknown kind of account',
  cancelled: 'stopped',
};

/** Why there is nothing to show; the message is for the reader. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
}

const LOST = 'The connection to this server was lost. The verification goes on: look again in a minute.';
const GONE = 'This server knows nothing of this verification any more.';

/**
 * Has a subject verified and tells of it.
 * @param accounts read for this verification's own report only
 * @throws VerificationError
 */
export async function verifyNow(
  asked: { readonly subject: string; readonly accounts?: readonly string[] },
  onAccount: (read: ReadAccount) => void,
): Promise<EndedVerification> {
  const answer = await fetch('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  }).catch(() => {
    throw new VerificationError('This server could not be reached.');
  });
  const location = answer.headers.get('location');
  if (answer.status !== 202 || location === null) throw new VerificationError(await problemIn(answer));
  return await follow(location, onAccount);
}

/**
 * Tells of a verification that was asked for already.
 * @param location its path in the API
 * @throws VerificationError
 */
export function follow(location: string, onAccount: (read: ReadAccount) => void): Promise<EndedVerification> {
  const events = new EventSource(location);
  return new Promise<EndedVerification>((resolve, reject) => {
    const dataOf = (event: MessageEvent<string>): unknown => JSON.parse(event.data);
    events.addEventListener('account', (event) => onAccount(dataOf(event) as ReadAccount));
    for (const end of ['completed', 'failed'])
      events.addEventListener(end, (event) =>
        resolve(dataOf(event as MessageEvent<string>) as EndedVerification),
      );
    // A browser comes back by itself, and goes on where it was, as long as it was not sent away.
    events.addEventListener('error', () => {
      if (events.readyState === EventSource.CLOSED) askOnce(location).then(resolve, reject);
    });
  }).finally(() => events.close());
}

/** Where the events came to an end: a browser is told of no status, and does not say what it was. */
async function askOnce(location: string): Promise<EndedVerification> {
  const answer = await fetch(location).catch(() => null);
  if (answer?.status === 404) throw new VerificationError(GONE);
  const told = answer?.ok
    ? ((await answer.json().catch(() => null)) as { readonly state: string } | null)
    : null;
  if (told?.state === 'completed' || told?.state === 'failed') return told as EndedVerification;
  throw new VerificationError(LOST);
}

/** The sentence of a problem (RFC 9457). */
async function problemIn(answer: Response): Promise<string> {
  const problem: unknown = await answer.json().catch(() => null);
  const { detail } = (problem ?? {}) as { readonly detail?: unknown };
  const wait = answer.headers.get('retry-after');
  const words = typeof detail === 'string' ? detail : `This server answered with status ${answer.status}.`;
  return wait === null ? words : `${words} Try again in ${wait} seconds.`;
}
