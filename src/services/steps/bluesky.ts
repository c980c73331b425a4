import { elementsOf, select, textOf } from '../json-path.js';
import type { Answer, Ask, StepLocation, StepResult } from '../location.js';
import type { Account } from '../types.js';

/** Syntax of atproto (standards 3.4), and of the two methods it allows. */
const DID = /^did:(?:plc:[a-z2-7]{24}|web:[a-z0-9](?:[a-z0-9-]{0,62}\.){1,100}[a-z0-9-]{2,63})$/;
const HANDLE =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,126}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const COLLECTION = 'app.bsky.actor.profile';
/** Longest answer of atproto-did looked at: a DID has at most 2,048 characters, ours far fewer. */
const MAX_DID_TEXT = 2_100;

/** Handle → DID, by DNS and by the well-known document at the same time (standards 3.4). */
export const HANDLE_STEP: StepLocation = {
  kind: 'step',
  where: 'handle',
  asks: [
    { as: 'txt', where: 'handle (DNS)', name: '_atproto.{handle}' },
    {
      as: 'text',
      where: 'handle (well-known document)',
      url: 'https://{handle}/.well-known/atproto-did',
      accept: 'text/plain',
      redirects: 'https',
    },
  ],
  read: readHandle,
};

/** A DID that is named itself: no handle to look up. */
export const PLC_STEP: StepLocation = {
  kind: 'step',
  where: 'DID document',
  asks: [didAsk('https://plc.directory/did:plc:{plc}')],
  read: ([answer], account) => readDidDocument(answer, `did:plc:${account.params.plc}`, null),
};
export const WEB_STEP: StepLocation = {
  kind: 'step',
  where: 'DID document',
  asks: [didAsk('https://{host}/.well-known/did.json')],
  read: ([answer], account) => readDidDocument(answer, `did:web:${account.params.host}`, null),
};

const absent = (detail: string): StepResult => ({ outcome: 'absent', detail });

function didAsk(url: string): Ask {
  // The reference resolver takes any redirect of a DID document for an error.
  return {
    as: 'json',
    where: 'DID document',
    url,
    accept: 'application/did+ld+json, application/json',
    redirects: 'none',
  };
}

function readHandle([dns, wellKnown]: readonly Answer[], account: Account): StepResult {
  const fromDns = dns?.outcome === 'read' ? didInTxt(dns.value) : null;
  const fromHttp = wellKnown?.outcome === 'read' ? didInText(wellKnown.value) : null;
  if (fromDns === 'several') return absent('DNS names several DIDs for this handle, so none is valid');
  const did = fromDns ?? fromHttp;
  if (did === null) {
    // One that could not be read may hold what the other does not.
    const failed = [dns, wellKnown].find((answer) => answer?.outcome === 'unreachable');
    return failed ?? absent('the handle leads to no DID');
  }
  const asks = [
    did.startsWith('did:web:')
      ? didAsk(`https://${did.slice(8)}/.well-known/did.json`)
      : didAsk(`https://plc.directory/${did}`),
  ];
  const read = ([answer]: readonly Answer[]) => readDidDocument(answer, did, account.params.handle ?? null);
  const differs = fromHttp !== null && fromHttp !== did;
  return {
    outcome: 'read',
    next: [{ kind: 'step', where: 'DID document', asks, read }],
    ...(differs ? { detail: `DNS says ${did}, the well-known document says ${fromHttp}; DNS counts` } : {}),
  };
}

/** Records without the prefix are for others; two different DIDs are a failure. */
function didInTxt(value: unknown): string | 'several' | null {
  const dids = new Set(
    elementsOf(value)
      .map(textOf)
      .filter((record) => record.startsWith('did='))
      .map((record) => record.slice(4).trim())
      .filter((did) => DID.test(did)),
  );
  if (dids.size > 1) return 'several';
  return [...dids][0] ?? null;
}

function didInText(value: unknown): string | null {
  const [first = ''] = textOf(value)
    .slice(0, MAX_DID_TEXT)
    .trim()
    .split(/[\r\n]/, 1);
  return DID.test(first.trim()) ? first.trim() : null;
}

/** The document must be the DID's, and name the handle back; then its server has the profile. */
function readDidDocument(answer: Answer | undefined, did: string, handle: string | null): StepResult {
  if (answer?.outcome !== 'read') return answer ?? absent('the DID document was not asked for');
  if (textOf(select(answer.value, 'id')[0]) !== did) return absent('the DID document is that of another DID');
  if (handle !== null && handleIn(answer.value) !== handle) {
    return absent('the DID document does not name this handle: it is not valid');
  }
  const server = serverIn(answer.value, did);
  if (server === null) {
    return {
      outcome: 'unreachable',
      reason: 'unsupported',
      detail: 'the DID document names no atproto server',
    };
  }
  const query = new URLSearchParams({ repo: did, collection: COLLECTION, rkey: 'self' });
  const ask: Ask = {
    as: 'json',
    where: 'profile record',
    url: `${server}/xrpc/com.atproto.repo.getRecord?${query}`,
    accept: 'application/json',
    redirects: 'none',
    // XRPC says RecordNotFound with this status.
    statusMeans: { 400: 'absent' },
  };
  const read = ([record]: readonly Answer[]) => readProfile(record, did);
  return { outcome: 'read', next: [{ kind: 'step', where: 'profile record', asks: [ask], read }] };
}

/** The first valid `at://` handle counts; later ones are ignored. */
function handleIn(document: unknown): string | null {
  for (const alias of elementsOf(select(document, 'alsoKnownAs')[0]).map(textOf)) {
    const handle = alias.startsWith('at://') ? alias.slice(5).toLowerCase() : '';
    if (HANDLE.test(handle)) return handle;
  }
  return null;
}

/** The first service named `#atproto_pds` of the right type, an https origin and nothing more. */
function serverIn(document: unknown, did: string): string | null {
  const service = elementsOf(select(document, 'service')[0]).find((one) =>
    ['#atproto_pds', `${did}#atproto_pds`].includes(textOf(select(one, 'id')[0])),
  );
  const endpoint = textOf(select(service, 'serviceEndpoint')[0]);
  if (textOf(select(service, 'type')[0]) !== 'AtprotoPersonalDataServer' || !URL.canParse(endpoint))
    return null;
  const url = new URL(endpoint);
  return url.protocol === 'https:' && [url.origin, `${url.origin}/`].includes(endpoint.toLowerCase())
    ? url.origin
    : null;
}

function readProfile(answer: Answer | undefined, did: string): StepResult {
  // The DID is the persistent id, whatever the profile says.
  if (answer?.outcome === 'absent') return { outcome: 'read', accountId: did };
  if (answer?.outcome !== 'read') return answer ?? absent('the profile was not asked for');
  if (textOf(select(answer.value, 'uri')[0]) !== `at://${did}/${COLLECTION}/self`) {
    return absent('the record is that of another repository');
  }
  const text = textOf(select(answer.value, 'value.description')[0]);
  const createdAt = textOf(select(answer.value, 'value.createdAt')[0]);
  return {
    outcome: 'read',
    accountId: did,
    texts: text === '' ? [] : [{ where: 'profile bio', text, source: answer.source }],
    ...(Number.isNaN(Date.parse(createdAt)) ? {} : { createdAt }),
  };
}
