import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { Clock } from '../fetch/types.js';
import type { SigningKeyRecord, SigningKeyStore } from '../store/token-types.js';
import { REPORT_TYP } from '../verify/typ.js';
import type { ReportSigner } from './deps.js';

const HOUR_MS = 3_600_000;
/** Milliseconds a key is there to sign: a stolen one is worth a month at most. */
export const KEY_LIFE_MS = 30 * 24 * HOUR_MS;
/** The next key is made so long before: whoever keeps our keys for a day has seen it when it begins to sign. */
export const KEY_LEAD_MS = 24 * HOUR_MS;
/** A key signs once it has been shown so long, as soon as another one can sign until then. */
export const KEY_SHOWN_FIRST_MS = 12 * HOUR_MS;
/** Seconds that a signed report is valid: what it says may have changed an hour later, and it tells its own age. */
export const REPORT_VALID_SECONDS = 24 * 3_600;
/** A key is shown so long after the last thing that it signed is valid: clocks differ. */
export const KEY_SHOWN_AFTER_MS = HOUR_MS;
/** Milliseconds that the keys are remembered. Shorter than KEY_SHOWN_FIRST_MS by far, so that nobody signs unseen. */
export const KEYS_CACHED_MS = 10_000;

export interface SignerDeps {
  readonly keys: SigningKeyStore;
  readonly clock: Clock;
}

/** A key taken from the store, in the form that signs. */
interface LoadedKey {
  readonly record: SigningKeyRecord;
  readonly privateKey: Awaited<ReturnType<typeof importJWK>>;
}

/**
 * Signs reports with Ed25519 and changes its key every month. The keys are in the store, so that all processes sign with
 * the same ones and a restart forgets none; two processes that make one at once have made two good ones.
 * Its methods reject with a StoreError where the store is away.
 */
export function createSigner(deps: SignerDeps): ReportSigner {
  const shelf = keyShelf(deps);
  return {
    async sign(report, { subject, issuer, picture }) {
      const key = signingKey(await shelf.keys('to sign'), deps.clock.now());
      const iat = Math.floor(deps.clock.now().getTime() / 1000);
      const carried = picture === undefined ? {} : { picture };
      const payload = { iss: issuer, sub: subject, iat, exp: iat + REPORT_VALID_SECONDS, ...carried, report };
      return await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'EdDSA', typ: REPORT_TYP, kid: key.record.kid })
        .sign(key.privateKey);
    },
    async jwks() {
      const keys = await shelf.keys('to show');
      return { keys: keys.map(({ record }) => publicHalf(record)) };
    },
  };
}

/** Member by member: what is not named here never leaves. */
function publicHalf({ jwk, kid }: SigningKeyRecord): Readonly<Record<string, unknown>> {
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, kid, alg: 'EdDSA', use: 'sig' };
}

/** The newest that others had time to see; where there is none, the newest. */
function signingKey(keys: readonly LoadedKey[], now: Date): LoadedKey {
  const able = keys.filter((key) => canSign(key, now)).sort(newestFirst);
  const seen = able.find(({ record }) => Date.parse(record.createdAt) + KEY_SHOWN_FIRST_MS <= now.getTime());
  const key = seen ?? able[0];
  if (key === undefined) throw new Error('a signing key was made and is not there');
  return key;
}

const canSign = ({ record }: LoadedKey, now: Date): boolean => Date.parse(record.signsUntil) > now.getTime();

const newestFirst = (a: LoadedKey, b: LoadedKey): number =>
  a.record.createdAt === b.record.createdAt
    ? a.record.kid.localeCompare(b.record.kid, 'en')
    : Date.parse(b.record.createdAt) - Date.parse(a.record.createdAt);

interface KeyShelf {
  /** Those that are shown; to sign, one of them can. */
  keys(purpose: 'to show' | 'to sign'): Promise<readonly LoadedKey[]>;
}

/** The keys of the store, read at most once in KEYS_CACHED_MS, and only once for all who ask meanwhile. */
function keyShelf({ keys: store, clock }: SignerDeps): KeyShelf {
  let loadedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<readonly LoadedKey[]> | null = null;
  const isFresh = (): boolean => Math.abs(clock.now().getTime() - loadedAt) < KEYS_CACHED_MS;
  const fresh = (): Promise<readonly LoadedKey[]> => {
    if (loading !== null && isFresh()) return loading;
    loadedAt = clock.now().getTime();
    const attempt = loadKeys(store, clock);
    loading = attempt;
    attempt.catch(() => {
      if (loading === attempt) loading = null;
    });
    return attempt;
  };
  let making: Promise<void> | null = null;
  return {
    async keys(purpose) {
      const keys = await fresh();
      if (purpose === 'to show' || !needsNew(keys, clock.now())) return keys;
      making ??= makeKey(store, clock).finally(() => {
        making = null;
        loading = null;
      });
      // A full disk must not keep a key from signing that can for another day.
      await making.catch((error) => {
        if (!keys.some((key) => canSign(key, clock.now()))) throw error;
      });
      return await fresh();
    },
  };
}

function needsNew(keys: readonly LoadedKey[], now: Date): boolean {
  const until = now.getTime() + KEY_LEAD_MS;
  return !keys.some(({ record }) => Date.parse(record.signsUntil) > until);
}

async function loadKeys(store: SigningKeyStore, clock: Clock): Promise<readonly LoadedKey[]> {
  const now = clock.now().getTime();
  const shown = (await store.list()).filter((record) => Date.parse(record.shownUntil) > now);
  return await Promise.all(
    shown.map(async (record) => ({ record, privateKey: await importJWK({ ...record.jwk }, 'EdDSA') })),
  );
}

async function makeKey(store: SigningKeyStore, clock: Clock): Promise<void> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const now = clock.now().getTime();
  const signsUntil = now + KEY_LIFE_MS;
  await store.add({
    kid: await calculateJwkThumbprint(jwk),
    jwk: { ...jwk },
    createdAt: new Date(now).toISOString(),
    signsUntil: new Date(signsUntil).toISOString(),
    shownUntil: new Date(signsUntil + REPORT_VALID_SECONDS * 1000 + KEY_SHOWN_AFTER_MS).toISOString(),
  });
  await store.prune(new Date(now).toISOString());
}
