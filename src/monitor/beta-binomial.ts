/**
 * The chance, as a natural logarithm, that of `n` further readings `k` or more fail, where the share that fails is known
 * from a past as a beta distribution of `a` failed and `b` others. Exact for any counts: small ones are the rule here, and a
 * normal approximation is wrong there just where it matters.
 *
 * @param k 1 to n; n up to some ten thousand: the sum has up to n − k + 1 terms
 */
export function logTail(k: number, n: number, a: number, b: number): number {
  const first = logChoose(n, k) + logBeta(k + a, n - k + b) - logBeta(a, b);
  const mean = (n * a) / (a + b);
  let [sum, term] = [1, 1];
  for (let j = k; j < n; j += 1) {
    term *= ((n - j) / (j + 1)) * ((j + a) / (n - j - 1 + b));
    sum += term;
    // What follows is less and less, and no longer seen in the sum.
    if (term < sum * Number.EPSILON && j > mean) break;
  }
  return Math.min(0, first + Math.log(sum));
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Below this the argument is moved up first. */
const STIRLING_FROM = 12;

/** ln Γ(x) for x > 0: Stirling's series (DLMF 5.11.1), exact to 13 digits from `STIRLING_FROM` on. */
export function logGamma(x: number): number {
  let [at, shift] = [x, 0];
  // Γ(x + 1) = x Γ(x), DLMF 5.5.1.
  for (; at < STIRLING_FROM; at += 1) shift += Math.log(at);
  const inverse = 1 / (at * at);
  const series =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / at;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift;
}
