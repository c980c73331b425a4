import { describe, expect, it } from 'vitest';
import { MAX_NAME_COLUMNS } from '../../src/design/printable.js';
import { publishPlan } from '../../src/pages/publish-plan.js';

describe('the plan of who publishes', () => {
  it('spells every account as it is signed, each once, the provider first', () => {
    const accounts = [
      '',
      ' https://GitHub.com/Alice ',
      'https://github.com/alice',
      'acct:alice@social.example',
    ];
    const plan = publishPlan('mimi://A.example/u/alice', [
      ...accounts,
      'https://127.0.0.1/',
      'mimi://a.example/u/alice',
    ]);
    if (!plan.ok) throw new Error(plan.message);
    expect(plan.subject).toBe('mimi://a.example/u/alice');
    expect(plan.places.map(({ account }) => account)).toEqual([
      'mimi://a.example/u/alice',
      'https://github.com/alice',
      'acct:alice@social.example',
    ]);
    expect([plan.page, plan.command]).toEqual([
      '/i/mimi%3A%2F%2Fa.example%2Fu%2Falice',
      "crossproof verify 'mimi://a.example/u/alice' \\\n" +
        "    --account 'https://github.com/alice' \\\n    --account 'acct:alice@social.example'",
    ]);
    expect(plan.unsupported.map(({ account }) => account)).toEqual(['https://127.0.0.1/']);
  });

  it('shows a line that is no account so that it disturbs no other, whatever stands in it', () => {
    const plan = publishPlan('mimi://a.example/u/alice', ['https://x.example/\u202eabc', 'a'.repeat(3_000)]);
    expect(plan.ok && plan.unsupported.map(({ shown }) => shown)).toEqual([
      '\u2068https://x.example/\ufffdabc\u2069',
      `\u2068${'a'.repeat(MAX_NAME_COLUMNS - 1)}…\u2069`,
    ]);
  });

  it('leaves room for what only the browser has', () => {
    const plan = publishPlan('mimi://a.example/u/alice', ['https://github.com/alice']);
    const values = plan.ok ? plan.places.flatMap(({ steps }) => steps.map(({ value }) => value)) : [];
    expect(values.length).toBeGreaterThan(1);
    expect(values.filter((value) => !/\{(token|statement)\}/.test(value))).toEqual([]);
  });

  it('knows her by any spelling, and by the address of her page', () => {
    const subjects = [
      'alice@a.example',
      '@alice:a.example',
      'https://id.example/i/mimi%3A%2F%2Fa.example%2Fu%2Falice',
    ];
    const plans = subjects.map((subject) => publishPlan(subject, []));
    expect(plans).toEqual(subjects.map(() => publishPlan('mimi://a.example/u/alice', [])));
  });

  it.each(['', 'nobody', 'https://github.com/alice', 'mimi://a.example/r/room'])(
    'is none for %j',
    (subject) => {
      expect(publishPlan(subject, [])).toEqual({ ok: false, message: expect.any(String) });
    },
  );
});
