import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPageOf, pageAccount } from '../../src/client/page-account.js';
import { normalizeAccountUri } from '../../src/identifier/index.js';

describe('the account that a page is', () => {
  it.each([
    ['https://alice.example/', 'https://alice.example/'],
    ['https://alice.example', 'https://alice.example/'],
    ['https://ALICE.example./?utm=1#me', 'https://alice.example/'],
    ['https://tilde.example/%7ealice/%e2%9c%94', 'https://tilde.example/~alice/%E2%9C%94'],
    ['https://bücher.example/a/../b', 'https://xn--bcher-kva.example/b'],
  ])('of %s is %s', (address, account) => {
    expect(pageAccount(address)).toBe(account);
  });

  it.each([
    'http://alice.example/',
    'https://alice.example:8443/',
    'https://alice@evil.example/',
    'about:blank',
  ])('is none for %s', (address) => {
    expect(pageAccount(address)).toBeNull();
  });

  it('is spelled as reports spell it', () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9~._!$&'()*+,;=:@%-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), (segments) => {
        const address = `https://alice.example/${segments.join('/')}`;
        const account = normalizeAccountUri(address);
        fc.pre(account.ok);
        expect(pageAccount(address)).toBe(account.uri);
      }),
    );
  });

  it('is the same with and without the slash at its end, and no other', () => {
    const page = 'https://tilde.example/~alice/';
    const accounts = [
      'https://tilde.example/~alice',
      page,
      'https://tilde.example/',
      'https://tilde.example/~alice/blog',
    ];
    expect(accounts.map((account) => isPageOf(page, account))).toEqual([true, true, false, false]);
  });
});
