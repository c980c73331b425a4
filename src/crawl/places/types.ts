import type { Find, PlaceRecord } from '../../evidence/types.js';
import type { FetchRequest, Reading, TxtReading, UnreachableReason } from '../../fetch/types.js';
import type { Account, Operator } from '../../services/index.js';
import type { TakeTurn } from './turns.js';

/** What reading a place may use. Every request of an account goes through here and is counted. */
export interface PlaceContext {
  readonly account: Account;
  readonly own: Operator;
  get(request: FetchRequest): Promise<Reading>;
  txt(name: string): Promise<TxtReading>;
  /** For what computes in proportion to a stranger's document. */
  readonly turn: TakeTurn;
}

/** Why something was not read. */
export interface Failure {
  readonly reason: UnreachableReason;
  /** One sentence for a person. */
  readonly detail: string;
}

/** What a place gave, with all it led to. */
export interface PlaceResult {
  readonly records: readonly PlaceRecord[];
  readonly finds: readonly Find[];
  /** Not everything of it was read: what was found counts, and silence does not. */
  readonly failure?: Failure;
  readonly accountId?: string;
  readonly createdAt?: string;
}

/** Joins results in their order; the first failure, id and date count. */
export function joinResults(results: readonly PlaceResult[]): PlaceResult {
  const failure = results.find((result) => result.failure !== undefined)?.failure;
  const accountId = results.find((result) => result.accountId !== undefined)?.accountId;
  const createdAt = results.find((result) => result.createdAt !== undefined)?.createdAt;
  return {
    records: results.flatMap((result) => result.records),
    finds: results.flatMap((result) => result.finds),
    ...(failure && { failure }),
    ...(accountId !== undefined && { accountId }),
    ...(createdAt !== undefined && { createdAt }),
  };
}
