import { domainToASCII, domainToUnicode } from 'node:url';
import { MAX_HOST_INPUT, MAX_HOST_OCTETS, MAX_LABEL_OCTETS } from './limits.js';
import { codePointName, refuseUnseen } from './text.js';

export type HostResult =
  | { readonly ok: true; readonly host: string }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): HostResult => ({ ok: false, message });

/**
 * A host name in the one spelling that is compared: A-labels, lower case, no trailing dot. IP addresses in any
 * notation, ports, userinfo, percent signs and characters outside letters, digits and hyphens are refused
 * (RFC 1123 section 2.1; profile section 3). Single labels are names too (`mimi://h/u/a`).
 */
export function normalizeHost(text: string): HostResult {
  if (text === '') return refuse('its host is empty');
  if (text.length > MAX_HOST_INPUT) return refuse(`its host is longer than ${MAX_HOST_INPUT} characters`);
  const unseen = refuseUnseen(text);
  if (unseen !== null) return refuse(`the host is refused: ${unseen}`);
  const odd = /[^A-Za-z0-9.\-\u0080-\u{10FFFF}]/u.exec(text);
  if (odd !== null)
    return refuse(`its host contains ${codePointName(odd[0])} "${odd[0]}", which no host name has`);
  const ascii = toAscii(text).replace(/\.$/, '');
  if (ascii === '') return refuse('its host is not a valid internationalised domain name (UTS #46)');
  if (ascii.length > MAX_HOST_OCTETS) return refuse(`its host is longer than ${MAX_HOST_OCTETS} octets`);
  const labels = ascii.split('.');
  if (endsInNumber(labels)) return refuse('its host is an IP address or looks like one');
  for (const label of labels) {
    const wrong = refuseLabel(label);
    if (wrong !== null) return refuse(wrong);
  }
  return { ok: true, host: ascii };
}

/** ToASCII of UTS #46; a plain ASCII name without an A-label is only lowered, as ToASCII would. */
function toAscii(text: string): string {
  if (/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.?$/.test(text) && !/xn--/i.test(text)) return text.toLowerCase();
  // UTS #46 maps U+1E9E to "ss" before Unicode 15.1 and to U+00DF since: Node's lines differ, identities may not.
  return domainToASCII(text.replaceAll('\u1E9E', '\u00DF'));
}

/** WHATWG URL reads a host whose last label is a number as an IPv4 address, whatever stands before it. */
function endsInNumber(labels: readonly string[]): boolean {
  const last = labels.at(-1) ?? '';
  return /^(?:[0-9]+|0x[0-9a-f]*)$/.test(last);
}

function refuseLabel(label: string): string | null {
  if (label === '') return 'its host has an empty label';
  if (label.length > MAX_LABEL_OCTETS) return `its host has a label longer than ${MAX_LABEL_OCTETS} octets`;
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(label))
    return `its host has the label "${label}", which is not valid`;
  return label.startsWith('xn--') ? refuseALabel(label) : null;
}

/**
 * An A-label must be what its U-label encodes to (RFC 5890 section 2.3.2.1): newer URL parsers let broken
 * Punycode through when a name is all ASCII, and then two names lead to one place.
 */
function refuseALabel(label: string): string | null {
  const unicode = domainToUnicode(label);
  if (unicode === '' || unicode === label || domainToASCII(unicode) !== label) {
    return `its host has the label "${label}", which is not valid Punycode`;
  }
  const unseen = refuseUnseen(unicode.replace(/[\u200C\u200D]/g, ''));
  if (unseen !== null) return `the host is refused: ${unseen}`;
  if (DELIMITER_ALIKE.test(unicode))
    return `its host has the label "${unicode}", which imitates a delimiter of a URL`;
  return contextualRule(unicode);
}

/**
 * Valid for UTS #46 and disallowed by IDNA 2008 (RFC 5892), and drawn like a slash, a colon, a question mark
 * or a dot: the host `a.example` followed by one of them reads as the end of the host.
 */
const DELIMITER_ALIKE =
  /[\u2044\u2215\u29F8\u2571\u27CB\u2236\uA789\u0589\u05C3\u205A\u2024\u0701-\u0704\u{1D16D}]/u;

/** CONTEXTO rules of RFC 5892 appendix A.3 to A.9, which UTS #46 leaves out. */
function contextualRule(label: string): string | null {
  const wrong =
    /(?<!l)\u00B7|\u00B7(?!l)/.test(label) ||
    /\u0375(?!\p{Script=Greek})/u.test(label) ||
    /(?<!\p{Script=Hebrew})[\u05F3\u05F4]/u.test(label) ||
    (/\u30FB/.test(label) && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(label)) ||
    (/[\u0660-\u0669]/.test(label) && /[\u06F0-\u06F9]/.test(label));
  return wrong ? `its host has the label "${label}", which breaks a contextual rule of IDNA` : null;
}

/** A host of a domain that by its registration never resolves in the public DNS (RFC 6761 and its followers). */
export function isUnresolvableHost(host: string): boolean {
  return /(?:^|\.)(?:invalid|localhost|local|internal|onion|alt)$/.test(host);
}

/** A host as people read it: U-labels. Expects the output of `normalizeHost`. */
export function hostForPeople(host: string): string {
  return host.includes('xn--') ? domainToUnicode(host) || host : host;
}
