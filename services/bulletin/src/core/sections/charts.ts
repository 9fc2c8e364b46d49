import { unitWord, withheldWord, type Cell, type Indicator } from '@duqing/catalogue';
import { gramsText, quarterBefore, type Chart, type Series } from '@duqing/pages';
import { Substances } from '@duqing/substances';
import { focusOf, standingsOf, type Standing } from '../assessment.ts';
import { trend } from '../sentences.ts';
import type { Block, BulletinInput, Entry } from '../types.ts';
import { figureId } from '../rows.ts';
import { figureText } from '@duqing/pages';

interface Plan {
  id: string;
  title: { zh: string; en: string };
  kind: Series['kind'];
  items: readonly string[];
}

const PLANS: readonly Plan[] = [
  {
    id: 'it-solved',
    title: { zh: '利用信息化手段破获毒品案件占比（按季度）', en: 'Drug cases solved with IT support, by quarter' },
    kind: 'line',
    items: ['it-solved-share'],
  },
  {
    id: 'cases',
    title: { zh: '毒品刑事案件立案、破案（按季度）', en: 'Drug crimes filed and solved, by quarter' },
    kind: 'bar',
    items: ['cases-filed', 'cases-solved'],
  },
  {
    id: 'seizures',
    title: { zh: '缴获起数（按季度）', en: 'Seizures, by quarter' },
    kind: 'bar',
    items: ['seizure-count'],
  },
];
/** Quarters in a chart: two years and the quarter itself. */
const SPAN = 9;

/** Items whose past the charts need. */
export const CHARTED: readonly string[] = PLANS.flatMap(({ items }) => items);

/** Cases, seizures and IT-supported solving: a sentence, a picture, and the picture's figures as a table. */
export function charts(input: BulletinInput): Block[] {
  const isZh = input.lang === 'zh';
  const heading: Block = {
    kind: 'heading',
    id: 'enforcement',
    text: isZh ? '三、打击与缴获' : '3. Enforcement and seizures',
  };
  return [heading, ...PLANS.flatMap((plan) => planBlocks(plan, input)), ...massBlocks(input)];
}

function planBlocks(plan: Plan, input: BulletinInput): Block[] {
  const { lang, history } = input;
  const standings = standingsOf(input, focusOf(input).code).filter(({ item }) => plan.items.includes(item.id));
  const [first] = standings;
  if (!first) return [];
  const quarters = Array.from({ length: SPAN }, (_, back) => quarterBefore(input.quarter, SPAN - 1 - back));
  const pastOf = ({ item }: Standing): Cell[] => history.filter(({ indicator }) => indicator === item.id);
  const sentences = standings.map((standing) => trend(standing, { lang, history: pastOf(standing) }));
  const columns = standings.map((standing) => ({
    item: standing.item,
    cells: quarters.map((quarter) => pastOf(standing).find(({ period }) => period === quarter)),
  }));
  const said: Block = { kind: 'paragraph', text: sentences.join(lang === 'zh' ? '' : ' ') };
  // an empty picture would look like one of zeros
  if (columns.every(({ cells }) => cells.every((cell) => !cell || (cell.value === null && !cell.withheld))))
    return [said, { kind: 'paragraph', text: undrawn(plan, lang) }];
  return [
    said,
    { kind: 'chart', chart: chartOf(plan, { input, quarters, columns, description: sentences.join(' ') }) },
    tableOf(plan, { input, quarters, columns }),
  ];
}

function undrawn({ title }: Plan, lang: BulletinInput['lang']): string {
  return lang === 'zh'
    ? `“${title.zh}”：各季度均没有掌握的数据，不作图；没有图不表示没有发生。`
    : `"${title.en}": nothing is held of any quarter, so nothing is drawn; that does not mean that nothing happened.`;
}

interface Column {
  item: Indicator;
  cells: (Cell | undefined)[];
}

function chartOf(
  plan: Plan,
  {
    input,
    quarters,
    columns,
    description,
  }: { input: BulletinInput; quarters: string[]; columns: Column[]; description: string },
): Chart {
  const { lang } = input;
  const series = columns.map(({ item, cells }): Series => ({
    name: item.name[lang],
    kind: plan.kind,
    values: cells.map((cell) => (typeof cell?.value === 'number' ? rounded(cell.value) : null)),
  }));
  const limit = columns.length === 1 ? columns[0]?.cells.at(-1)?.target?.limit : null;
  const unit = unitWord(columns[0]?.item.columns.unit ?? '', lang);
  const label = lang === 'zh' ? `目标 ${limit}${unit}` : `target ${limit} ${unit}`;
  return {
    id: `chart-${plan.id}`,
    title: plan.title[lang],
    description,
    categories: quarters,
    series,
    unit,
    ...(typeof limit === 'number' && { target: { value: limit, label } }),
  };
}

/** As the table beneath says it: one digit after the point. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function tableOf(
  plan: Plan,
  { input, quarters, columns }: { input: BulletinInput; quarters: string[]; columns: Column[] },
): Block {
  const { lang } = input;
  const rows = columns.map(({ item, cells }): Entry[] => [
    { text: item.name[lang] },
    ...cells.map((cell): Entry =>
      cell ? { text: figureText(cell, lang), figure: figureId(cell), isNumber: true } : { text: '—' },
    ),
  ]);
  const caption = lang === 'zh' ? `${plan.title.zh}：图中数值` : `${plan.title.en}: the figures of the picture`;
  return {
    kind: 'table',
    caption,
    heads: [lang === 'zh' ? '指标' : 'Indicator', ...quarters],
    rows,
    empty: '',
    small: true,
  };
}

/** That nothing is recorded is only "nothing" where the records are complete. */
function noMass({ value }: Cell, isZh: boolean): string {
  if (value === null)
    return isZh
      ? '缴获数据未确认完整，没有按重量登记的缴获不等于没有缴获。'
      : 'No seizure by mass is recorded; the records are not attested as complete, so that it does not mean that there was none.';
  return isZh ? '本季度没有按重量登记的缴获。' : 'Nothing was seized by mass in the quarter.';
}

/** Key of the row that stands for all substances that are kept back. */
export const OTHERS = '*';

const SHIPPED = new Substances();

/** The heaviest first; what is not known is "—". */
function massBlocks({ bySubstance, lang, substanceNames }: BulletinInput): Block[] {
  if (!bySubstance?.breakdown) return [];
  const nameOf = (key: string) => (substanceNames ? substanceNames[key] : SHIPPED.nameOf(key));
  const isZh = lang === 'zh';
  const rows = bySubstance.breakdown
    .filter(({ value }) => value !== 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.key < b.key ? -1 : 1));
  const caption = isZh
    ? '缴获毒品净重（分种类，不含包装，不折算纯度）'
    : 'Mass seized by substance (without packaging, not reduced by purity)';
  return [
    {
      kind: 'table',
      caption,
      heads: isZh ? ['种类', '净重'] : ['Substance', 'Mass'],
      rows: rows.map(({ key, value }): Entry[] => [
        { text: key === OTHERS ? (isZh ? '其余种类' : 'other substances') : (nameOf(key)?.[lang] ?? key) },
        { text: value === null ? (key === OTHERS ? withheldWord(lang) : '—') : gramsText(value, lang), isNumber: true },
      ]),
      empty: noMass(bySubstance, isZh),
    },
  ];
}
