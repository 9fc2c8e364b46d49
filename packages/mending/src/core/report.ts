import { areaOf } from '@duqing/access';
import { dayOf } from '@duqing/calendar';
import type { RejectCase } from './state.ts';
import type { Text } from './words.ts';

/** Rejects of one sending unit as its people read them in the morning. */
export interface UnitReport {
  /** CloudEvents source; '' where none could be read */
  source: string;
  area: string;
  /** neither mended nor discarded */
  open: number;
  /** of these received on the day before */
  fresh: number;
  /** of these waiting for a second person */
  waiting: number;
  mended: number;
  discarded: number;
  /** whole days since the oldest open one was received; null where none is open */
  oldestDays: number | null;
  /** open ones by what is wrong, the most frequent first, with one of them to look at */
  reasons: { code: string; field: string; count: number; reason: Text }[];
}

const DAY = 86_400_000;

/** One entry a unit that has any reject, the one with most open first. */
export function reportOf(cases: readonly RejectCase[], now: number): UnitReport[] {
  return [...Map.groupBy(cases, ({ row }) => row.source)]
    .map(([source, all]) => unitReport(source, { all, now }))
    .sort((a, b) => b.open - a.open || a.source.localeCompare(b.source));
}

function unitReport(source: string, { all, now }: { all: readonly RejectCase[]; now: number }): UnitReport {
  const open = all.filter(isOpen);
  const yesterday = dayOf(now - DAY);
  const count = (state: RejectCase['state']): number => all.filter((one) => one.state === state).length;
  return {
    source,
    area: areaOf(source),
    open: open.length,
    fresh: open.filter(({ row }) => dayOf(row.received_at) === yesterday).length,
    waiting: count('proposed'),
    mended: count('mended'),
    discarded: count('discarded'),
    oldestDays: open.length === 0 ? null : Math.floor((now - Math.min(...open.map(receivedAt))) / DAY),
    reasons: reasonsOf(open),
  };
}

function receivedAt({ row }: RejectCase): number {
  return row.received_at;
}

function isOpen({ state }: RejectCase): boolean {
  return state === 'open' || state === 'proposed' || state === 'approved';
}

function reasonsOf(open: readonly RejectCase[]): UnitReport['reasons'] {
  return [...Map.groupBy(open, ({ row }) => `${row.code}\n${row.field}`).values()]
    .flatMap((alike) => {
      const [first] = alike;
      if (first === undefined) return [];
      const { code, field, reason_zh, reason_en } = first.row;
      return [{ code, field, count: alike.length, reason: { zh: reason_zh, en: reason_en } }];
    })
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code) || a.field.localeCompare(b.field));
}

/** The morning's letter to the units, one paragraph each. */
export function reportText(
  reports: readonly UnitReport[],
  { lang, areaName, now }: { lang: keyof Text; areaName: (code: string) => string; now: number },
): string {
  const day = dayOf(now);
  if (reports.every(({ open }) => open === 0))
    return lang === 'zh' ? `${day} 没有未处理的退件` : `${day}: no reject is open`;
  const title = lang === 'zh' ? `退件日报 ${day}` : `Rejects, ${day}`;
  return [title, ...reports.filter(({ open }) => open > 0).map((one) => unitText(one, { lang, areaName }))].join(
    '\n\n',
  );
}

function unitText(
  report: UnitReport,
  { lang, areaName }: { lang: keyof Text; areaName: (code: string) => string },
): string {
  const { open, fresh, waiting, oldestDays } = report;
  const head =
    lang === 'zh'
      ? `${unitName(report, { lang, areaName })}：未处理 ${open} 件，其中昨日新增 ${fresh} 件、待复核 ${waiting} 件，最久已 ${oldestDays} 天`
      : `${unitName(report, { lang, areaName })}: ${open} open, ${fresh} of them new yesterday, ${waiting} waiting for approval; the oldest for ${oldestDays} days`;
  return [head, ...report.reasons.map(({ count, reason }) => `  ${count} × ${reason[lang]}`)].join('\n');
}

function unitName(
  { source, area }: UnitReport,
  { lang, areaName }: { lang: keyof Text; areaName: (code: string) => string },
): string {
  if (source === '') return lang === 'zh' ? '来源不明' : 'sender unknown';
  return area === '' ? source : `${areaName(area)} ${source}`;
}
