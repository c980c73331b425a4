/** A short Weierstrass curve y² = x³ − 3x + b over the field of p elements (FIPS 186-5, SEC 2). */
export interface Curve {
  readonly p: bigint;
  readonly b: bigint;
  /** Bytes of one coordinate. */
  readonly bytes: number;
}

/** The three curves that RFC 7518 gives an algorithm. */
export const CURVES: Readonly<Record<'P-256' | 'P-384' | 'P-521', Curve>> = {
  'P-256': {
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    bytes: 32,
  },
  'P-384': {
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    bytes: 48,
  },
  'P-521': {
    p: 2n ** 521n - 1n,
    b: 0x051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    bytes: 66,
  },
};

/**
 * True where (x, y), big-endian coordinates of exactly the curve's length, is a point of the curve. These
 * curves have cofactor 1, so a point on them has the full order; infinity has no such coordinates.
 */
export function isOnCurve(curve: Curve, x: Uint8Array, y: Uint8Array): boolean {
  if (x.length !== curve.bytes || y.length !== curve.bytes) return false;
  const [px, py] = [bigEndian(x), bigEndian(y)];
  if (px >= curve.p || py >= curve.p) return false;
  return (py * py - (px * px * px - 3n * px + curve.b)) % curve.p === 0n;
}

function bigEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
