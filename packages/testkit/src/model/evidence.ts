const CHANCE = 0.025;
const NEGLIGIBLE = 1e-18;

const FACTORIALS: number[] = [0];

/** ln(n!), exact sum below 200, Stirling's series above (error under 1e-15). */
function lnFactorial(n: number): number {
  if (n >= 200) {
    const x = n + 1;
    return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + 1 / (12 * x) - 1 / (360 * x ** 3);
  }
  for (let i = FACTORIALS.length; i <= n; i += 1) FACTORIALS[i] = (FACTORIALS[i - 1] ?? 0) + Math.log(i);
  return FACTORIALS[n] ?? 0;
}

function lnChoose(n: number, k: number): number {
  return lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);
}

interface Tails {
  /** P(X ≤ seen) */
  low: number;
  /** P(X ≥ seen) */
  high: number;
}

/** Adds the probabilities outward from `seen` on each side until they no longer count. */
function tails(seen: number, [from, to, step]: [number, number, number], ln: (k: number) => number): Tails {
  const side = (towards: number): number => {
    let total = 0;
    for (let k = seen; k >= from && k <= to; k += towards) {
      const chance = Math.exp(ln(k));
      total += chance;
      const next = Math.exp(ln(Math.min(Math.max(k + towards, from), to)));
      if (chance < NEGLIGIBLE && next <= chance) break;
    }
    return Math.min(1, total);
  };
  return { low: side(-step), high: side(step) };
}

/** Tails of a binomial count of n trials with chance p. */
export function binomialTails(seen: number, n: number, p: number): Tails {
  if (p <= 0) return { low: 1, high: seen > 0 ? 0 : 1 };
  if (p >= 1) return { low: seen < n ? 0 : 1, high: 1 };
  return tails(seen, [0, n, 1], (k) => lnChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** A limit p lies outside the two-sided 95 % Clopper–Pearson interval of n of d exactly where one tail is under 2.5 %. */
export function isClearOfLimit(n: number, d: number, p: number): boolean {
  return isUnlikely(binomialTails(n, d, p));
}

/** The chance at which a condition that holds below it stops to hold. */
function crossing(isBelow: (p: number) => boolean): number {
  let [from, to] = [0, 1];
  for (let i = 0; i < 60; i += 1) {
    const middle = (from + to) / 2;
    if (isBelow(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

/** The two-sided 95 % Clopper–Pearson interval, by bisection on the tails. */
export function clopperPearson(n: number, d: number): [number, number] {
  const lower = n === 0 ? 0 : crossing((p) => binomialTails(n, d, p).high < CHANCE);
  const upper = n === d ? 1 : crossing((p) => binomialTails(n, d, p).low >= CHANCE);
  return [lower, upper];
}

/** Two counts: given their sum, the later one is binomial with chance one half. */
export function countsDiffer(now: number, before: number): boolean {
  return isUnlikely(binomialTails(now, now + before, 0.5));
}

/** Two ratios: given all margins, the later numerator is hypergeometric (Fisher's exact test, each tail 2.5 %). */
export function ratiosDiffer(now: [number, number], before: [number, number]): boolean {
  return isUnlikely(fisherTails(now, before));
}

export function fisherTails([n, d]: [number, number], [m, e]: [number, number]): Tails {
  const all = n + m;
  const range: [number, number, number] = [Math.max(0, all - e), Math.min(d, all), 1];
  return tails(n, range, (k) => lnChoose(d, k) + lnChoose(e, all - k) - lnChoose(d + e, all));
}

/**
 * Three yearly levels a, b, c: whether their growth changed. Given the total and c − a (what an unchanged growth leaves
 * open), b has chances proportional to 1/(a! b! c!) and moves in steps of two.
 */
export function growthDiffers(a: number, b: number, c: number): boolean {
  return isUnlikely(growthTails(a, b, c));
}

export function growthTails(a: number, b: number, c: number): Tails {
  const total = a + b + c;
  const top = total - Math.abs(c - a);
  const weight = (k: number): number =>
    -lnFactorial(k) - lnFactorial((total - k + c - a) / 2) - lnFactorial((total - k - c + a) / 2);
  const mode = weight(b);
  let all = 0;
  for (let k = top % 2; k <= top; k += 2) all += Math.exp(weight(k) - mode);
  return tails(b, [top % 2, top, 2], (k) => weight(k) - mode - Math.log(all));
}

function isUnlikely({ low, high }: Tails): boolean {
  return Math.min(low, high) < CHANCE;
}
