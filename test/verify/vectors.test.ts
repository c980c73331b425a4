import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { INVALID, VALID } from '../../scripts/statement-vectors/index.js';
import type { Statement } from '../../src/verify/index.js';
import { statementDigest, verifyStatement } from '../../src/verify/index.js';

interface Vector {
  readonly name: string;
  readonly now: string;
  readonly text: string;
  readonly refusal?: string;
  readonly statement?: Readonly<Record<string, unknown>>;
}

function load(kind: 'valid' | 'invalid'): readonly Vector[] {
  const folder = new URL(`../../fixtures/vectors/statement/${kind}/`, import.meta.url);
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector);
}

/** What vectors compare: members of the statement, its accounts by their URIs only. */
function summary(statement: Statement): Readonly<Record<string, unknown>> {
  return {
    ...statement,
    uris: statement.accounts.map((account) => account.uri),
    unsupportedCount: statement.unsupported.length,
  };
}

describe('a statement is refused with', () => {
  test.each(load('invalid').map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
    const result = await verifyStatement(vector.text, { now: new Date(vector.now) });
    expect(result).toEqual({ ok: false, refusal: vector.refusal, message: expect.stringMatching(/\w/) });
  });
});

describe('a statement holds with', () => {
  test.each(load('valid').map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
    const result = await verifyStatement(vector.text, { now: new Date(vector.now) });
    if (!result.ok) throw new Error(`${result.refusal}: ${result.message}`);
    const { statement } = result;
    expect(summary(statement)).toEqual(expect.objectContaining(vector.statement));
    expect(statement.digest).toBe(statementDigest(vector.text));
  });
});

test('the files are those that the script writes', () => {
  const written = [...load('valid'), ...load('invalid')].map(({ name, text }) => [name, text]);
  const made = [...VALID, ...INVALID].map(([name, { text }]) => [name, text]);
  expect(written.sort()).toEqual(made.sort());
});
