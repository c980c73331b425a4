import { MAX_NAMED } from './statement.js';

/** What the server says about who wants to publish: a PublishPlan of src/pages/publish-plan.ts. */
export interface Plan {
  readonly subject: string;
  readonly places: readonly Place[];
  readonly unsupported: readonly {
    readonly account: string;
    /** For people. */
    readonly shown: string;
    readonly reason: string;
  }[];
  /** Path of the subject's page. */
  readonly page: string;
  /** What checks it on one's own machine. */
  readonly command: string;
}

export interface Place {
  readonly account: string;
  readonly service: string;
  /** With `{token}` and `{statement}` in `value`. */
  readonly steps: readonly { readonly where: string; readonly what: string; readonly value: string }[];
}

/** Why there is no plan; the message is for the person who asked. */
export class PlanError extends Error {
  override readonly name = 'PlanError';

  /** @param isAboutSubject whether it is the name of the person that is wrong */
  constructor(
    message: string,
    readonly isAboutSubject = false,
  ) {
    super(message);
  }
}

/**
 * How these identifiers are spelled, and what to put where. Only names are sent.
 * @throws PlanError
 */
export async function askPlan(subject: string, accounts: readonly string[]): Promise<Plan> {
  if (!globalThis.isSecureContext)
    throw new PlanError('Browsers make keys only on pages that come by https, or from your own machine.');
  const answer = await fetch('/publish/plan', {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ subject, accounts }),
  }).catch(() => {
    throw new PlanError('This server could not be reached. Try again.');
  });
  const said: unknown = await answer.json().catch(() => null);
  if (answer.ok && said !== null) return said as Plan;
  const { detail, code } = (said ?? {}) as { readonly detail?: unknown; readonly code?: unknown };
  if (code === 'too-many-accounts') throw new PlanError(`A statement has room for ${MAX_NAMED} accounts.`);
  const words = typeof detail === 'string' ? detail : `This server answered with status ${answer.status}.`;
  throw new PlanError(asSentence(words), code === 'invalid-subject');
}

const asSentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);

/**
 * These accounts as statements spell them, whether anything can read them or not; none is asked about without any.
 * @throws PlanError
 */
export async function spelled(subject: string, accounts: readonly string[]): Promise<readonly string[]> {
  if (accounts.length === 0) return [];
  const { places, unsupported } = await askPlan(subject, accounts);
  return [...places, ...unsupported].map(({ account }) => account).filter((uri) => uri !== subject);
}
