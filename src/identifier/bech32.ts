/** The 32 characters of Bech32, in the order of their values (BIP 173). */
const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function polymod(values: Iterable<number>): number {
  let checksum = 1;
  for (const value of values) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((generator, bit) => {
      if ((top >>> bit) & 1) checksum ^= generator;
    });
  }
  return checksum >>> 0;
}

/** The 32 octets of a public key in an `npub1…` (NIP-19), or null: wrong alphabet, length, padding or checksum. */
export function decodeNpub(text: string): Uint8Array | null {
  // 32 octets are 52 characters of five bits, and the checksum is six more.
  if (text.length !== 63 || !text.startsWith('npub1')) return null;
  const values = [...text.slice(5)].map((one) => CHARSET.indexOf(one));
  if (values.includes(-1)) return null;
  const prefix = [...'npub'].map((one) => one.charCodeAt(0));
  const expanded = [...prefix.map((one) => one >>> 5), 0, ...prefix.map((one) => one & 31)];
  if (polymod([...expanded, ...values]) !== 1) return null;
  return regroup(values.slice(0, 52));
}

/** Five-bit groups to octets; the four bits left over must be zero. */
function regroup(values: readonly number[]): Uint8Array | null {
  const out = new Uint8Array(32);
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const value of values) {
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (buffer >>> bits) & 0xff;
    }
  }
  return (buffer & ((1 << bits) - 1)) === 0 ? out : null;
}
