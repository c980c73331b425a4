import { expect, test } from 'vitest';
import { publishInstructions, recogniseAccount, services } from '../../src/services/index.js';

const material = { statement: 'STATEMENT', token: 'cross-signing:TOKEN' };

function instructionsFor(uri: string, extra: { presentation?: string } = {}) {
  const account = recogniseAccount(uri);
  if ('unsupported' in account) throw new Error(account.reason);
  return publishInstructions(account, { ...material, ...extra });
}

test('GitHub is told in its own words, with the token where room is short', () => {
  expect(instructionsFor('https://github.com/alice')).toEqual({
    account: 'https://github.com/alice',
    service: 'GitHub',
    steps: [
      { where: 'Settings → Public profile → Bio', what: 'the proof token', value: 'cross-signing:TOKEN' },
      {
        where: 'or gist.github.com → New gist → Create public gist, a file named cross-signing.jwt',
        what: 'the statement',
        value: 'STATEMENT',
      },
    ],
  });
});

test("a place's own presentation is shown instead of the statement", () => {
  const { steps } = instructionsFor('https://alice.example/', { presentation: 'STATEMENT~DISCLOSURE~' });
  expect(steps.map((step) => step.value)).toEqual([
    'STATEMENT~DISCLOSURE~',
    '<script type="application/jwt">STATEMENT~DISCLOSURE~</script>',
    'cross-signing:TOKEN',
  ]);
});

test.each(services.map((service) => [service.id, service.examples.fixtures.proof]))(
  '%s leaves nothing to fill in',
  (_, uri) => {
    for (const step of instructionsFor(uri).steps) expect(`${step.where}${step.value}`).not.toMatch(/[{}]/);
  },
);

test('a provider is told the address of the document as it is asked for', () => {
  expect(instructionsFor('mimi://a.example/u/alice').steps).toEqual([
    {
      where:
        'your MIMI provider, as the document https://a.example/.well-known/cross-signing?resource=mimi%3A%2F%2Fa.example%2Fu%2Falice',
      what: 'the statement, served as application/jwt',
      value: 'STATEMENT',
    },
  ]);
});
