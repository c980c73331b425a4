import { expect, test } from 'vitest';
import {
  mergeDisclosures,
  type Statement,
  signSdStatement,
  signStatement,
  verifyStatement,
} from '../../src/verify/index.js';
import { ALICE, NOW, NOW_SECONDS } from './support/tokens.js';

const ONE = 'https://one.example/';
const TWO = 'https://two.example/';
const input = { key: ALICE.privateJwk, sub: 'mimi://a.example/u/alice', accounts: [ONE, TWO], now: NOW };

async function held(text: string): Promise<Statement> {
  const result = await verifyStatement(text, { now: NOW });
  if (!result.ok) throw new Error(result.message);
  return result.statement;
}

test('several finds of one statement name the union of what they disclose', async () => {
  const { full, bare, presentations } = await signSdStatement(input);
  const finds = await Promise.all(
    [bare, presentations.get(ONE) ?? '', presentations.get(TWO) ?? ''].map(held),
  );
  const [merged, ...others] = mergeDisclosures(finds);
  const whole = await held(full);
  expect(others).toEqual([]);
  expect(merged).toEqual({ ...whole, text: merged?.text });
  expect(await held(merged?.text ?? '')).toEqual(merged);
});

test('the order of the finds changes nothing', async () => {
  const { presentations } = await signSdStatement(input);
  const finds = await Promise.all([...presentations.values()].map(held));
  expect(mergeDisclosures(finds)).toEqual(mergeDisclosures(finds.toReversed()));
});

test('different statements stay apart, equal ones become one', async () => {
  const first = await held(await signStatement({ ...input, seq: 1 }));
  const second = await held(await signStatement({ ...input, seq: NOW_SECONDS }));
  expect(mergeDisclosures([first, second, first])).toEqual([first, second]);
  expect(mergeDisclosures([])).toEqual([]);
});
