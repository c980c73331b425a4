import type { Clock } from '../fetch/types.js';
import type { Verifications } from '../jobs/types.js';
import type { Bus } from '../queue/bus.js';
import type { JobStore } from '../store/job-types.js';
import type { ScheduleStore } from '../store/schedule-types.js';
import type { ReportMarks } from '../store/sql-marks.js';
import type { TokenRecord, TokenStore } from '../store/token-types.js';
import type { Store } from '../store/types.js';
import type { WishStore } from '../store/wish-types.js';
import type { RateLimiter } from './rate-limit.js';
import type { Admin } from './routes/admin.js';
import type { Operations } from './routes/operations.js';

/** What the HTTP API works with. Everything that differs between the embedded and the distributed mode is in here. */
export interface ApiDeps {
  readonly store: Store;
  readonly marks: ReportMarks;
  readonly jobs: JobStore;
  readonly schedules: ScheduleStore;
  readonly wishes: Omit<WishStore, 'prune'>;
  readonly verifications: Verifications;
  readonly bus: Bus;
  readonly clock: Clock;
  /** 0 to 1, for the first time of a new schedule. */
  readonly random: () => number;

  /** Tokens kept in the store, and those from the configuration. */
  readonly tokens: Pick<TokenStore, 'byHash' | 'byId' | 'any'>;
  readonly configuredTokens: readonly ConfiguredToken[];
  /** Nobody but this machine can connect: then, and where there are no tokens, none is needed. */
  readonly boundToLoopback: boolean;
  /** Origin by which the world knows this server, without a trailing slash; null: the address it listens on. */
  readonly publicUrl: string | null;
  /** Addresses and CIDR blocks of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];

  readonly limiter: RateLimiter;
  /** What the limiter allows, for the RateLimit-Policy field. */
  readonly rate: { readonly perMinute: number; readonly burst: number };

  /** Seconds that a green tick lasts, on pages and badges. */
  readonly badgeMaxAgeSeconds: number;

  readonly signer: ReportSigner;
  readonly forgetRequests: ForgetRequests;
  /** /healthz, /readyz and /metrics; none of them where it is left out. */
  readonly operations?: Operations;
  /** /admin; it is not there where this is left out. */
  readonly admin?: Admin;
  readonly observer?: ApiObserver;
}

/** A token named in the configuration: it neither expires nor is it revoked while the process runs. */
export type ConfiguredToken = Pick<TokenRecord, 'id' | 'name' | 'role' | 'hash'>;

export interface ReportSigner {
  /**
   * Compact JWS of typ `crossproof-report+jwt`.
   *
   * @param about.issuer this server's origin
   * @param about.picture digest of the picture that will carry it
   */
  sign(
    report: unknown,
    about: { readonly subject: string; readonly issuer: string; readonly picture?: string },
  ): Promise<string>;
  /** Public keys that signed something which is still valid. */
  jwks(): Promise<{ readonly keys: readonly Readonly<Record<string, unknown>>[] }>;
}

export interface ForgetRequests {
  /** Does this JWS, signed by the key last `consistent` for the subject, ask this server to forget it, just now? */
  verify(jws: string, about: { readonly subject: string; readonly audience: string }): Promise<boolean>;
}

/** For metrics and logs: closed words, ids and numbers only. No method throws. */
export interface ApiObserver {
  requestEnded(request: EndedRequest): void;
  /** A bug of ours, or trouble of ours: what the client was told is a 500 or a 503. */
  failed(error: unknown, request: Pick<EndedRequest, 'id' | 'method' | 'route'>): void;
  rateLimited(): void;
  /** Event streams open from now on. */
  streams(open: number): void;
}

export interface EndedRequest {
  readonly id: string;
  readonly method: string;
  /** The route's pattern, never the URL; `unmatched` where none fits. */
  readonly route: string;
  /** 0 where the client was gone before there was an answer. */
  readonly status: number;
  readonly milliseconds: number;
  /** Id of the valid token it came with. */
  readonly tokenId: string | null;
}
