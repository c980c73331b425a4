import { createPublicKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJwsJson, signaturesOfJson } from '../../src/verify/formats/jws-json.js';
import { verifyJws } from '../../src/verify/jws.js';
import { checkPublicKey } from '../../src/verify/keys/public-key.js';
import { signatureHolds } from '../../src/verify/signature.js';

interface Result {
  topic: string;
  set: string;
  cases: number;
  passed: number;
  failures: string[];
}

type Json = Readonly<Record<string, unknown>>;

const parse = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as Json;
const records = (value: unknown) => (value ?? []) as readonly Json[];

/** Wycheproof, the RFC 7520 cookbook and the files of RFC 7515 appendix A, through our own strict verifier. */
export async function run(shared: string): Promise<Result[]> {
  const folder = join(shared, 'vectors/01-jose-crypto');
  return [
    await signatures(folder, 'ed25519_test.json', 'EdDSA'),
    await signatures(folder, 'ecdsa_secp256r1_sha256_p1363_test.json', 'ES256'),
    await signatures(folder, 'ecdsa_secp384r1_sha384_p1363_test.json', 'ES384'),
    await signatures(folder, 'rsa_signature_2048_sha256_test.json', 'RS256'),
    await signatures(folder, 'rsa_pss_2048_sha256_mgf1_32_test.json', 'PS256'),
    ...(await webSignatures(folder)),
    await cookbook(folder),
    await appendixA(folder),
  ];
}

function result(set: string, cases: number, failures: string[]): Result {
  return { topic: 'jose', set, cases, passed: cases - failures.length, failures };
}

/** Raw signatures: `acceptable` may go either way, and nothing may throw. */
async function signatures(folder: string, file: string, alg: string): Promise<Result> {
  const failures: string[] = [];
  let cases = 0;
  for (const group of records((await parse(join(folder, 'wycheproof', file))).testGroups)) {
    const jwk = group.publicKeyJwk ?? createPublicKey(String(group.publicKeyPem)).export({ format: 'jwk' });
    const key = checkPublicKey(jwk);
    for (const test of records(group.tests)) {
      cases += 1;
      const [msg, sig] = [Buffer.from(String(test.msg), 'hex'), Buffer.from(String(test.sig), 'hex')];
      const held = key.ok && (await signatureHolds(key.value, alg, msg, sig));
      if (test.result !== 'acceptable' && held !== (test.result === 'valid'))
        failures.push(`${file} tcId ${test.tcId}`);
    }
  }
  return result(`wycheproof ${alg}`, cases, failures);
}

/**
 * Whole JWS. Two kinds of `valid` case are refused on purpose: HMAC, since a public verifier has no secret, and a
 * header whose algorithm is not that of the key (RFC 8725 section 3.1; other cases of the set ask for just that).
 */
async function webSignatures(folder: string): Promise<Result[]> {
  const failures: string[] = [];
  const onPurpose: string[] = [];
  let [cases, purposes] = [0, 0];
  const names = (await readdir(join(folder, 'wycheproof'))).filter((name) =>
    name.startsWith('json_web_signature'),
  );
  for (const name of names) {
    for (const group of records((await parse(join(folder, 'wycheproof', name))).testGroups)) {
      const jwk = (group.public ?? group.private) as Json;
      for (const test of records(group.tests)) {
        const { ok } = await verifyJws(String(test.jws), jwk);
        const refuse = jwk.kty === 'oct' || (test.result === 'valid' && contradicts(jwk, String(test.jws)));
        if (refuse) purposes += 1;
        else cases += 1;
        const expected = refuse ? false : test.result === 'valid';
        if (ok !== expected && test.result !== 'acceptable')
          (refuse ? onPurpose : failures).push(`tcId ${test.tcId}`);
      }
    }
  }
  return [
    result('wycheproof JWS', cases, failures),
    result('wycheproof JWS refused on purpose (HMAC, alg of another key)', purposes, onPurpose),
  ];
}

function contradicts(jwk: Json, jws: string): boolean {
  const header = JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString('utf8')) as Json;
  return jwk.alg !== undefined && jwk.alg !== header.alg;
}

/** Signatures of public keys hold in all forms; HMAC and unencoded payloads are refused in all. */
async function cookbook(folder: string): Promise<Result> {
  const failures: string[] = [];
  let cases = 0;
  for (const part of ['jws', 'rfc7797']) {
    for (const file of await readdir(join(folder, 'jose-cookbook', part))) {
      const test = await parse(join(folder, 'jose-cookbook', part, file));
      const key = (test.input as Json).key as Json;
      const { d, p, q, dp, dq, qi, ...jwk } = key;
      const output = test.output as Json;
      const expected = key.kty !== 'oct';
      for (const form of ['compact', 'json', 'json_flat'].filter((name) => output[name] !== undefined)) {
        cases += 1;
        if ((await anyForm(output[form], jwk)) !== expected) failures.push(`${file} ${form}`);
      }
    }
  }
  return result('RFC 7520 cookbook', cases, failures);
}

async function anyForm(jws: unknown, jwk: Json): Promise<boolean> {
  if (typeof jws === 'string') return (await verifyJws(jws, jwk)).ok;
  if (!isJwsJson(jws)) return false;
  const found = signaturesOfJson(jws);
  if (!found.ok) return false;
  const held = await Promise.all(found.value.map(async ({ compact }) => (await verifyJws(compact, jwk)).ok));
  return held.length > 0 && held.every(Boolean);
}

/** Each signature of a file against the keys beside it; A.1 (HMAC) and A.5 (`none`) have to be refused. */
async function appendixA(folder: string): Promise<Result> {
  const directory = join(folder, 'latchset-jose');
  const files = await readdir(directory);
  const failures: string[] = [];
  const documents = files.filter((file) => /\.jws[cfg]$/.test(file));
  for (const file of documents) {
    const base = file.replace(/\.jws[cfg]$/, '');
    const text = (await readFile(join(directory, file), 'utf8')).trim();
    const keys = await keysOf(directory, files, base);
    const expected = !/A\.[15]$/.test(base);
    if ((await allSignatures(text, keys)) !== expected) failures.push(file);
  }
  return result('RFC 7515 appendix A', documents.length, failures);
}

async function keysOf(directory: string, files: readonly string[], base: string): Promise<readonly Json[]> {
  const own = files.filter((file) => file.startsWith(`${base}.`) && file.endsWith('.jwk'));
  const keys = await Promise.all(own.map((file) => readKey(directory, file)));
  return keys.map(({ d, p, q, dp, dq, qi, ...jwk }) => jwk);
}

/** Some of these files were symbolic links where they come from: then they hold the name of another. */
async function readKey(directory: string, file: string): Promise<Json> {
  const text = (await readFile(join(directory, file), 'utf8')).trim();
  return text.startsWith('{') ? (JSON.parse(text) as Json) : parse(join(directory, text));
}

/** Every signature holds with one of the keys. */
async function allSignatures(text: string, keys: readonly Json[]): Promise<boolean> {
  const json: unknown = text.startsWith('{') ? JSON.parse(text) : null;
  const found = isJwsJson(json) ? signaturesOfJson(json) : null;
  if (found && !found.ok) return false;
  const compacts = found?.ok ? found.value.map(({ compact }) => compact) : [text];
  for (const compact of compacts) {
    const held = await Promise.all(keys.map(async (jwk) => (await verifyJws(compact, jwk)).ok));
    if (!held.includes(true)) return false;
  }
  return true;
}
