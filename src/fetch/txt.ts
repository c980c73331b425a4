import { type FetchContext, stopFailure, withBudget } from './context.js';
import { codeOf, dnsFailure } from './failure.js';
import { MAX_TXT_BYTES, MAX_TXT_RECORDS } from './limits.js';
import { quote } from './quote.js';
import type { FetchOptions, TxtReading, UnreachableReason } from './types.js';
import { refusedHost } from './url-policy.js';

/** Reads the TXT records of a name, the strings of each joined (RFC 7208 section 3.3 does so too). Never throws. */
export function readTxt(context: FetchContext, text: string, { signal }: FetchOptions): Promise<TxtReading> {
  const name = text.toLowerCase();
  const fetchedAt = context.clock.now().toISOString();
  const unreachable = (reason: UnreachableReason, detail: string): TxtReading => ({
    outcome: 'unreachable',
    name,
    reason,
    detail,
    fetchedAt,
  });
  const wrong = /^[a-z0-9._-]+$/.test(name) ? refusedHost(name) : `${quote(text)} is no host name`;
  if (wrong) return Promise.resolve(unreachable('refused-url', wrong));
  return withBudget(context, { signal }, async (budget) => {
    budget.run();
    try {
      const answer = await budget.race(context.tools.resolver.txt(name));
      if (answer === null) {
        const stopped = stopFailure(budget, context, `the name server of ${name}`);
        return unreachable(stopped?.reason ?? 'dns', stopped?.detail ?? 'no answer');
      }
      return bounded(name, answer, fetchedAt, unreachable);
    } catch (error) {
      // NXDOMAIN and "no data": somebody answered, and there is nothing.
      if (['ENOTFOUND', 'ENODATA'].includes(codeOf(error))) return { outcome: 'absent', name, fetchedAt };
      const { reason, detail } = dnsFailure(error, name);
      return unreachable(reason, detail);
    }
  });
}

function bounded(
  name: string,
  answer: readonly (readonly string[])[],
  fetchedAt: string,
  unreachable: (reason: UnreachableReason, detail: string) => TxtReading,
): TxtReading {
  if (answer.length > MAX_TXT_RECORDS)
    return unreachable('limit', `${name} has more than ${MAX_TXT_RECORDS} TXT records`);
  const records = answer.map((strings) => strings.join(''));
  const size = records.reduce((sum, record) => sum + record.length, 0);
  if (size > MAX_TXT_BYTES)
    return unreachable('too-large', `the TXT records of ${name} exceed ${MAX_TXT_BYTES} bytes`);
  // DNS hands records out in any order; the same input must give the same report.
  return { outcome: 'read', name, records: records.sort(), fetchedAt };
}
