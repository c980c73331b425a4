import { numberText, percentText } from '../../design/number-text.js';
import type { Failing, Overview, ReadingResult, Unusual } from '../../monitor/types.js';
import type { Lane } from '../../queue/types.js';
import { serviceById } from '../../services/index.js';

/** Everything that the operator's view says of itself. */
export const TITLE = 'The operator’s view';

export const MODES: Readonly<Record<Overview['mode'], string>> = {
  embedded: 'one process with one file',
  distributed: 'any number of processes over Redis and PostgreSQL',
};

export const LANE_WORDS: Readonly<Record<Lane, string>> = {
  demand: 'asked for',
  background: 'in the background',
};

/** What is said in the place of a number that could not be had. It is never 0. */
export const NO_ANSWER = {
  queue: 'The queue did not answer.',
  store: 'The store did not answer.',
  resting: 'Where hosts are remembered that want to be left alone, nobody answered.',
} as const;

export const EMPTY = {
  unusual: 'Nothing fails more than it usually does.',
  compared: 'No service was read lately: there is nothing to compare.',
  services:
    'No service was read in the last week. Once somebody is verified, each service stands here with what its readings came to.',
  schedules:
    'Nobody is verified by schedule yet. Whoever is, and was not looked at in time, will stand here.',
  late: 'Every schedule is looked at in time.',
  resting:
    'No host wants to be left alone. One that says so (429, 503, Retry-After) stands here until its time is over.',
  plots:
    'Nothing was counted yet. Numbers over time stand here some minutes after the first process has begun.',
} as const;

export const BOARD = {
  link: 'Look at the jobs one by one',
  readOnly:
    'It only shows them, and changes nothing: the queue holds ids alone and is filled again from the store, so that nothing in it is to be mended by hand.',
  none: 'There is no board of single jobs in this mode: the queue is in this process, and these are its numbers.',
} as const;

interface ResultWords {
  /** Head of a column. */
  readonly head: string;
  readonly meaning: string;
}

export const RESULTS: Readonly<Record<ReadingResult, ResultWords>> = {
  confirmed: { head: 'confirmed', meaning: 'shows its proof' },
  missing: { head: 'proof gone', meaning: 'showed a proof before, was read, and shows none' },
  without: { head: 'no proof', meaning: 'was read, shows none, and never did' },
  broken: { head: 'broken', meaning: 'shows something that does not hold' },
  absent: { head: 'no account', meaning: 'the service says that there is no such account' },
  unreachable: { head: 'not read', meaning: 'could not be read' },
};

/** What `count of of` did, and what may be behind it. */
const FAILURES: Readonly<
  Record<Failing, { readonly noun: string; readonly did: string; readonly why: string }>
> = {
  missing: {
    noun: 'readings',
    did: 'found no proof where one had been',
    why: 'Its markup may have changed.',
  },
  absent: {
    noun: 'answers',
    did: 'said that there is no such account',
    why: 'It may hide accounts from who is not signed in, or answer otherwise than it did.',
  },
  unreachable: {
    noun: 'readings',
    did: 'came to nothing',
    why: 'It may be down, or have had enough of us.',
  },
};

/** What fails more than usual of a service, below its name. */
export function unusualText({ result, hours, count, of, usual }: Unusual): string {
  const { noun, did, why } = FAILURES[result];
  const span = hours === 1 ? 'the last hour' : `the last ${hours} hours`;
  return `${numberText(count)} of ${numberText(of)} ${noun} of ${span} ${did}; usual is ${usualText(usual)}. ${why}`;
}

/** `1 in 100`, `40 %`: shares that are small are told by what stands behind one. */
function usualText(share: number): string {
  if (share <= 0) return 'none';
  const behind = Math.round(1 / share);
  if (behind > 10_000) return 'less than 1 in 10,000';
  return behind >= 5 ? `1 in ${numberText(behind)}` : percentText(share);
}

/** The name that the catalogue has for it. */
export function serviceName(id: string): string {
  return serviceById(id)?.name ?? id;
}

const LINES: Readonly<Record<string, string>> = {
  ...LANE_WORDS,
  again: 'to be run again',
  scheduled: 'by schedule',
  resting: 'left alone',
  '2xx': 'answered (2xx)',
  '3xx': 'unchanged, or sent elsewhere (3xx)',
  '4xx': 'refused (4xx)',
  '5xx': 'our trouble (5xx)',
  gone: 'client went away',
};

/** What a line of a plot is called. */
export function lineName(name: string): string {
  return LINES[name] ?? name;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** `4 minutes`, rounded up: how long there is still to wait. */
export function leftText(untilIso: string, now: Date): string {
  const left = Math.max(0, Date.parse(untilIso) - now.getTime());
  if (left < MINUTE_MS) return whole(left / SECOND_MS, 'second');
  if (left < HOUR_MS) return whole(left / MINUTE_MS, 'minute');
  return whole(left / HOUR_MS, 'hour');
}

function whole(count: number, unit: string): string {
  const up = Math.ceil(count);
  return `${numberText(up)} ${unit}${up === 1 ? '' : 's'}`;
}

/** What signing in says. Closed list. */
export const SIGN_IN_FAULTS = {
  'no-such-token': 'This token does not hold. It may be misspelt, revoked or past its end.',
  'not-operator': 'This token is a caller’s. The operator’s view takes one of the role operator.',
} as const;
export type SignInFault = keyof typeof SIGN_IN_FAULTS;
