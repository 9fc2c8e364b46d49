import { areaOf } from '@duqing/access';
import { dayOf } from '@duqing/calendar';
import { codeName } from './code-name.ts';
import { departmentOf } from './department.ts';
import type { RejectCase } from './state.ts';
import type { Text } from './words.ts';

/** What a department is told in the morning: numbers and reasons, nothing of what was sent. */
export interface MorningLetter {
  /** its code; '' = those whose sender names none */
  department: string;
  /** the day it is of */
  day: string;
  open: number;
  text: Text;
}

export interface MorningOptions {
  /** ms */
  now: number;
  areaName: (code: string) => Text;
  departmentName: (code: string) => Text;
  /** where they are mended */
  link: string;
  simulated: boolean;
}

const DAY = 86_400_000;
const MOST_REASONS = 3;

/**
 * One letter a department with anything unsettled, short enough for a phone: how many, since when, why, and where to mend them. It may
 * leave the house: no ids, no values; of intelligence it says only that there is something to see.
 */
export function morningLetters(cases: readonly RejectCase[], options: MorningOptions): MorningLetter[] {
  const open = cases.filter(({ state }) => state === 'open' || state === 'proposed' || state === 'approved');
  const day = dayOf(options.now);
  return [...Map.groupBy(open, ({ row }) => departmentOf(row.source))]
    .map(([department, own]) => ({
      department,
      day,
      open: own.length,
      text: letterText(own, { ...options, department }),
    }))
    .sort((a, b) => b.open - a.open || a.department.localeCompare(b.department));
}

type Telling = MorningOptions & { department: string };

function letterText(cases: readonly RejectCase[], options: Telling): Text {
  const { department, departmentName, link, simulated } = options;
  const said = cases.filter((one) => !isIntelligence(one));
  const whose = department === '' ? { zh: '来源不明', en: 'sender unknown' } : departmentName(department);
  const mark = simulated ? { zh: '【模拟数据】', en: '[simulated 模拟数据] ' } : { zh: '', en: '' };
  const body = said.length === 0 ? { zh: '详见页面', en: 'see the page' } : bodyText(said, options);
  const more =
    said.length === 0 || said.length === cases.length
      ? { zh: '', en: '' }
      : { zh: '另有，详见页面。', en: ' There is more: see the page.' };
  return {
    zh: `${mark.zh}【退件日报】${whose.zh}：${body.zh}${more.zh} ${link}`,
    en: `${mark.en}REJECTS, ${whose.en}: ${body.en}${more.en} ${link}`,
  };
}

function isIntelligence({ row }: RejectCase): boolean {
  return row.topic === 'duqing.intelligence' || row.type.startsWith('duqing.intelligence.');
}

function bodyText(cases: readonly RejectCase[], { now, areaName }: Telling): Text {
  const yesterday = dayOf(now - DAY);
  const fresh = cases.filter(({ row }) => dayOf(row.received_at) === yesterday).length;
  const waiting = cases.filter(({ state }) => state !== 'open').length;
  const oldest = Math.floor((now - Math.min(...cases.map(({ row }) => row.received_at))) / DAY);
  const areas = [...new Set(cases.map(({ row }) => areaOf(row.source)))].filter((area) => area !== '');
  const where = areaText(areas, areaName);
  const why = reasonsText(cases);
  return {
    zh: `${where.zh}未办结 ${cases.length} 件（昨日新增 ${fresh}，待复核 ${waiting}），最久 ${oldest} 天；原因：${why.zh}。`,
    en: `${where.en}${cases.length} unsettled (${fresh} new yesterday, ${waiting} waiting for approval), the oldest for ${oldest} days; why: ${why.en}.`,
  };
}

function areaText(areas: readonly string[], areaName: (code: string) => Text): Text {
  const [first] = areas;
  if (first === undefined) return { zh: '', en: '' };
  if (areas.length > 1) return { zh: `${areas.length} 个地区`, en: `${areas.length} areas, ` };
  const { zh, en } = areaName(first);
  return { zh, en: `${en}, ` };
}

/** The most frequent ones; the rest as one number. */
function reasonsText(cases: readonly RejectCase[]): Text {
  const counts = [...Map.groupBy(cases, ({ row }) => row.code)]
    .map(([code, all]) => ({ name: codeName(code), count: all.length }))
    .sort((a, b) => b.count - a.count || a.name.zh.localeCompare(b.name.zh));
  const shown = counts.slice(0, MOST_REASONS);
  const rest = counts.slice(MOST_REASONS).reduce((sum, { count }) => sum + count, 0);
  const text = (lang: keyof Text, other: string, comma: string): string =>
    [...shown.map(({ name, count }) => `${name[lang]} ${count}`), ...(rest > 0 ? [`${other} ${rest}`] : [])].join(
      comma,
    );
  return { zh: text('zh', '其他', '、'), en: text('en', 'other', ', ') };
}
