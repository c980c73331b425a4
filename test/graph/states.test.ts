import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/types.js';
import {
  generateIdentityKey,
  signSdStatement,
  signStatement,
  thumbprintUri,
} from '../../src/verify/index.js';
import {
  daysAgo,
  empty,
  type Identity,
  identity,
  knownFor,
  report,
  SUBJECT,
  shows,
  showsToken,
  unreadable,
} from '../support/scenario.js';

const GITHUB = 'https://github.com/alice';
const GITLAB = 'https://gitlab.com/alice';
const SITE = 'https://alice.example/';
const CAROL = 'mimi://c.example/u/carol';

let alice: Identity;
let mallory: Identity;
beforeAll(async () => {
  [alice, mallory] = await Promise.all([identity(), identity()]);
});

/** State and decibans of one account. */
function at(r: Report, account: string): [string | undefined, number | undefined] {
  const found = r.accounts.find((a) => a.account === account);
  return [found?.state, found && Math.round(found.evidence * 10) / 10];
}

describe('the state of an account', () => {
  it('is consistent where it shows the leading statement, or a token of its key', async () => {
    const s = await alice.sign([GITHUB, SITE]);
    const r = await report([
      shows(SUBJECT, [s]),
      shows(SITE, [s]),
      showsToken(GITHUB, [alice.token(GITHUB)]),
    ]);
    expect([at(r, SUBJECT), at(r, SITE), at(r, GITHUB)]).toEqual([
      ['consistent', 18.4],
      ['consistent', 12.1],
      ['consistent', 16.1],
    ]);
  });

  it('is revoked where the leading statement says so, and nothing in the score', async () => {
    const old = await alice.sign([GITHUB], { now: daysAgo(60) });
    const s = await alice.sign([], { revoked: [GITHUB] });
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [old])]);
    expect([at(r, GITHUB), at(r, SUBJECT)]).toEqual([
      ['revoked', 0],
      ['consistent', 18.4],
    ]);
  });

  it('is conflicting, though revoked, where it shows the key of another', async () => {
    const s = await alice.sign([SITE], { revoked: [GITHUB] });
    const f = await mallory.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [s]), shows(SITE, [s]), shows(GITHUB, [f])]);
    expect(at(r, GITHUB)[0]).toBe('conflicting');
  });

  it('is conflicting before consistent where it shows both keys', async () => {
    const s = await alice.sign([GITHUB]);
    const f = await mallory.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s, f])], { given: [GITHUB] });
    expect([at(r, GITHUB), r.alerts.map((a) => a.code)]).toEqual([
      ['conflicting', 0],
      ['conflicting-statement'],
    ]);
  });

  it('is conflicting for a token of another key whose statement names the account', async () => {
    const s = await alice.sign([GITHUB, SITE]);
    const own = 'https://mallory.example/';
    const f = await mallory.sign([own, GITHUB]);
    const r = await report([
      shows(SUBJECT, [s]),
      shows(own, [f]),
      showsToken(GITHUB, [mallory.token(GITHUB)]),
    ]);
    expect(at(r, GITHUB)[0]).toBe('conflicting');
  });

  it('is not conflicting where the statement of another key does not name the account', async () => {
    const s = await alice.sign([GITHUB]);
    const f = await mallory.sign(['https://mallory.example/']);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [f])]);
    expect([at(r, GITHUB), r.verdict]).toEqual([['one-way', -3], 'weak']);
  });

  it('is stale where it shows an older statement that named it, and still supports', async () => {
    const old = await alice.sign([GITHUB], { now: daysAgo(60) });
    const s = await alice.sign([GITHUB, SITE]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [old])]);
    expect([at(r, GITHUB), r.verdict]).toEqual([['stale', 16.1], 'consistent']);
  });

  it('is unclaimed where anybody pasted a public statement', async () => {
    const s = await alice.sign([SITE]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), shows(SITE, [s])]);
    expect(at(r, GITHUB)).toEqual(['unclaimed', 0]);
  });

  it('is unclaimed for an older statement that named it, once the leading one does not', async () => {
    const old = await alice.sign([GITHUB], { now: daysAgo(60) });
    const s = await alice.sign([SITE]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [old])]);
    expect(at(r, GITHUB)).toEqual(['unclaimed', 0]);
  });

  it('is foreign, and silence, where it shows a statement of another identity', async () => {
    const s = await alice.sign([GITHUB, SITE]);
    const other = await mallory.sign([GITHUB], { sub: CAROL });
    const r = await report([shows(SUBJECT, [s]), shows(SITE, [s]), shows(GITHUB, [other])]);
    expect([at(r, GITHUB), JSON.stringify(r).includes('carol')]).toEqual([['foreign', -3], false]);
  });

  it('is expired, and nothing, where the only statement is past its end', async () => {
    const old = await alice.sign([GITHUB], { now: daysAgo(100), days: 30 });
    const s = await alice.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [old])]);
    expect([at(r, GITHUB), r.alerts.map((a) => a.code)]).toEqual([['expired', 0], ['statement-expired']]);
  });

  it('is invalid, and silence, where what claims to be a statement does not hold', async () => {
    const s = await alice.sign([GITHUB]);
    const broken = `${s.slice(0, -4)}AAAA`;
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [broken])]);
    expect(at(r, GITHUB)).toEqual(['invalid', -3]);
  });

  it('is no statement, and so silence, where a JWT of another type stands', async () => {
    const s = await alice.sign([GITHUB]);
    const other = `${Buffer.from('{"typ":"JWT","alg":"none"}').toString('base64url')}.e30.`;
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [other])]);
    expect(at(r, GITHUB)).toEqual(['one-way', -3]);
  });

  it('is unreachable, with a reason, and nothing', async () => {
    const s = await alice.sign([GITHUB, 'ftp://files.example/alice']);
    const r = await report([shows(SUBJECT, [s]), unreadable(GITHUB, 'tls')]);
    const pick = (i: number) => [r.accounts[i]?.account, r.accounts[i]?.state, r.accounts[i]?.unreachable];
    expect([pick(1), pick(2)]).toEqual([
      ['ftp://files.example/alice', 'unreachable', 'unsupported'],
      [GITHUB, 'unreachable', 'tls'],
    ]);
  });

  it('is unreachable if one of its places failed and nothing was found at the others', async () => {
    const s = await alice.sign([GITHUB]);
    const failed = await report([shows(SUBJECT, [s]), empty(GITHUB), unreadable(GITHUB)]);
    const found = await report([shows(SUBJECT, [s]), shows(GITHUB, [s]), unreadable(GITHUB)]);
    expect([at(failed, GITHUB), at(found, GITHUB)]).toEqual([
      ['unreachable', 0],
      ['consistent', 16.1],
    ]);
  });

  it('is re-registered, and silence, where it was made after the first statement that names it', async () => {
    const s = await alice.sign([GITHUB]);
    const after = await report([
      shows(SUBJECT, [s]),
      { ...empty(GITHUB), createdAt: daysAgo(3).toISOString() },
    ]);
    const before = await report([
      shows(SUBJECT, [s]),
      { ...empty(GITHUB), createdAt: daysAgo(300).toISOString() },
    ]);
    expect([at(after, GITHUB), after.alerts.map((a) => a.code), at(before, GITHUB)]).toEqual([
      ['re-registered', -3],
      ['re-registered'],
      ['one-way', -3],
    ]);
  });

  it('is re-registered where the service gives the name a new id; shown again it is consistent, with the alert', async () => {
    const s = await alice.sign([GITHUB, SITE]);
    const known = knownFor(60, alice, [SUBJECT, SITE], [s]);
    const seen = {
      account: GITHUB,
      firstSeen: known.firstSeen,
      lastSeen: known.lastSeen,
      accountId: '583231',
    };
    const history = [{ ...known, supports: [...(known.supports ?? []), seen] }];
    const places = [shows(SUBJECT, [s]), shows(SITE, [s])];
    const gone = await report([...places, { ...empty(GITHUB), accountId: '9000001' }], { history });
    const back = await report([...places, shows(GITHUB, [s], { accountId: '9000001' })], { history });
    expect([gone, back].map((r) => [at(r, GITHUB)[0], r.alerts.map((a) => a.code)])).toEqual([
      ['re-registered', ['re-registered']],
      ['consistent', ['re-registered']],
    ]);
  });

  it('is one-way where it is named, was read and shows nothing, the provider always being named', async () => {
    const s = await alice.sign([GITHUB, GITLAB]);
    const r = await report([empty(SUBJECT), shows(GITHUB, [s]), { ...empty(GITLAB), outcome: 'absent' }]);
    expect([at(r, SUBJECT), at(r, GITLAB)]).toEqual([
      ['one-way', 0],
      ['one-way', -3],
    ]);
  });

  it('is silent, and nothing, where only the reader or a rival names it', async () => {
    const s = await alice.sign([SITE]);
    const own = 'https://mallory.example/';
    const f = await mallory.sign([own, GITLAB]);
    const r = await report(
      [shows(SUBJECT, [s]), shows(SITE, [s]), shows(own, [f]), empty(GITLAB), empty(GITHUB)],
      { given: [GITHUB] },
    );
    expect([at(r, GITHUB), at(r, GITLAB)]).toEqual([
      ['silent', 0],
      ['silent', 0],
    ]);
  });
});

describe('a statement', () => {
  it('whose presentations disclose different accounts is one, and names them all', async () => {
    const { presentations } = await signSdStatement({
      key: alice.jwk,
      sub: SUBJECT,
      accounts: [GITHUB, SITE],
      now: daysAgo(30),
    });
    const of = (uri: string) => presentations.get(uri) ?? '';
    const bare = `${of(SITE).split('~')[0]}~`;
    const r = await report([shows(SUBJECT, [bare]), shows(GITHUB, [of(GITHUB)]), shows(SITE, [of(SITE)])]);
    expect([r.alerts, at(r, GITHUB)[0], at(r, SITE)[0], r.accounts.map((a) => a.private)]).toEqual([
      [],
      'consistent',
      'consistent',
      [undefined, true, true],
    ]);
  });

  it('whose ECDSA signature somebody made anew is the same', async () => {
    const key = await generateIdentityKey('ES256');
    const input = { key, sub: SUBJECT, accounts: [GITHUB], now: daysAgo(30) };
    const [one, two] = [await signStatement(input), await signStatement(input)];
    const r = await report([shows(SUBJECT, [one]), shows(GITHUB, [two])]);
    expect([one === two, r.alerts, r.verdict, r.identityKey]).toEqual([
      false,
      [],
      'consistent',
      await thumbprintUri(key),
    ]);
  });

  it('and another of the same seq are an equivocation: neither leads', async () => {
    const one = await alice.sign([GITHUB, SITE], { seq: 7 });
    const two = await alice.sign([GITHUB], { seq: 7 });
    const r = await report([shows(SUBJECT, [one]), shows(SITE, [one]), shows(GITHUB, [two])]);
    expect([r.verdict, r.identityKey, r.score, r.alerts.map((a) => a.code)]).toEqual([
      'conflicting',
      null,
      0,
      ['equivocation'],
    ]);
    expect(r.accounts.map((a) => [a.account, a.state])).toEqual([
      [SUBJECT, 'conflicting'],
      [SITE, 'conflicting'],
      [GITHUB, 'conflicting'],
    ]);
  });

  it('and one that the store holds with the same seq are an equivocation too', async () => {
    const held = await alice.sign([GITHUB, SITE], { seq: 7 });
    const shown = await alice.sign([GITHUB], { seq: 7 });
    const r = await report([shows(SUBJECT, [shown]), shows(GITHUB, [shown])], {
      history: [knownFor(60, alice, [SUBJECT, GITHUB], [held], { seq: 7 })],
    });
    expect([r.verdict, r.alerts.map((a) => a.code).includes('equivocation')]).toEqual(['conflicting', true]);
  });

  it('past its end does not equivocate', async () => {
    const old = await alice.sign([GITHUB], { seq: 7, now: daysAgo(100), days: 30 });
    const s = await alice.sign([GITHUB], { seq: 7 });
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [old, s])]);
    expect([r.verdict, r.alerts]).toEqual(['consistent', []]);
  });

  it('of a host where users own paths says nothing for an account that it does not name', async () => {
    const home = 'https://users.example/~bob/';
    const s = await alice.sign([SITE]);
    const r = await report([shows(SUBJECT, [s]), shows(SITE, [s]), shows(home, [s], { hostWide: true })], {
      given: [home],
    });
    expect(at(r, home)).toEqual(['silent', 0]);
  });

  it('does not lead where the store holds a newer one that is still valid: that one does', async () => {
    const older = await alice.sign([GITHUB, SITE], { now: daysAgo(60) });
    const newer = await alice.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [older]), shows(GITHUB, [older]), shows(SITE, [older])], {
      history: [knownFor(60, alice, [SUBJECT, GITHUB], [newer])],
    });
    expect([r.accounts.map((a) => a.state), r.alerts.map((a) => a.code)]).toEqual([
      ['stale', 'unclaimed', 'stale'],
      ['rollback'],
    ]);
  });
});

describe('the list of accounts', () => {
  it('begins with the subject, goes on by URI, each once, in canonical spelling', async () => {
    const s = await alice.sign(['https://GitHub.com/Alice/', SITE]);
    const r = await report(
      [shows('https://www.github.com/ALICE', [s]), shows('https://alice.example', [s]), shows(SUBJECT, [s])],
      { given: ['https://github.com/alice'] },
    );
    expect(r.accounts.map((a) => [a.account, a.state, a.service])).toEqual([
      [SUBJECT, 'consistent', 'mimi'],
      [SITE, 'consistent', 'website'],
      [GITHUB, 'consistent', 'github'],
    ]);
  });

  it('leaves out what only an older statement names', async () => {
    const old = await alice.sign([GITHUB, GITLAB], { now: daysAgo(60) });
    const s = await alice.sign([GITHUB]);
    const r = await report([shows(SUBJECT, [s]), shows(GITHUB, [old])]);
    expect(r.accounts.map((a) => a.account)).toEqual([SUBJECT, GITHUB]);
  });
});
