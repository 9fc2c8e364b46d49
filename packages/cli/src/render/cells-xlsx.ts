import {
  evidenceWord,
  flagWord,
  formatTarget,
  glossary,
  reasonWord,
  stageWord,
  verdictWord,
  type Cell,
  type Lang,
} from '@duqing/catalogue';
import writeXlsxFile, { type Row, type Sheet } from 'write-excel-file/node';

export interface Workbook {
  cells: readonly Cell[];
  lang: Lang;
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
}

const HEADS = {
  zh: [
    '指标',
    '编号',
    '地区',
    '期间',
    '分子',
    '分母',
    '数值',
    '单位',
    '目标',
    '结论',
    '原因',
    '证据',
    '距离',
    '阶段',
    '应报',
    '已报',
    '标记',
    '备注',
    '截至',
  ],
  en: [
    'Indicator',
    'Id',
    'Area',
    'Period',
    'Numerator',
    'Denominator',
    'Value',
    'Unit',
    'Target',
    'Verdict',
    'Reason',
    'Evidence',
    'Distance',
    'Stage',
    'Returns due',
    'Returns in',
    'Flags',
    'Notes',
    'As of',
  ],
} as const;
const TERMS = {
  zh: ['指标', '编号', '条款', '分组', '分子', '分母', '单位', '目标', '依据', '来源', '时限', '责任部门'],
  en: [
    'Indicator',
    'Id',
    'Clause',
    'Group',
    'Numerator',
    'Denominator',
    'Unit',
    'Target',
    'Basis',
    'Source',
    'Due',
    'Department',
  ],
} as const;
const WIDTHS = [34, 28, 22, 10, 10, 10, 10, 8, 14, 12, 18, 8, 40, 8, 8, 8, 24, 40, 28];

/** The bytes of a workbook: the cells, and what each item means. Text stays text: nothing in it is ever a formula. */
export async function cellsXlsx(workbook: Workbook): Promise<Buffer> {
  const { cells, lang } = workbook;
  const shown = new Set(cells.map(({ indicator }) => indicator));
  const figures = [headRow(HEADS[lang]), ...cells.map((cell) => rowOf(cell, workbook))];
  const terms = [headRow(TERMS[lang]), ...termRows(lang, shown)];
  const sheets: Sheet<never>[] = [
    {
      data: figures,
      sheet: lang === 'zh' ? '指标' : 'Cells',
      stickyRowsCount: 1,
      columns: WIDTHS.map((width) => ({ width })),
    },
    {
      data: terms,
      sheet: lang === 'zh' ? '释义' : 'Definitions',
      stickyRowsCount: 1,
      columns: TERMS.zh.map(() => ({ width: 28 })),
    },
  ];
  return writeXlsxFile(sheets).toBuffer();
}

function headRow(texts: readonly string[]): Row {
  return texts.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
}

/** A string cell, which no program takes for a formula whatever it begins with; signs that XML cannot hold are left out. */
function text(value: string | null | undefined): Row[number] {
  // oxlint-disable-next-line no-control-regex
  const plain = (value ?? '').replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
  return plain === '' ? null : { value: plain, type: String };
}

function number(value: number | null): Row[number] {
  return value === null ? null : { value, type: Number };
}

function rowOf(cell: Cell, { lang, nameOf, areaOf }: Workbook): Row {
  const { numerator, denominator, value, completeness, flags, reason, evidence, distance, notes } = cell;
  return [
    text(nameOf(cell.indicator)),
    text(cell.indicator),
    text(areaOf(cell.region)),
    text(cell.period),
    number(numerator),
    number(denominator),
    typeof value === 'boolean' ? { value, type: Boolean } : number(value),
    text(cell.unit),
    text(formatTarget(cell, lang)),
    text(verdictWord(cell.verdict, lang)),
    text(reason && reasonWord(reason, lang)),
    text(evidence && evidenceWord(evidence, lang)),
    text(distance?.text[lang]),
    text(stageWord(cell.stage, lang)),
    number(completeness.returnsExpected),
    number(completeness.returnsReceived),
    text(flags.map((flag) => flagWord(flag, lang)).join(lang === 'zh' ? '、' : ', ')),
    text(
      [cell.note?.[lang], ...(notes ?? []).map((note) => `${note.author}: ${note.text}`)].filter(Boolean).join('\n'),
    ),
    text(cell.asOf),
  ];
}

function termRows(lang: Lang, shown: ReadonlySet<string>): Row[] {
  return glossary(lang)
    .filter(({ id }) => shown.has(id))
    .map((entry) => {
      const { name, id, clause, group, numerator, denominator, unit, target, basis, source, due, department } = entry;
      return [name, id, clause, group, numerator, denominator, unit, target, basis, source, due, department].map(text);
    });
}
