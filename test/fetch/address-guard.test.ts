import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { canonicalAddress, createAddressGuard, isCidr } from '../../src/fetch/address-guard.js';
import { decideUrl } from '../../src/fetch/url-policy.js';

const guard = createAddressGuard([]);

/** Written down apart from the guard's own list, from the IANA registries (standards: RFC 6890 and its updates). */
const IPV4 = [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
  '192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24',
  '203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32',
].flatMap((line) => line.split(' '));
const IPV6 = [
  '::/128 ::1/128 ::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32',
  '2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16',
  '2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8',
].flatMap((line) => line.split(' '));

const octets = fc.uint8Array({ minLength: 16, maxLength: 16 });

/** A random address of a CIDR range, as bytes. */
function inRange(cidr: string, random: Uint8Array): number[] {
  const [base, bits] = ipaddr.parseCIDR(cidr);
  return base.toByteArray().map((byte, at) => {
    const free = Math.min(8, Math.max(0, (at + 1) * 8 - bits));
    const mask = (1 << free) - 1;
    return (byte & ~mask) | ((random[at] ?? 0) & mask);
  });
}

const groups = (bytes: readonly number[]): number[] =>
  Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));

/** Spellings of one IPv6 address: short, full, padded, upper case, its end as IPv4. */
function spellings6(bytes: number[]): string[] {
  const parts = groups(bytes);
  const padded = parts.map((part) => part.toString(16).padStart(4, '0')).join(':');
  const dotted = `${parts
    .slice(0, 6)
    .map((part) => part.toString(16))
    .join(':')}:${bytes.slice(12).join('.')}`;
  const short = ipaddr.fromByteArray(bytes).toString();
  return [short, padded, padded.toUpperCase(), dotted];
}

describe('every special-purpose address is refused, however it is written', () => {
  it('IPv4', () => {
    fc.assert(
      fc.property(fc.constantFrom(...IPV4), octets, (cidr, random) => {
        expect(guard.refused(inRange(cidr, random).join('.'))).not.toBeNull();
      }),
    );
  });

  it('IPv6', () => {
    fc.assert(
      fc.property(fc.constantFrom(...IPV6), octets, (cidr, random) => {
        for (const spelling of spellings6(inRange(cidr, random)))
          expect(guard.refused(spelling)).not.toBeNull();
      }),
    );
  });

  it('inside of IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo', () => {
    fc.assert(
      fc.property(fc.constantFrom(...IPV4), octets, (cidr, random) => {
        const [a = 0, b = 0, c = 0, d = 0] = inRange(cidr, random);
        const zeros = (count: number) => Array<number>(count).fill(0);
        const wrapped = [
          [...zeros(10), 0xff, 0xff, a, b, c, d],
          [...zeros(12), a, b, c, d],
          [...zeros(8), 0xff, 0xff, 0, 0, a, b, c, d],
          [0, 0x64, 0xff, 0x9b, ...zeros(8), a, b, c, d],
          [0x20, 0x02, a, b, c, d, ...zeros(10)],
          [0x20, 0x01, 0, 0, ...zeros(8), a ^ 255, b ^ 255, c ^ 255, d ^ 255],
        ];
        for (const bytes of wrapped) {
          for (const spelling of spellings6(bytes)) expect(guard.refused(spelling)).not.toBeNull();
        }
      }),
    );
  });

  it('as the host of a URL, in every spelling that WHATWG reads as an address', () => {
    const part = fc.constantFrom<(value: number) => string>(
      (value) => String(value),
      (value) => `0x${value.toString(16)}`,
      (value) => `0X${value.toString(16).toUpperCase()}`,
      (value) => `0${value.toString(8)}`,
      (value) => `0000${value.toString(8)}`,
    );
    fc.assert(
      fc.property(
        octets,
        fc.integer({ min: 1, max: 4 }),
        fc.tuple(part, part, part, part),
        (random, count, write) => {
          const bytes = [...random.slice(0, 4)];
          const tail = bytes.slice(count - 1).reduce((sum, byte) => sum * 256 + byte, 0);
          const values = [...bytes.slice(0, count - 1), tail];
          const host = values.map((value, at) => (write[at] as (value: number) => string)(value)).join('.');
          expect(decideUrl(`https://${host}/`)).toMatchObject({ allowed: false, reason: 'refused-url' });
          expect(decideUrl(`https://${host}./`)).toMatchObject({ allowed: false, reason: 'refused-url' });
        },
      ),
    );
  });
});

describe('what may be dialled', () => {
  it.each(['1.1.1.1', '8.8.8.8', '185.199.108.153', '2606:4700:4700::1111', '2a00:1450:4001:82a::200e'])(
    '%s',
    (address) => expect(guard.refused(address)).toBeNull(),
  );

  it.each([
    '',
    'a.example',
    '1.2.3',
    '1.1.1.1.1',
    '0x1.1.1.1',
    '01.1.1.1',
    '2606:4700::1%eth0',
    '[2606:4700::1]',
  ])('not %j, which no resolver writes', (text) => expect(guard.refused(text)).toBe('no address'));

  it('what the operator named, mapped or not, and nothing beside it', () => {
    const own = createAddressGuard(['127.0.0.2/32', 'fd00::/8']);
    expect(
      ['127.0.0.2', '::ffff:127.0.0.2', 'fd00::1', '127.0.0.3', 'fc00::1'].map((one) => own.refused(one)),
    ).toEqual([null, null, null, '127.0.0.0/8', 'fc00::/7']);
  });

  it('equal addresses share one spelling', () => {
    fc.assert(
      fc.property(octets, (random) => {
        expect(new Set(spellings6([...random]).map(canonicalAddress)).size).toBe(1);
      }),
    );
  });

  it.each([
    ['127.0.0.1/32', true],
    ['::1/128', true],
    ['10.0.0.0/8', true],
    ['127.0.0.1', false],
    ['127.0.0.1/33', false],
    ['127.1/8', false],
    ['a.example/8', false],
    ['10.0.0.0/8/8', false],
    ['10.0.0.0/', false],
  ])('CIDR %s: %s', (text, valid) => expect(isCidr(text)).toBe(valid));
});
