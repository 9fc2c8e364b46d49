import type { Lang } from '@duqing/catalogue';
import type { DaysWithout, Owed } from '@duqing/outlook';

/** What several areas owe of one thing by one day. */
export interface OwedRow {
  due: string;
  isOverdue: boolean;
  kind: Owed['kind'];
  indicator: string;
  period: string;
  /** those of whom the same is said together: codes in order */
  areas: { text: string; regions: string[] }[];
}

/** By department, nearest day first; what is overdue comes first of all. */
export function owedByDepartment(owed: readonly Owed[], lang: Lang): { department: string; rows: OwedRow[] }[] {
  const departments = Map.groupBy(owed, ({ department }) => department as string);
  return [...departments].map(([department, items]) => ({ department, rows: rowsOf(items, lang) }));
}

function rowsOf(items: readonly Owed[], lang: Lang): OwedRow[] {
  const groups = Map.groupBy(items, ({ due, kind, indicator, period }) => [due, kind, indicator, period].join(' '));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { due, isOverdue, kind, indicator, period } = first;
    const alike = Map.groupBy(group, (one) => doneText(one, lang));
    const areas = [...alike].map(([text, owing]) => ({ text, regions: owing.map(({ region }) => region) }));
    return [{ due, isOverdue, kind, indicator, period, areas }];
  });
}

/** "1 of 2 activities" without its day, which the row has; '' where nothing is counted. */
function doneText({ progress, text }: Owed, lang: Lang): string {
  return progress === null ? '' : (text[lang].split(/[;；]/)[0] ?? '');
}

/** How long each zero has held: a row an area, a column an item. */
export function zerosByArea(zeros: readonly DaysWithout[]): { region: string; cells: DaysWithout[] }[] {
  return [...Map.groupBy(zeros, ({ region }) => region)].map(([region, cells]) => ({ region, cells }));
}
