import { describe, expect, it } from 'vitest';
import { account, provider, reportOf } from '../picture/support/reports.js';
import { profile, read } from './support/pages.js';

describe('what was good once', () => {
  it('fades on a page beside an alarm, which does not', () => {
    const report = reportOf([provider(), account('acct:alice@old.example', 'old.example', 'conflicting')]);
    const faded = (isFresh: boolean) => {
      const $ = read(profile({ report, standing: 'conflicting', isFresh }));
      return [
        $('.faded .accounts, .faded .picture-wide').length,
        $('.faded .verdict, .faded .alerts').length,
      ];
    };
    expect([faded(true), faded(false)]).toEqual([
      [0, 0],
      [2, 0],
    ]);
  });
});
