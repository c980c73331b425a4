import type { VNode } from 'preact';
import { STATE_LOOKS } from '../../design/appearance.js';
import { printable } from '../../design/printable.js';
import type { AccountState } from '../../graph/types.js';
import { byWeight } from '../../report/text.js';
import type { PublicReport, ReportAccount } from '../../report/types.js';
import { STATES } from '../../report/wording.js';
import { serviceById } from '../../services/index.js';
import { counted, Mark, Name, OutwardLink, Part, toneClass, When } from '../parts.js';

/** Accounts told of in full; the others in a line each, so that a page of 256 stays a page. */
const MAX_FULL = 12;
/** Places of one account; evidence of the others is in the report. */
const MAX_PLACES = 4;
/** Columns of a reason and of a name in a line. */
const REASON_COLUMNS = 400;
const LINE_COLUMNS = 80;

interface Props {
  readonly report: PublicReport;
  readonly now: Date;
}

/** The accounts: the subject's own provider, then what is wrong, then what supports. What was never confirmed is a number. */
export function Accounts({ report, now }: Props): VNode {
  const accounts = byWeight(report.accounts);
  const rest = accounts.slice(MAX_FULL);
  return (
    <Part id="accounts" title="Accounts">
      <ul class="accounts">
        {accounts.slice(0, MAX_FULL).map((account) => (
          <Account key={account.account} account={account} now={now} />
        ))}
      </ul>
      {rest.length > 0 && <More accounts={rest} />}
      <Unconfirmed count={report.unconfirmed ?? 0} />
    </Part>
  );
}

function Account({ account: { account, ...rest }, now }: { account: ReportAccount; now: Date }): VNode {
  const { service, operator, state, reason, found, fetchedAt, lastGood } = rest;
  const look = STATE_LOOKS[state];
  const name = serviceById(service)?.name ?? service;
  return (
    <li class={toneClass(look.tone)}>
      <p class="state" title={STATES[state].sentence}>
        <Mark path={look.path} />
        {look.word}
      </p>
      <div class="account">
        <h3>
          <OutwardLink url={account} />
        </h3>
        <p class="small muted">
          <bdi>{printable(name)}</bdi>, run by <Name text={operator} />
        </p>
        <p>{printable(reason, REASON_COLUMNS)}</p>
        {found.length > 0 && <Places account={account} found={found} />}
        <p class="small muted">
          {fetchedAt !== null && (
            <>
              Read <When iso={fetchedAt} now={now} />
            </>
          )}
          {lastGood !== undefined && state !== 'consistent' && (
            <>
              {fetchedAt !== null && '; '}last good <When iso={lastGood.at} now={now} />
            </>
          )}
        </p>
      </div>
    </li>
  );
}

function Places({ account, found }: Pick<ReportAccount, 'account' | 'found'>): VNode {
  // A document with two proofs is one place.
  const places = [...new Map(found.map((place) => [`${place.where} ${place.url}`, place])).values()];
  const more = places.length - MAX_PLACES;
  return (
    <ul class="plain small">
      {places.slice(0, MAX_PLACES).map(({ where, url, servedBy }) => (
        <li key={`${where} ${url}`}>
          Proof in the <OutwardLink url={url} text={where} of={account} />
          {servedBy !== undefined && (
            <>
              , served by <Name text={servedBy} />
            </>
          )}
        </li>
      ))}
      {more > 0 && <li>{`and ${counted(more, 'more place')}`}</li>}
    </ul>
  );
}

/** By state, so that none of hundreds needs words of its own. */
function More({ accounts }: { accounts: readonly ReportAccount[] }): VNode {
  const states = [...new Set(accounts.map(({ state }) => state))];
  return (
    <details>
      <summary>{`and ${counted(accounts.length, 'more account')}`}</summary>
      {states.map((state) => (
        <InState key={state} state={state} accounts={accounts.filter((one) => one.state === state)} />
      ))}
    </details>
  );
}

function InState({ state, accounts }: { state: AccountState; accounts: readonly ReportAccount[] }): VNode {
  const { path, tone, word } = STATE_LOOKS[state];
  return (
    <div class={toneClass(tone)}>
      <h3 class="state">
        <Mark path={path} />
        {word}: {counted(accounts.length, 'account')}
      </h3>
      <ul class="names">
        {accounts.map(({ account }) => (
          <li key={account}>
            <bdi>{printable(account, LINE_COLUMNS)}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Unconfirmed({ count }: { count: number }): VNode | null {
  if (count === 0) return null;
  return (
    <p class="muted">
      {counted(count, 'account')} {count === 1 ? 'was' : 'were'} never confirmed: counted here, and not named
      to strangers.
    </p>
  );
}
