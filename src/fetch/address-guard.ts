import ipaddr from 'ipaddr.js';

/** The addresses that may be dialled. A value, so that a test or an operator can widen it, never a document. */
export interface AddressGuard {
  /** Why an address is not dialled, or null where it may be. Anything that is no address is refused. */
  refused(address: string): string | null;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * The IANA special-purpose registries, every row, "globally reachable" or not, with multicast and the deprecated
 * site-local and IPv4-compatible blocks (RFC 6890, RFC 4291, RFC 3879, RFC 9637, RFC 9780 …).
 */
const SPECIAL_RANGES = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/** IPv6 outside of it is reserved and not assigned to anybody (RFC 4291 section 2.4). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
const SPECIAL = SPECIAL_RANGES.map((cidr) => ({ cidr, range: ipaddr.parseCIDR(cidr) }));

/** Only what a resolver or a socket writes: no zone id, and no 0x7f.1 (ipaddr.js alone would read it). */
function parse(address: string): Address | null {
  if (address.includes('%') || !ipaddr.isValid(address)) return null;
  if (!address.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(address)) return null;
  return ipaddr.parse(address);
}

/** The one spelling that equal addresses share, or null. IPv4-mapped ones come out as IPv4. */
export function canonicalAddress(address: string): string | null {
  const parsed = parse(address);
  if (!parsed) return null;
  return parsed.kind() === 'ipv6' && (parsed as ipaddr.IPv6).isIPv4MappedAddress()
    ? (parsed as ipaddr.IPv6).toIPv4Address().toString()
    : parsed.toString();
}

function within(address: Address, range: [Address, number]): boolean {
  return address.kind() === range[0].kind() && address.match(range as [ipaddr.IPv4 & ipaddr.IPv6, number]);
}

function specialRange(address: Address): string | null {
  const row = SPECIAL.find(({ range }) => within(address, range));
  if (row) return row.cidr;
  if (address.kind() === 'ipv6' && !within(address, GLOBAL_UNICAST)) return 'unassigned space';
  const range = address.range();
  return range === 'unicast' ? null : range;
}

/**
 * A guard that refuses every special-purpose address but those in the CIDR ranges an operator named. A mapped
 * address is exempt where the IPv4 address inside is.
 */
export function createAddressGuard(allowed: readonly string[]): AddressGuard {
  const ranges = allowed.map((cidr) => ipaddr.parseCIDR(cidr) as [Address, number]);
  return {
    refused(text) {
      const address = parse(text);
      if (!address) return 'no address';
      const inner = parse(canonicalAddress(text) ?? '') ?? address;
      if (ranges.some((range) => within(address, range) || within(inner, range))) return null;
      return specialRange(address);
    },
  };
}

/** Whether the text is a CIDR range, as `--allow-address` takes it. */
export function isCidr(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  return (
    rest.length === 0 &&
    bits !== undefined &&
    /^\d{1,3}$/.test(bits) &&
    parse(address) !== null &&
    ipaddr.isValidCIDR(text)
  );
}
