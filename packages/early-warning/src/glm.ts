/** A fitted quasi-Poisson model with log link. */
export interface Fit {
  coefficients: number[];
  /** fitted means, one a row */
  fitted: number[];
  /** diagonal of the hat matrix, one a row */
  leverage: number[];
  /** Pearson estimate: 1 where the counts are as a Poisson's, 0 where they leave no degrees of freedom */
  dispersion: number;
  /** Variance of a row's linear predictor at dispersion 1. */
  variance(row: readonly number[]): number;
}

const ROUNDS = 50;
const EPSILON = 1e-10;

/**
 * Fits log(mean) = rows · coefficients to counts by iteratively reweighted least squares. `weights` are prior ones, default 1. Null
 * where it does not converge or the columns depend on one another.
 */
export function fitQuasiPoisson(
  rows: readonly (readonly number[])[],
  counts: readonly number[],
  weights: readonly number[] = counts.map(() => 1),
): Fit | null {
  let means = counts.map((count) => count + 0.1);
  let deviance = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const factor = cholesky(information(rows, working(means, weights)));
    if (factor === null) return null;
    const response = means.map((mean, index) => Math.log(mean) + ((counts[index] ?? 0) - mean) / mean);
    const coefficients = solve(factor, projected(rows, working(means, weights), response));
    means = rows.map((row) => Math.exp(dot(row, coefficients)));
    const next = devianceOf(counts, means, weights);
    if (!Number.isFinite(next)) return null;
    if (Math.abs(next - deviance) / (Math.abs(next) + 0.1) < EPSILON)
      return finished({ rows, counts, weights, means, coefficients });
    deviance = next;
  }
  return null;
}

interface Converged {
  rows: readonly (readonly number[])[];
  counts: readonly number[];
  weights: readonly number[];
  means: number[];
  coefficients: number[];
}

function finished({ rows, counts, weights, means, coefficients }: Converged): Fit | null {
  const own = working(means, weights);
  const factor = cholesky(information(rows, own));
  if (factor === null) return null;
  const variance = (row: readonly number[]): number => dot(row, solve(factor, row));
  const pearson = means.map((mean, index) => ((weights[index] ?? 1) * ((counts[index] ?? 0) - mean) ** 2) / mean);
  const freedom = rows.length - coefficients.length;
  return {
    coefficients,
    fitted: means,
    leverage: rows.map((row, index) => (own[index] ?? 0) * variance(row)),
    dispersion: freedom > 0 ? pearson.reduce((sum, one) => sum + one, 0) / freedom : 0,
    variance,
  };
}

function working(means: readonly number[], weights: readonly number[]): number[] {
  return means.map((mean, index) => mean * (weights[index] ?? 1));
}

function devianceOf(counts: readonly number[], means: readonly number[], weights: readonly number[]): number {
  return counts.reduce((sum, count, index) => {
    const mean = means[index] ?? 0;
    const part = count === 0 ? mean : count * Math.log(count / mean) - (count - mean);
    return sum + 2 * (weights[index] ?? 1) * part;
  }, 0);
}

/** Rows' transpose times diagonal weights times rows. */
function information(rows: readonly (readonly number[])[], weights: readonly number[]): number[][] {
  const size = rows[0]?.length ?? 0;
  const sums = Array.from({ length: size }, () => Array.from<number>({ length: size }).fill(0));
  for (const [index, row] of rows.entries()) addOuter(sums, row, weights[index] ?? 0);
  return sums;
}

function addOuter(sums: number[][], row: readonly number[], weight: number): void {
  for (const [i, into] of sums.entries()) {
    const left = weight * (row[i] ?? 0);
    if (left === 0) continue;
    for (let j = 0; j < into.length; j += 1) into[j] = (into[j] ?? 0) + left * (row[j] ?? 0);
  }
}

function projected(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
  response: readonly number[],
): number[] {
  const sums = Array.from<number>({ length: rows[0]?.length ?? 0 }).fill(0);
  for (const [index, row] of rows.entries()) {
    const value = (weights[index] ?? 0) * (response[index] ?? 0);
    for (let j = 0; j < sums.length; j += 1) sums[j] = (sums[j] ?? 0) + value * (row[j] ?? 0);
  }
  return sums;
}

/** Lower triangle whose product with its transpose is the matrix; null where the matrix is singular beside its own size. */
function cholesky(matrix: readonly (readonly number[])[]): number[][] | null {
  const lower: number[][] = matrix.map((row) => row.map(() => 0));
  for (const [i, own] of lower.entries()) {
    for (let j = 0; j <= i; j += 1) {
      const other = lower[j] ?? [];
      let sum = matrix[i]?.[j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (own[k] ?? 0) * (other[k] ?? 0);
      if (i === j && !(sum > 1e-11 * (matrix[i]?.[i] ?? 0))) return null;
      own[j] = i === j ? Math.sqrt(sum) : sum / (other[j] ?? 1);
    }
  }
  return lower;
}

/** Solves (lower · lowerᵀ) x = right. */
function solve(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = lower.length;
  const x = [...right];
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = (x[i] ?? 0) - (lower[i]?.[k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i]?.[i] ?? 1);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) x[i] = (x[i] ?? 0) - (lower[k]?.[i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i]?.[i] ?? 1);
  }
  return x;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
