import type { Lang } from '@duqing/catalogue';
import { column, literal, worded, type Column } from '../sql.ts';
import { WORDS } from '../words.ts';

export const ALERTS_OPEN = "state NOT IN ('normal', 'resolved')";

const STATES = {
  zh: [
    ['pending', '待定'],
    ['firing', '触发'],
    ['recovering', '恢复中'],
    ['resolved', '已解除'],
  ],
  en: [],
} as const;
const SEVERITIES = {
  zh: [
    ['critical', '特急'],
    ['warning', '警告'],
    ['info', '提示'],
  ],
  en: [],
} as const;

/** What an alert says; a simulated one carries the mark. */
export function alertColumns(lang: Lang): Column[] {
  return [
    column(worded('severity', SEVERITIES[lang]), WORDS.severity[lang]),
    column(worded('state', STATES[lang]), WORDS.state[lang]),
    column('kind', WORDS.kind[lang]),
    column('region', WORDS.area[lang]),
    column('period', WORDS.period[lang]),
    column(`text_${lang}`, WORDS.text[lang]),
    column("formatDateTime(since, '%Y-%m-%d %H:%i', 'Asia/Shanghai')", WORDS.since[lang]),
    column(`if(simulated, ${literal(WORDS.simulated[lang])}, '')`, WORDS.marks[lang]),
  ];
}
