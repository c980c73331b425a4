import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPageOf, pageAccount } from '../../src/client/page-account.js';
import { normalizeAccountUri } from '../../src/identifier/index.js';

/** Node 20 makes `/a/._/.` of itself; browsers, for whom this is, and RFC 3986 section 5.2.4 make `/a/._/` of it. */
const leavesDots = (address: string): boolean => /\/\.{1,2}(?:\/|$)/.test(new URL(address).pathname);

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
        fc.pre(account.ok && !leavesDots(address));
        expect(pageAccount(address)).toBe(account.uri);
      }),
      { examples: [[['', '._', '.']]] },
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
