import type { Lang } from '@duqing/catalogue';
import type { DaysWithout, Owed } from '@duqing/outlook';
import stringWidth from 'string-width';
import { fitted } from './fitted.ts';

interface Names {
  lang: Lang;
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
  departmentOf: (department: string) => string;
}

const WORDS = {
  zh: {
    nothing: '没有待办事项',
    without: '零指标已连续天数',
    last: '最近一次',
    days: '天',
    to: '至',
    unknown: '无法确认(未声明)',
    late: '逾期',
  },
  en: {
    nothing: 'nothing is owed',
    without: 'days without',
    last: 'last',
    days: 'days',
    to: 'to',
    unknown: 'not known (unattested)',
    late: 'overdue',
  },
} as const;

/** What is owed by department, nearest day first, then how long each zero has held. */
export function paceText(
  { owed, zeros }: { owed: readonly Owed[]; zeros: readonly DaysWithout[] },
  names: Names,
): string {
  const groups = Map.groupBy(owed, ({ department }) => department);
  const lists = [...groups].map(([department, items]) =>
    [`${names.departmentOf(department)} (${items.length})`, ...items.map((item) => `  ${lineOf(item, names)}`)].join(
      '\n',
    ),
  );
  const words = WORDS[names.lang];
  const days = zeros.map((zero) => `  ${zeroLine(zero, names)}`);
  return [...(lists.length > 0 ? lists : [words.nothing]), [words.without, ...days].join('\n')].join('\n\n');
}

function lineOf({ due, region, indicator, text, isOverdue }: Owed, { lang, nameOf, areaOf }: Names): string {
  const late = isOverdue ? `【${WORDS[lang].late}】` : '';
  return `${due}  ${padded(areaOf(region), 22)} ${padded(nameOf(indicator), 28)} ${late}${text[lang]}`;
}

function zeroLine({ indicator, region, last, through, days }: DaysWithout, { lang, nameOf, areaOf }: Names): string {
  const words = WORDS[lang];
  const known = days === null || through === null ? words.unknown : `${days} ${words.days} (${words.to} ${through})`;
  const before = last === null ? '' : `; ${words.last} ${last}`;
  return `${padded(areaOf(region), 22)} ${padded(nameOf(indicator), 32)} ${known}${before}`;
}

function padded(text: string, width: number): string {
  const cut = fitted(text, width);
  return cut + ' '.repeat(width - stringWidth(cut));
}
