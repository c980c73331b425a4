/** Field prime of edwards25519 (RFC 8032 section 5.1). */
const P = 2n ** 255n - 19n;
/** Order of the base point. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
/** The curve's constant d = −121665/121666. */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
/** A square root of −1. */
const SQRT_MINUS_ONE = mod(squared(toTheRoot(2n), 1) * 2n);

type Point = readonly [x: bigint, y: bigint, z: bigint];

/** Why 32 bytes are no public key that can bind anybody. */
export type Ed25519Fault = 'length' | 'not-canonical' | 'off-curve' | 'small-order';

/**
 * Checks an Ed25519 public key: OpenSSL takes any 32 bytes, and under a key of small order some signatures
 * verify for every message (RFC 8032 section 5.1.3, RFC 8725 section 3.4). Returns null for a good one.
 */
export function ed25519Fault(key: Uint8Array): Ed25519Fault | null {
  if (key.length !== 32) return 'length';
  const encoded = littleEndian(key);
  const y = encoded & (2n ** 255n - 1n);
  if (y >= P) return 'not-canonical';
  const x = recoverX(y, encoded >> 255n);
  if (x === 'not-canonical' || x === 'off-curve') return x;
  const multiple = double(double(double([x, y, 1n])));
  return multiple[0] === 0n && multiple[1] === multiple[2] ? 'small-order' : null;
}

/** The second half of a signature must be below L, else everybody can make a second one (RFC 8032 section 5.1.7). */
export function isReducedScalar(signature: Uint8Array): boolean {
  return signature.length === 64 && littleEndian(signature.subarray(32)) < L;
}

/** RFC 8032 section 5.1.3, steps 2 to 4. */
function recoverX(y: bigint, sign: bigint): bigint | 'not-canonical' | 'off-curve' {
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  const cube = mod(v * v * v);
  let x = mod(u * cube * toTheRoot(mod(u * mod(cube * cube * v))));
  if (mod(v * x * x) === mod(-u)) x = mod(x * SQRT_MINUS_ONE);
  if (mod(v * x * x) !== u) return 'off-curve';
  if (x === 0n && sign === 1n) return 'not-canonical';
  return (x & 1n) === sign ? x : mod(-x);
}

/** Doubling on −x² + y² = 1 + d·x²·y² in projective coordinates: complete, and without an inversion. */
function double([x, y, z]: Point): Point {
  const [xx, yy] = [x * x, y * y];
  const f = yy - xx;
  const j = f - 2n * z * z;
  return [mod(2n * x * y * j), mod(f * (-xx - yy)), mod(f * j)];
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

/** base^((p−5)/8) = base^(2^252 − 3), by doubling runs of ones: a fifth of the work of bit by bit. */
function toTheRoot(base: bigint): bigint {
  const ones2 = mod(squared(base, 1) * base);
  const ones4 = mod(squared(ones2, 2) * ones2);
  const ones5 = mod(squared(ones4, 1) * base);
  const ones10 = mod(squared(ones5, 5) * ones5);
  const ones20 = mod(squared(ones10, 10) * ones10);
  const ones40 = mod(squared(ones20, 20) * ones20);
  const ones50 = mod(squared(ones40, 10) * ones10);
  const ones100 = mod(squared(ones50, 50) * ones50);
  const ones200 = mod(squared(ones100, 100) * ones100);
  const ones250 = mod(squared(ones200, 50) * ones50);
  return mod(squared(ones250, 2) * base);
}

/** The value squared so many times. */
function squared(value: bigint, times: number): bigint {
  let result = value;
  for (let round = 0; round < times; round += 1) result = (result * result) % P;
  return result;
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}
