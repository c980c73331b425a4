import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeText } from '../../src/extract/decode.js';
import { parseStrictJson } from '../../src/extract/strict-json.js';

interface Result {
  topic: string;
  set: string;
  cases: number;
  passed: number;
  failures: string[];
}

/**
 * JSONTestSuite, file by file as a document from the network: bytes, decoded and parsed. Files whose whole point is
 * a member name that stands twice are a set of their own: RFC 8259 leaves them open, the profile refuses them.
 */
export async function run(shared: string): Promise<Result[]> {
  const folder = join(shared, 'vectors/09-robustness/json-test-suite/test_parsing');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const duplicates = names.filter((name) => name.includes('duplicated_key'));
  const others = names.filter((name) => !duplicates.includes(name));
  const sets: [string, string[], (accepted: boolean) => boolean][] = [
    ['valid documents accepted (y_)', others.filter((name) => name.startsWith('y_')), (accepted) => accepted],
    [
      'invalid documents refused (n_)',
      others.filter((name) => name.startsWith('n_')),
      (accepted) => !accepted,
    ],
    ['open cases end without a crash (i_)', others.filter((name) => name.startsWith('i_')), () => true],
    ['duplicate members refused (profile section 1)', duplicates, (accepted) => !accepted],
  ];
  return Promise.all(
    sets.map(async ([set, files, expected]) => {
      const failures: string[] = [];
      for (const file of files) {
        if (!expected(accepts(await readFile(join(folder, file))))) failures.push(file);
      }
      return { topic: 'json', set, cases: files.length, passed: files.length - failures.length, failures };
    }),
  );
}

function accepts(body: Uint8Array): boolean {
  const decoded = decodeText(body, { mediaType: 'application/json', charset: null });
  return decoded.ok && parseStrictJson(decoded.text).ok;
}
