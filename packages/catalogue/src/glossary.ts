import { INDICATORS } from './indicators/index.ts';
import type { Lang } from './text/lang.ts';
import { dueText, targetText } from './text/rule-text.ts';
import { basisText, departmentText, groupText, sourceText } from './text/table-words.ts';
import { unitWord } from './text/units.ts';
import type { Indicator } from './types.ts';

/** What one figure means, in words that stand by themselves. */
export interface GlossaryEntry {
  id: string;
  clause: string;
  group: string;
  name: string;
  numerator: string;
  /** null where the item has none */
  denominator: string | null;
  unit: string;
  target: string;
  basis: string;
  source: string;
  due: string;
  department: string;
}

/** Every entry of the catalogue in one language, in the catalogue's order. */
export function glossary(lang: Lang): GlossaryEntry[] {
  return INDICATORS.map((entry) => entryOf(entry, lang));
}

function entryOf(entry: Indicator, lang: Lang): GlossaryEntry {
  const { columns } = entry;
  const denominator = lang === 'zh' ? entry.denominator_zh : columns.denominator;
  return {
    id: entry.id,
    clause: columns.clause,
    group: groupText(columns.group, lang),
    name: entry.name[lang],
    numerator: lang === 'zh' ? entry.numerator_zh : columns.numerator,
    denominator: denominator === '' ? null : denominator,
    unit: unitWord(columns.unit, lang),
    target: targetText(entry, lang),
    basis: basisText(columns.basis, lang),
    source: sourceText(columns.source, lang),
    due: dueText(entry, lang),
    department: departmentText(columns.department, lang),
  };
}

const WORDS = {
  title: { zh: '指标释义', en: 'Glossary of indicators' },
  intro: {
    zh: '由指标目录生成。“依据”为“文本”者,见某市征求意见稿(2018-06-06)现存部分;其附件细则未见。',
    en: 'Generated from the catalogue. Basis "text" means the part we have of a city\'s consultation draft of 2018-06-06, without its annexed rules.',
  },
  rows: {
    zh: ['释义', '分母', '单位', '目标', '依据', '来源', '时限', '责任部门'],
    en: ['Definition', 'Denominator', 'Unit', 'Target', 'Basis', 'Source', 'Due', 'Department'],
  },
} as const;

/** The glossary as a Markdown document, group by group; the same text for the same catalogue. */
export function glossaryMarkdown(lang: Lang): string {
  const groups = Map.groupBy(glossary(lang), ({ group }) => group);
  const parts = [...groups].map(([group, entries]) =>
    [`## ${group}`, ...entries.map((entry) => section(entry, lang))].join('\n\n'),
  );
  return `${[`# ${WORDS.title[lang]}`, WORDS.intro[lang], ...parts].join('\n\n')}\n`;
}

function section(entry: GlossaryEntry, lang: Lang): string {
  const { numerator, denominator, unit, target, basis, source, due, department } = entry;
  const values = [numerator, denominator, unit, target, basis, source, due, department];
  const colon = lang === 'zh' ? ':' : ': ';
  const lines = WORDS.rows[lang].flatMap((word, index) => {
    const value = values[index];
    return value ? [`- **${word}**${colon}${escaped(value)}`] : [];
  });
  const clause = entry.clause === '' ? '' : ` ${entry.clause}`;
  return [`### ${entry.name}`, `\`${entry.id}\`${clause}`, lines.join('\n')].join('\n\n');
}

/** Characters that Markdown would read as markup. */
function escaped(text: string): string {
  return text.replace(/[<>*_]/g, (sign) => `\\${sign}`);
}
