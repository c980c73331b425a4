import type { VNode } from 'preact';
import { alertLook, STATE_LOOKS } from '../../design/appearance.js';
import type { ToneName } from '../../design/palette.js';
import { printable } from '../../design/printable.js';
import type { AccountState } from '../../graph/types.js';
import type { Alert, PublicReport, ReportAccount } from '../../report/types.js';
import { STATES } from '../../report/wording.js';
import { counted, Mark, Name, Part, toneClass } from '../parts.js';

/** Accounts that one alert names; all of them are in the list below. */
const MAX_ACCOUNTS = 8;
/** Columns of a message: those of our own are shorter by far. */
const MESSAGE_COLUMNS = 400;

/** What speaks against an identity: before anything that speaks for it. */
export function Against({ report }: { report: PublicReport }): VNode | null {
  if (isClear(report)) return null;
  const told = new Set(report.alerts.flatMap(({ accounts }) => accounts));
  const untold = report.accounts.filter(({ account, state }) => isBad(state) && !told.has(account));
  return (
    <Part id="against" title="What speaks against it">
      <ul class="alerts">
        {report.alerts.map((alert) => (
          <AlertItem key={`${alert.code} ${alert.accounts.join(' ')}`} {...alert} />
        ))}
        {untold.slice(0, MAX_ACCOUNTS).map((account) => (
          <BadAccount key={account.account} {...account} />
        ))}
        {untold.length > MAX_ACCOUNTS && (
          <li>{`and ${counted(untold.length - MAX_ACCOUNTS, 'more account')}`}</li>
        )}
      </ul>
    </Part>
  );
}

const isBad = (state: AccountState): boolean => STATE_LOOKS[state].tone === 'bad';

/** Whether there is nothing to tell of what speaks against it. */
export function isClear({ alerts, accounts }: PublicReport): boolean {
  return alerts.length === 0 && !accounts.some(({ state }) => isBad(state));
}

function AlertItem({ code, message, accounts }: Alert): VNode {
  const { word, tone, path } = alertLook(code);
  const more = accounts.length - MAX_ACCOUNTS;
  return (
    <Item tone={tone} path={path}>
      <strong>{word}</strong>
      <p>{printable(message, MESSAGE_COLUMNS)}</p>
      {accounts.length > 0 && (
        <ul class="plain">
          {accounts.slice(0, MAX_ACCOUNTS).map((account) => (
            <li key={account}>
              <Name text={account} />
            </li>
          ))}
          {more > 0 && <li>{`and ${more} more`}</li>}
        </ul>
      )}
    </Item>
  );
}

function BadAccount({ account, state, reason }: ReportAccount): VNode {
  const { tone, path } = STATE_LOOKS[state];
  return (
    <Item tone={tone} path={path}>
      <strong>
        <Name text={account} /> is {STATES[state].word}
      </strong>
      <p>{printable(reason, MESSAGE_COLUMNS)}</p>
    </Item>
  );
}

function Item(props: { tone: ToneName; path: string; children: VNode[] | (VNode | false)[] }): VNode {
  return (
    <li class={toneClass(props.tone)}>
      <Mark path={props.path} />
      <div>{props.children}</div>
    </li>
  );
}
