import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isJwsJson, signaturesOfJson } from '../../src/verify/formats/jws-json.js';
import { unpackSdJwt } from '../../src/verify/formats/sd-jwt.js';
import { inspectDocument } from '../../src/verify/inspect/inspect-document.js';
import { parseJsonObject, verifyJws } from '../../src/verify/jws.js';
import { checkPublicKey } from '../../src/verify/keys/public-key.js';
import { splitPresentation } from '../../src/verify/presentation.js';

interface Result {
  topic: string;
  set: string;
  cases: number;
  passed: number;
  failures: string[];
}

const SETS = ['rfc9901-examples', 'sd-jwt-python-testcases', 'sd-jwt-vc-examples'];
/** Between `iat` and `exp` of these credentials. */
const NOW = new Date('2026-11-21T12:00:00Z');

/** Presentations by others: the signature holds, and unpacking gives exactly the contents they verified. */
export async function run(shared: string): Promise<Result[]> {
  const folder = join(shared, 'vectors/04-sd-jwt');
  return Promise.all(SETS.map((set) => runSet(folder, set)));
}

async function runSet(folder: string, set: string): Promise<Result> {
  const key = issuerKey(await readFile(join(folder, set, 'settings.yml'), 'utf8'));
  const names = (await readdir(join(folder, set))).filter((name) => !name.endsWith('.yml')).sort();
  const failures: string[] = [];
  for (const name of names) {
    const fault = await runCase(join(folder, set, name), key);
    if (fault !== null) failures.push(`${name}: ${fault}`);
  }
  return { topic: 'sd-jwt', set, cases: names.length, passed: names.length - failures.length, failures };
}

/** The first key under `issuer_key` or `issuer_keys`: flat lines, no need for a YAML parser. */
function issuerKey(settings: string): Readonly<Record<string, string>> {
  const lines = settings
    .slice(settings.search(/issuer_keys?:/))
    .split('\n')
    .slice(1, 6);
  const members = lines.flatMap((line) => {
    const [, name, value] = /^[\s-]*(\w+):\s*(\S+)/.exec(line) ?? [];
    return name && value && name !== 'd' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(members);
}

async function runCase(folder: string, key: Readonly<Record<string, string>>): Promise<string | null> {
  const presented = await readPresentation(folder);
  const signed = await verifyJws(presented.token, key);
  if (!signed.ok) return signed.message;
  const payload = parseJsonObject(signed.value.payload, 'payload');
  if (!payload.ok) return payload.message;
  const unpacked = unpackSdJwt(payload.value, presented.disclosures);
  if (!unpacked.ok) return unpacked.message;
  const expected: unknown = JSON.parse(await readFile(join(folder, 'verified_contents.json'), 'utf8'));
  if (!isDeepStrictEqual(unpacked.value, expected)) return 'other contents than expected';
  const checked = checkPublicKey(key);
  const inspection = await inspectDocument(presented.document, {
    now: NOW,
    trustedKeys: checked.ok ? [checked.value] : [],
  });
  const statuses = inspection.claims.map((claim) => claim.status);
  // Credentials with rules of their own (SD-JWT VC) are not judged here yet, and are never called broken.
  return statuses.every((status) => status === 'verified' || status === 'unsupported') && statuses.length > 0
    ? null
    : `inspect says ${statuses.join() || 'nothing'}`;
}

interface Presented {
  readonly document: string;
  readonly token: string;
  readonly disclosures: readonly string[];
}

async function readPresentation(folder: string): Promise<Presented> {
  const file = (await readdir(folder)).find((name) => name.startsWith('sd_jwt_presentation.'));
  const text = (await readFile(join(folder, file ?? 'sd_jwt_presentation.txt'), 'utf8')).trim();
  if (!text.startsWith('{') && !text.startsWith('"')) return { document: text, ...splitPresentation(text) };
  // Some of these files hold the JSON object as text inside of a JSON string.
  const value: unknown = JSON.parse(text);
  const json: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  const signatures = isJwsJson(json) ? signaturesOfJson(json) : null;
  const first = signatures?.ok ? signatures.value[0] : undefined;
  return {
    document: JSON.stringify(json),
    token: first?.compact ?? '',
    disclosures: first?.disclosures ?? [],
  };
}
