/** What the server says about who wants to publish: a PublishPlan of src/pages/publish-plan.ts. */
export interface Plan {
  readonly subject: string;
  readonly places: readonly Place[];
  readonly unsupported: readonly { readonly account: string; readonly reason: string }[];
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
}

/**
 * How these identifiers are spelled, and what to put where. Only names are sent.
 * @throws PlanError
 */
export async function askPlan(subject: string, accounts: readonly string[]): Promise<Plan> {
  if (!globalThis.isSecureContext)
    throw new PlanError('Browsers make keys only on pages that come by https, or from your own machine.');
  const named = accounts.filter((account) => account !== '').map((account) => ['account', account]);
  const query = new URLSearchParams([['subject', subject], ...named]);
  const answer = await fetch(`/publish/plan?${query}`, { headers: { accept: 'application/json' } }).catch(
    () => {
      throw new PlanError('This server could not be reached.');
    },
  );
  const said: unknown = await answer.json().catch(() => null);
  if (answer.ok && said !== null) return said as Plan;
  const { detail } = (said ?? {}) as { readonly detail?: unknown };
  throw new PlanError(
    typeof detail === 'string' ? detail : `This server answered with status ${answer.status}.`,
  );
}
