import { beforeAll, describe, expect, it } from 'vitest';
import { signSdStatement } from '../../src/verify/index.js';
import { daysAgo, type Identity, identity, report, SUBJECT, shows, showsToken } from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const CODEBERG = 'https://codeberg.org/alice';
const GITLAB = 'https://gitlab.com/alice';
const REDDIT = 'https://www.reddit.com/user/alice';

let alice: Identity;
beforeAll(async () => {
  alice = await identity();
});

describe('the takeover threshold of a statement with selective disclosure', () => {
  it('falls where the provider alone tells that she named the places of her tokens', async () => {
    const { full, presentations } = await signSdStatement({
      key: alice.jwk,
      sub: SUBJECT,
      accounts: [GITHUB, CODEBERG, GITLAB, REDDIT],
      now: daysAgo(30),
    });
    const tokens = [GITLAB, REDDIT].map((account) => showsToken(account, [alice.token(account)]));
    const own = (account: string) => presentations.get(account) ?? '';
    const places = (copy: (account: string) => string) => [
      shows(SUBJECT, [full]),
      ...[GITHUB, CODEBERG].map((account) => shows(account, [copy(account)])),
      ...tokens,
    ];
    const reports = await Promise.all([report(places(() => full)), report(places(own))]);
    expect(reports.map((r) => [r.verdict, r.independentOperators, r.takeoverThreshold])).toEqual([
      ['consistent', 5, 3],
      // Once the provider is held the tokens stand for accounts that nobody names.
      ['consistent', 5, 2],
    ]);
  });

  it('falls where one other place alone tells it', async () => {
    const { bare, full, presentations } = await signSdStatement({
      key: alice.jwk,
      sub: SUBJECT,
      accounts: [GITHUB, CODEBERG, GITLAB, REDDIT],
      now: daysAgo(30),
    });
    const tokens = [GITLAB, REDDIT].map((account) => showsToken(account, [alice.token(account)]));
    const own = presentations.get(CODEBERG) ?? '';
    const r = await report([
      shows(SUBJECT, [bare]),
      shows(GITHUB, [full]),
      shows(CODEBERG, [own]),
      ...tokens,
    ]);
    // The provider and GitHub: then Codeberg alone speaks for her.
    expect([r.verdict, r.independentOperators, r.takeoverThreshold]).toEqual(['consistent', 5, 2]);
  });
});
