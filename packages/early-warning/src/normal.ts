const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** The standard normal quantile of 1 − alpha, for 0 < alpha ≤ 0.5: Newton on the tail's distribution, to 1e-12. */
export function upperQuantile(alpha: number): number {
  if (!(alpha > 0 && alpha <= 0.5)) throw new RangeError(`alpha: above 0 and at most 0.5, not ${alpha}`);
  let z = Math.sqrt(-2 * Math.log(alpha)) / 1.3;
  for (let step = 0; step < 100; step += 1) {
    const change = (upperTail(z) - alpha) / (Math.exp((-z * z) / 2) / SQRT_2PI);
    z += Math.max(-1, Math.min(1, change));
    if (Math.abs(change) < 1e-13) break;
  }
  return z;
}

/** Probability of a standard normal above z, for z ≥ −1 or so: series near the middle, continued fraction in the tail. */
function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / SQRT_2PI;
  if (z < 2) {
    let [term, sum] = [z, z];
    for (let n = 1; Math.abs(term) > 1e-17; n += 1) {
      term *= (z * z) / (2 * n + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let n = 300; n > 0; n -= 1) fraction = z + n / fraction;
  return density / fraction;
}
