import type { Lang } from '@duqing/catalogue';
import { codeWords } from '../codes.ts';
import { areaName } from '../maps.ts';
import { column, literal, type Column } from '../sql.ts';
import { WORDS } from '../words.ts';

/** Alerts that stand, of the board's area and those below it; those of no area are of all. */
export const ALERTS_OPEN = [
  "state NOT IN ('normal', 'resolved')",
  "(region IN ('', ${region:singlequote}) OR region IN (SELECT region FROM published_regions WHERE parent = ${region:singlequote}))",
];

/** The urgent first. */
export const BY_URGENCY = ["indexOf(['critical', 'warning', 'info'], CAST(severity, 'String'))", 'since DESC'];

/** What an alert says; a simulated one carries the mark. */
export function alertColumns(lang: Lang): Column[] {
  return [
    column(codeWords("CAST(severity, 'String')", 'severity', lang), WORDS.severity[lang]),
    column(codeWords("CAST(state, 'String')", 'state', lang), WORDS.state[lang]),
    column(codeWords("CAST(kind, 'String')", 'alert', lang), WORDS.kind[lang]),
    column(areaName("CAST(region, 'String')", lang), WORDS.area[lang]),
    column('period', WORDS.period[lang]),
    column(`text_${lang}`, WORDS.text[lang]),
    column("formatDateTime(since, '%Y-%m-%d %H:%i', 'Asia/Shanghai')", WORDS.since[lang]),
    column(`if(simulated, ${literal(WORDS.simulated[lang])}, '')`, WORDS.marks[lang]),
  ];
}
