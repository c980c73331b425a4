import { lookup, Resolver, TIMEOUT } from 'node:dns/promises';
import { codeOf, dnsFailure, type Failure, failure } from './failure.js';
import { DNS_MS, DNS_TRIES, DNS_TRY_MS, MAX_ADDRESSES } from './limits.js';

/** Addresses in the order to try them, or why there are none. */
export type Resolution =
  | { readonly addresses: readonly string[] }
  | { readonly addresses: null; readonly failure: Failure };

/** DNS for one fetcher. Nothing is remembered: each hop asks again, as its decision is its own. */
export interface HostResolver {
  /** A and AAAA of a public name. The hosts file is not read: identity is what everybody sees. */
  addresses(host: string): Promise<Resolution>;
  /** A name that the operator wrote into `--connect-to`; the hosts file counts here. */
  operatorAddresses(host: string): Promise<Resolution>;
  /** TXT records, each as its strings. Throws node:dns errors. */
  txt(name: string): Promise<string[][]>;
  /** Ends every look-up that is under way. */
  cancel(): void;
}

type Settled = PromiseSettledResult<string[]>;

const listOf = (answer: Settled): string[] => (answer.status === 'fulfilled' ? answer.value : []);

/** RFC 8305 section 4: families in turn, IPv6 first. */
function interleave(v6: readonly string[], v4: readonly string[]): string[] {
  const both: string[] = [];
  for (let at = 0; at < Math.max(v6.length, v4.length); at += 1) {
    both.push(...v6.slice(at, at + 1), ...v4.slice(at, at + 1));
  }
  return both;
}

/** Of two failures the one that says more: a name that fails is worse news than a family without addresses. */
function worse(answers: readonly Settled[], host: string): Failure {
  const errors = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason as unknown] : [],
  );
  const codes = errors.map(codeOf);
  const at = codes.findIndex((code) => code !== 'ENODATA' && code !== 'ENOTFOUND');
  const missing = codes.indexOf('ENOTFOUND');
  return dnsFailure(errors[at >= 0 ? at : Math.max(missing, 0)] ?? { code: 'ENODATA' }, host);
}

/** node:dns may ask several servers several times, each in its own time. Rejects as it does where nobody answers. */
async function withinTime<T>(query: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('no answer in time'), { code: TIMEOUT })),
      DNS_MS,
    );
  });
  try {
    return await Promise.race([query, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `servers` as `--dns-servers` takes them; none: the system's. */
export function createHostResolver(servers: readonly string[]): HostResolver {
  const resolver = new Resolver({ timeout: DNS_TRY_MS, tries: DNS_TRIES });
  if (servers.length > 0) resolver.setServers(servers);

  async function addresses(host: string): Promise<Resolution> {
    const queries = [withinTime(resolver.resolve6(host)), withinTime(resolver.resolve4(host))] as const;
    const answers = await Promise.allSettled(queries);
    const found = interleave(listOf(answers[0]), listOf(answers[1]));
    if (found.length === 0) return { addresses: null, failure: worse(answers, host) };
    if (found.length > MAX_ADDRESSES) {
      return {
        addresses: null,
        failure: failure('limit', `the host ${host} has more than ${MAX_ADDRESSES} addresses`),
      };
    }
    return { addresses: found };
  }

  async function operatorAddresses(host: string): Promise<Resolution> {
    if (servers.length > 0 && host !== 'localhost') return addresses(host);
    try {
      const found = await withinTime(lookup(host, { all: true }));
      return { addresses: found.map((entry) => entry.address) };
    } catch (error) {
      return { addresses: null, failure: dnsFailure(error, host) };
    }
  }

  return {
    addresses,
    operatorAddresses,
    txt: (name) => withinTime(resolver.resolveTxt(name)),
    cancel: () => resolver.cancel(),
  };
}
