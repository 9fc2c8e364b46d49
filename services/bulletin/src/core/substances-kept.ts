import type { BreakdownRow, Cell } from '@duqing/catalogue';
import type { DisclosureRule } from '@duqing/disclosure';
import { OTHERS } from './sections/charts.ts';
import type { BulletinInput } from './types.ts';

/**
 * Mass by substance for the public: substances of few seizures stand together without name or mass, with so many more that they are of
 * at least two substances and as many seizures as the threshold; nothing at all where the whole is kept back.
 */
export function keptSubstances(
  { bySubstance, seizuresBySubstance }: Pick<BulletinInput, 'bySubstance' | 'seizuresBySubstance'>,
  { rule, massKept }: { rule: DisclosureRule; massKept: boolean },
): Cell | undefined {
  if (!bySubstance?.breakdown) return bySubstance;
  const counts = new Map(seizuresBySubstance?.breakdown?.map(({ key, value }) => [key, value ?? 0]));
  const rows = bySubstance.breakdown.filter(({ value }) => value !== 0);
  const kept = massKept ? rows : smallOnes(rows, { counts, threshold: rule.threshold });
  const shown = rows.filter((row) => !kept.includes(row));
  const others: BreakdownRow = { key: OTHERS, numerator: null, denominator: null, value: null };
  return { ...bySubstance, breakdown: kept.length === 0 ? shown : [...shown, others] };
}

/** Those of few seizures, and the next larger ones until they cover each other. A substance of unknown count is of few. */
function smallOnes(
  rows: readonly BreakdownRow[],
  { counts, threshold }: { counts: ReadonlyMap<string, number>; threshold: number },
): BreakdownRow[] {
  const countOf = ({ key }: BreakdownRow): number => counts.get(key) ?? 0;
  const ordered = rows.toSorted((a, b) => countOf(a) - countOf(b) || (a.key < b.key ? -1 : 1));
  const small = ordered.filter((row) => countOf(row) < threshold);
  if (small.length === 0) return [];
  const kept = [...small];
  for (const next of ordered.slice(small.length)) {
    const seizures = kept.reduce((sum, row) => sum + countOf(row), 0);
    if (kept.length > 1 && seizures >= threshold && small.every((row) => isCovered(row, kept))) break;
    kept.push(next);
  }
  return kept;
}

/** The others weigh at least half as much, so that their sum does not tell it. */
function isCovered(row: BreakdownRow, kept: readonly BreakdownRow[]): boolean {
  const others = kept.reduce((total, { value }) => total + (value ?? 0), 0) - (row.value ?? 0);
  return others >= (row.value ?? 0) / 2;
}
