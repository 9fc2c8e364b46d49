/** A cell as `indicators --json` prints it. */
export interface CellJson {
  indicator: string;
  region: string;
  period: string;
  numerator: number | null;
  denominator: number | null;
  value: number | boolean | null;
  unit: string;
  target: unknown;
  verdict: string;
  reason: string | null;
  evidence: string | null;
  distance: { toMeet: number | null; toBreak: number | null } | null;
  stage: string;
  completeness: Record<string, unknown>;
  flags: string[];
  breakdown: { key: string; numerator: number | null; denominator: number | null; value: number | null }[] | null;
  published: unknown;
  revisedSince: boolean | null;
  asOf: string;
}

/** What a cell says, without the moment at which it was asked for. */
export function said(cells: readonly CellJson[]): object[] {
  return cells.map((cell) => ({ ...cell, asOf: undefined }));
}
