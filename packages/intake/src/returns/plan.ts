import type { FilledRow, SheetFault } from './sheet.ts';
import { COLUMNS, FEED } from './columns.ts';
import type { Figures } from './figures.ts';
import type { Said } from './said.ts';

/** What is held of one return or attestation. */
export interface HeldRow {
  region: string;
  /** a measure's id, or `feed:cases` */
  measure: string;
  period: string;
  /** the highest that was ever sent, a withdrawal too */
  revision: number;
  /** null where it was withdrawn */
  figures: Figures | null;
  source: string;
}

/** A row as it would be sent. */
export interface PlannedRow extends Omit<FilledRow, 'revision'> {
  revision: number;
  /** `same`: it is held already and is not sent again */
  change: 'first' | 'changed' | 'same';
  before: Figures | null;
  warnings: Said[];
}

/** A level from this on, and so many times as much, is sudden: from 1 to 10 is everyday. */
export const SUDDEN = { base: 5, times: 10 } as const;

/**
 * What would be sent of a sheet, held against everything that is held of its areas and measures. A row as it is held is not sent
 * again; a blank revision is the next one; one that is not above what is held is a fault, since it would count for nothing.
 */
export function planOf(
  rows: readonly FilledRow[],
  { held, source }: { held: readonly HeldRow[]; source: (region: string) => string },
): { planned: PlannedRow[]; faults: SheetFault[] } {
  const known = new Map(held.map((one) => [keyOf(one), one]));
  const plans = rows.map((row) => {
    const before = known.get(keyOf(row));
    const isSame = before?.figures != null && sameFigures(before.figures, row.figures);
    if (isSame && (row.revision ?? 0) <= before.revision) return { row: asHeld(row, before), fault: null };
    const next = (before?.revision ?? 0) + 1;
    const revision = row.revision ?? next;
    if (revision < next) return { row: null, fault: lowFault(row, next) };
    const warnings = [...sudden(row, held), ...otherSource(before, source(row.region))];
    const change = before === undefined ? 'first' : 'changed';
    const planned: PlannedRow = { ...row, revision, change, before: before?.figures ?? null, warnings };
    return { row: planned, fault: null };
  });
  return { planned: plans.flatMap(({ row }) => row ?? []), faults: plans.flatMap(({ fault }) => fault ?? []) };
}

function asHeld(row: FilledRow, { revision, figures }: HeldRow): PlannedRow {
  return { ...row, revision, change: 'same', before: figures, warnings: [] };
}

function keyOf({ region, measure, period }: Pick<HeldRow, 'region' | 'measure' | 'period'>): string {
  return `${region}/${measure}/${period}`;
}

/** A count's 0 and nil say the same. */
function sameFigures(one: Figures, other: Figures): boolean {
  return figuresKey(one) === figuresKey(other);
}

function figuresKey(figures: Figures): string {
  const { numerator, denominator, value, nil, through, count } = figures;
  const plain = nil || value === 0 ? 'zero' : value;
  return JSON.stringify([numerator ?? null, denominator ?? null, plain ?? null, through ?? null, count ?? null]);
}

function lowFault({ line, label, revision }: FilledRow, next: number): SheetFault {
  const reason = {
    zh: `已报到第 ${next - 1} 版，第 ${revision} 版不会生效：请留空或填 ${next}`,
    en: `revision ${next - 1} is held, so ${revision} would count for nothing: leave it blank or give ${next}`,
  };
  return { line, label, column: COLUMNS.revision, cell: '', reason };
}

/** What a figure is large by: of a ratio its denominator. Null of yes or no, and of a feed. */
function levelOf({ numerator, denominator, value, nil }: Figures): number | null {
  if (nil) return 0;
  const level = denominator ?? value ?? numerator;
  return typeof level === 'number' ? level : null;
}

/** Against the last period held before of the same kind, as the doubt is counted later. */
function sudden(row: FilledRow, held: readonly HeldRow[]): Said[] {
  if (row.measure.startsWith(FEED)) return [];
  const before = held
    .filter(
      ({ region, measure, period, figures }) =>
        region === row.region &&
        measure === row.measure &&
        figures !== null &&
        period < row.period &&
        kindOf(period) === kindOf(row.period),
    )
    .reduce<HeldRow | null>((latest, one) => (latest === null || one.period > latest.period ? one : latest), null);
  const [was, is] = [before?.figures ? levelOf(before.figures) : null, levelOf(row.figures)];
  if (was === null || is === null || was < SUDDEN.base || is < SUDDEN.times * was) return [];
  return [
    {
      zh: `比上期（${before?.period}：${was}）增至 ${SUDDEN.times} 倍以上，请核对单位和小数点`,
      en: `${SUDDEN.times} times the period before (${before?.period}: ${was}) or more: look at units and points`,
    },
  ];
}

function kindOf(period: string): string {
  return `${period.length}${period.slice(4, 5)}`;
}

function otherSource(before: HeldRow | undefined, source: string): Said[] {
  if (before === undefined || before.source === source) return [];
  return [
    {
      zh: `此前由 ${before.source} 报送；确认后以本次为准`,
      en: `it was sent by ${before.source} before; yours will count instead`,
    },
  ];
}
