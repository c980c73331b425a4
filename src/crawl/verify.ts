import { randomBytes } from 'node:crypto';
import type { AccountReading, Evidence } from '../evidence/types.js';
import type { Clock, Fetcher } from '../fetch/types.js';
import { vertexOf } from '../graph/vertex.js';
import { buildReport, concludeEvidence, statementVerifier } from '../report/build.js';
import { EMPTY_MEMORY, type Memory, readMemory, remember, withMemory } from '../report/memory.js';
import type { Report } from '../report/types.js';
import { StoreError } from '../store/store-error.js';
import type { Folded, NewVerification, Store } from '../store/types.js';
import { type CrawlEvent, crawl } from './crawl.js';
import { observationsOf } from './observe.js';

export interface VerifyOptions {
  /** The verification's id in the store, of one that was begun before and is taken up again; by default a new one. */
  readonly id?: string;
  /** See NewVerification. */
  readonly only?: NewVerification['only'];
  /** Accounts that need not be read again. */
  readonly seeds?: readonly AccountReading[];
  /** The store's memory is used and left as it is: what comes out is the caller's alone. */
  readonly aside?: boolean;
  /** Account URIs the reader gives, in any spelling. */
  readonly given?: readonly string[];
  /** Thumbprints (or thumbprint URIs) of keys the reader trusts for this subject. */
  readonly pins?: readonly string[];
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  /** Without one there is no memory: every look is a first look. */
  readonly store?: Store;
  /** See CrawlDeps. */
  readonly oneByOne?: (account: string) => Promise<void>;
  readonly perspective?: string;
  /** What the reader believes of operators: the chance that one lies, 0.001 to 0.5. */
  readonly operators?: Evidence['operators'];
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: CrawlEvent) => void;
}

export interface VerifyResult {
  readonly report: Report;
  readonly evidence: Evidence;
  /** One an account, seeds among them. */
  readonly readings: readonly AccountReading[];
  /** Nothing at all could be read: `report` is the last one, marked incomplete, if there was one. */
  readonly nothingRead: boolean;
  /** Stopped by the signal: what was read until then is in `evidence`, and in the store. */
  readonly interrupted: boolean;
  /** The store failed after reading began (a full disk): the report stands, and was not kept. */
  readonly notKept?: StoreError;
}

/** A writer of the same subject may come between; it is folded in and tried again this often. */
const MAX_ATTEMPTS = 5;

/**
 * One verification from end to end: crawl, graph, score, report, store. `subject` is a normalised MIMI URI of a user or
 * pseudonym. Trouble of strangers is in the report; a StoreError is thrown where the store fails.
 */
export async function verify(subject: string, options: VerifyOptions): Promise<VerifyResult> {
  const { clock, store, fetcher, signal } = options;
  const started = clock.now();
  const id = options.id ?? randomBytes(16).toString('hex');
  const given = [...new Set((options.given ?? []).map((text) => vertexOf(text).uri))].sort();
  const verifier = statementVerifier(started);
  const known = await load(store, subject);
  const perspective = options.perspective ? { perspective: options.perspective } : {};
  const only = options.only ? { only: options.only } : {};
  await store?.begin({ id, subject, startedAt: started.toISOString(), given, ...perspective, ...only });

  const keeper = new Keeper(store, id);
  const readings = await crawl(
    {
      subject,
      given,
      remembered: everConsistent(known.memory),
      ...(options.seeds ? { seeds: options.seeds } : {}),
    },
    {
      fetcher,
      verify: verifier,
      now: () => clock.now(),
      ...(signal ? { signal } : {}),
      ...(options.onEvent ? { onEvent: options.onEvent } : {}),
      ...(options.oneByOne ? { oneByOne: options.oneByOne } : {}),
      ...(store ? { keep: (reading) => keeper.add(reading) } : {}),
    },
  );
  const seen: Evidence = {
    subject,
    now: started.toISOString(),
    ...(options.pins?.length ? { pins: options.pins } : {}),
    ...(given.length ? { given } : {}),
    observations: readings.flatMap((reading) => observationsOf(reading, options.perspective)),
    ...(options.operators ? { operators: options.operators } : {}),
  };
  return settle({ id, subject, seen, readings, verifier, known, options, keeper });
}

/** Keeps readings as they come. The first failure of the store ends the keeping, not the verification. */
class Keeper {
  failure: StoreError | null = null;
  readonly #store: Store | undefined;
  readonly #id: string;

  constructor(store: Store | undefined, id: string) {
    this.#store = store;
    this.#id = id;
  }

  add(reading: AccountReading): Promise<void> {
    return this.run(async () => this.#store?.addReading(this.#id, reading));
  }

  async run(task: () => Promise<void>): Promise<void> {
    if (this.failure) return;
    try {
      await task();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.failure ??= error;
    }
  }
}

interface Known {
  readonly memory: Memory;
  readonly revision: number;
}

async function load(store: Store | undefined, subject: string): Promise<Known> {
  const stored = await store?.memory(subject);
  return stored
    ? { memory: readMemory(stored.memory), revision: stored.revision }
    : { memory: EMPTY_MEMORY, revision: 0 };
}

function everConsistent(memory: Memory): string[] {
  return [...new Set(memory.history.flatMap((h) => (h.supports ?? []).map((s) => s.account)))];
}

interface Settling {
  readonly id: string;
  readonly subject: string;
  readonly seen: Evidence;
  readonly readings: readonly AccountReading[];
  readonly verifier: ReturnType<typeof statementVerifier>;
  readonly known: Known;
  readonly options: VerifyOptions;
  readonly keeper: Keeper;
}

/** Draws the conclusion and stores it, again where another verification of the subject was stored meanwhile. */
async function settle({
  id,
  subject,
  seen,
  readings,
  verifier,
  known,
  options,
  keeper,
}: Settling): Promise<VerifyResult> {
  const { store, clock, signal } = options;
  const interrupted = signal?.aborted ?? false;
  let { memory, revision } = known;
  for (let attempt = 1; ; attempt += 1) {
    const evidence = withMemory(seen, memory);
    const conclusion = await concludeEvidence(evidence, verifier);
    const report = buildReport(conclusion);
    const nothingRead = conclusion.nothingRead;
    const result = { evidence, readings, nothingRead, interrupted };
    // A verification that was stopped keeps its readings; it makes no report of record and no history.
    if (!store || interrupted || options.aside)
      return { ...result, ...trouble(keeper), report: interrupted ? partial(report) : report };
    let written = false;
    await keeper.run(async () => {
      written = await store.finish(id, {
        finishedAt: clock.now().toISOString(),
        evidence,
        report: nothingRead ? null : report,
        memory: remember(memory, conclusion),
        expectedRevision: revision,
      });
    });
    if (keeper.failure) return { ...result, ...trouble(keeper), report };
    if (written)
      return { ...result, report: nothingRead ? await lastReport(store, subject, report) : report };
    if (attempt >= MAX_ATTEMPTS)
      throw new Error(`the store kept changing under ${attempt} attempts to write`);
    ({ memory, revision } = await load(store, subject));
  }
}

function trouble(keeper: Keeper): { notKept?: StoreError } {
  return keeper.failure ? { notKept: keeper.failure } : {};
}

function partial(report: Report): Report {
  return { ...report, incomplete: true };
}

/**
 * Evidence and the memory before it → report and the memory after it, exactly as the verification that kept the
 * evidence drew them: what `Store.rebuild` takes. Nothing is fetched.
 */
export async function foldEvidence(memory: unknown, evidence: Evidence): Promise<Folded> {
  const before = readMemory(memory);
  const conclusion = await concludeEvidence(withMemory(evidence, before));
  const report = conclusion.nothingRead ? null : buildReport(conclusion);
  return { report, memory: remember(before, conclusion) };
}

/** Nothing could be read: the last report stays newest, marked incomplete, with its age (scoring section 3). */
async function lastReport(store: Store, subject: string, fallback: Report): Promise<Report> {
  const latest = await store.latest(subject);
  return latest ? { ...(latest.report as Report), incomplete: true } : fallback;
}
