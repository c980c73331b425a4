import { verify } from '../../crawl/index.js';
import { createFetcher } from '../../fetch/index.js';
import { parseIdentifier, subjectOf } from '../../identifier/index.js';
import { reportText } from '../../report/text.js';
import { accountFault } from '../../services/account-fault.js';
import { StoreError } from '../../store/store-error.js';
import { readFetchFlags } from '../fetch-flags.js';
import { CliError, EXIT, type ExitCode, type Io } from '../io.js';
import { jsonText } from '../json-text.js';
import { openStoreOf } from '../store-flags.js';
import { progressTo } from './progress.js';

/** A base64url SHA-256, alone or as a thumbprint URI (RFC 9278). */
const THUMBPRINT = /^(urn:ietf:params:oauth:jwk-thumbprint:sha-256:)?[A-Za-z0-9_-]{43}$/;

export async function verifyCommand(
  subjectText: string,
  options: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<ExitCode> {
  const subject = subjectOf(parseIdentifier(subjectText));
  if (!subject.ok) throw new CliError(`${JSON.stringify(subjectText.slice(0, 200))}: ${subject.message}`);
  const given = checkAccounts((options.account as string[] | undefined) ?? []);
  const pins = checkPins((options.pin as string[] | undefined) ?? []);
  const settings = await readFetchFlags(options, io);
  const store = await openStoreOf(options, io);
  const cache = store?.responseCache({ subject: subject.uri });
  const clock = { now: () => io.now() };
  const fetcher = createFetcher(settings, { clock, ...(cache ? { cache } : {}) });
  try {
    const result = await verify(subject.uri, {
      given,
      pins,
      fetcher,
      clock,
      signal: io.signal,
      onEvent: progressTo(io),
      ...(store ? { store } : {}),
      ...(settings.perspective ? { perspective: settings.perspective } : {}),
    });
    if (result.interrupted) {
      io.err(
        `crossproof: stopped; ${store && !result.notKept ? 'what was read is kept' : 'nothing is kept'}\n`,
      );
      return EXIT.interrupted;
    }
    io.out(options.json ? jsonText(result.report) : reportText(result.report));
    if (result.notKept) throw new CliError(`${result.notKept.message}: this report was not kept`);
    if (result.nothingRead)
      throw new CliError(`${subject.uri}: nothing at all could be read, so there is no new verdict`);
    return result.report.verdict === 'consistent' ? EXIT.yes : EXIT.no;
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(error.message);
    throw error;
  } finally {
    await fetcher.close();
    await store?.close();
  }
}

/** An account that nothing can read is in the report as such; what is no account URI at all is wrong use. */
function checkAccounts(accounts: readonly string[]): string[] {
  return accounts.map((text) => {
    const fault = accountFault(text);
    if (fault !== null)
      throw new CliError(`--account ${JSON.stringify(text.slice(0, 200))}: not an account URI: ${fault}`);
    return text;
  });
}

function checkPins(pins: readonly string[]): string[] {
  for (const pin of pins)
    if (!THUMBPRINT.test(pin))
      throw new CliError(`--pin ${JSON.stringify(pin.slice(0, 100))}: not a key thumbprint`);
  return [...pins];
}
