import { formOf } from './recognise.js';
import type { Account } from './types.js';

/** What a user has to show on an account. */
export interface PublishMaterial {
  /** The compact statement. */
  readonly statement: string;
  /** The proof token of this account. */
  readonly token: string;
  /** For an SD-JWT: the presentation with the disclosures meant for this place; shown instead of the statement. */
  readonly presentation?: string;
}

export interface PublishInstructions {
  readonly account: string;
  /** The service's name, for people. */
  readonly service: string;
  readonly steps: readonly { readonly where: string; readonly what: string; readonly value: string }[];
}

/** What to put where, in the service's own words; `value` is the exact text to paste. */
export function publishInstructions(account: Account, material: PublishMaterial): PublishInstructions {
  const { service, match } = formOf(account);
  const values: Readonly<Record<string, string>> = {
    ...match.params,
    uri: account.uri,
    // As it stands in the query of the well-known document (profile section 2.1).
    resource: encodeURIComponent(account.uri),
    token: material.token,
    statement: material.presentation ?? material.statement,
  };
  const fill = (text: string) =>
    text.replace(/\{([a-zA-Z0-9]+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
    );
  return {
    account: account.uri,
    service: service.name,
    steps: service.publish.map(({ where, what, value }) => ({
      where: fill(where),
      what,
      value: fill(value),
    })),
  };
}
