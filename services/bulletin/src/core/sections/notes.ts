import { flagWord, glossary, reasonWord, withheldWord, type Cell, type CellFlag, type Reason } from '@duqing/catalogue';
import { figureText } from '@duqing/pages';
import { cellsIn, standingsOf, type Standing } from '../assessment.ts';
import { completenessText } from '../rows.ts';
import { analystNotes, revisions } from './revisions.ts';
import { EDITIONS } from '../title.ts';
import type { Area, Block, BulletinInput, Entry } from '../types.ts';

/** What the figures lack: missing, unattested, late, doubtful, revised since published. */
export function notes(input: BulletinInput): Block[] {
  const isZh = input.lang === 'zh';
  return [
    { kind: 'heading', id: 'notes', text: isZh ? '六、数据说明' : '6. Notes on the data' },
    {
      kind: 'list',
      items: [
        ...general(input),
        ...keptBack(input),
        silent(input),
        late(input),
        ...flagged(input),
        ...(input.earlier ? revisions(input) : revised(input)),
        ...analystNotes(input),
      ],
    },
    ...(input.audience === 'public' ? [] : [owed(input)]),
    {
      kind: 'table',
      caption: isZh ? '无法评估的项目及缺少的数据' : 'What cannot be assessed, and what is missing',
      heads: isZh ? ['地区', '缺少的数据', '涉及指标'] : ['Area', 'What is missing', 'Items'],
      rows: [input.city, ...input.units].flatMap((area) => gapRows(area, input)),
      empty: isZh ? '所有应评估项目的数据齐全。' : 'Nothing is missing for any item that is due.',
    },
  ];
}

/** Who owes a return is the house's own matter. */
function owed(input: BulletinInput): Block {
  const isZh = input.lang === 'zh';
  return {
    kind: 'table',
    caption: isZh ? '未报报表（按地区和责任部门）' : 'Returns not received, by area and department',
    heads: isZh ? ['地区', '责任部门', '指标'] : ['Area', 'Department', 'Items'],
    rows: [input.city, ...input.units].flatMap((area) => owedRows(area, input)),
    empty: isZh ? '应报报表均已收到。' : 'Every return that is due was received.',
  };
}

/** The legend of what a public edition keeps back, and of what it rounds. */
function keptBack({ disclosure, lang }: BulletinInput): string[] {
  if (!disclosure) return [];
  const { threshold, withheld, rounding } = disclosure;
  const word = withheldWord(lang);
  if (lang === 'zh')
    return [
      `“${word}”：为不致推知个人或企业，小于${threshold}的非零数、相差小于${threshold}的部分及可据以推算的数，连同由其得出的比率和结论均不公布，不表示零，也不表示达标或不达标；本期共 ${withheld} 个数。`,
      ...(rounding ? [`其余涉及人员、案件和企业的数按${rounding.base}的倍数修约，合计可能与分项之和略有出入。`] : []),
    ];
  return [
    `"${word}": so that nobody can be recognised, numbers from 1 to ${threshold - 1}, remainders as small, and numbers from which these could be worked out are not told, nor the rates and verdicts made of them. It means neither zero nor met nor missed. Figures concerned: ${withheld}.`,
    ...(rounding
      ? [
          `All other numbers of persons, cases and enterprises are rounded to multiples of ${rounding.base}; parts may not add up.`,
        ]
      : []),
  ];
}

function general({ lang, edition, simulated, cells }: BulletinInput): string[] {
  const isSimulated = simulated || cells.some(({ flags }) => flags.includes('simulated'));
  const stage = EDITIONS[edition][lang];
  const zh = [
    `本期为${stage}，全部数字取自同一数据截止时刻；其后收到的更正在下一期反映。`,
    '“—”表示没有数值（原因见说明栏），不等于零。',
    ...(isSimulated ? ['本期数字为模拟数据，不反映任何真实地区。'] : []),
  ];
  const en = [
    `This is the ${stage}. All figures are of one cut-off; what was corrected later appears in the next edition.`,
    '"—" means that there is no value (the remarks say why); it does not mean zero.',
    ...(isSimulated ? ['The figures are simulated (模拟数据) and of no real place.'] : []),
  ];
  return lang === 'zh' ? zh : en;
}

function late({ cells, lang, units }: BulletinInput): string {
  const own = cells.filter(({ region }) => units.some(({ code }) => code === region));
  const sum = (of: (completeness: Cell['completeness']) => number): number =>
    own.reduce((total, { completeness }) => total + of(completeness), 0);
  const count = sum((c) => c.returnsReceived - c.returnsOnTime);
  const received = sum((c) => c.returnsReceived);
  const isOwed = own.some(
    ({ verdict, completeness: c }) => verdict === 'not-assessable' && c.returnsReceived < c.returnsExpected,
  );
  if (count > 0)
    return lang === 'zh'
      ? `各地指标所用报表中迟报 ${count} 份次。`
      : `Late returns among those that the areas' items read: ${count}.`;
  if (received === 0 && isOwed)
    return lang === 'zh' ? '没有收到各地的任何报表。' : 'No return of any area was received.';
  if (isOwed)
    return lang === 'zh'
      ? '已收到的各地报表没有迟报，尚有未报的。'
      : 'No return that was received came late; others are still missing.';
  return lang === 'zh' ? '各地报表没有迟报。' : 'No return of an area came late.';
}

/** Areas with a feed that is not attested through the period's end, named whether or not a verdict hangs on it. */
function silent({ cells, lang, city, units }: BulletinInput): string {
  const names = [city, ...units]
    .filter(({ code }) => cellsIn(cells, code).some(lacksFeed))
    .map(({ name }) => name[lang]);
  if (lang === 'zh')
    return names.length === 0
      ? '各地案件、缴获和情报数据均已确认完整。'
      : `数据未确认完整的地区：${names.join('、')}；其未发生不作零计。`;
  return names.length === 0
    ? 'The records of cases, seizures and intelligence of every area are attested as complete.'
    : `Areas whose records are not attested as complete: ${names.join('; ')}; nothing recorded there is not zero.`;
}

/** Of the area's own feed: a city that sums its units lacks theirs, and they are named themselves. */
function lacksFeed({
  period,
  completeness: { feedsExpected, feedsAttested, unitsIncluded, unitsMissing },
}: Cell): boolean {
  const isOwn = unitsIncluded.length + unitsMissing.length === 0;
  return period !== 'creation' && isOwn && feedsAttested < feedsExpected;
}

function flagged({ cells, lang }: BulletinInput): string[] {
  const counts = new Map<CellFlag, number>();
  for (const flag of cells.flatMap(({ flags }) => flags)) counts.set(flag, (counts.get(flag) ?? 0) + 1);
  counts.delete('simulated');
  if (counts.size === 0) return [];
  const said = [...counts].map(([flag, count]) => `${flagWord(flag, lang)} ${count}`);
  return [
    lang === 'zh' ? `带有标记的数字（个）：${said.join('，')}。` : `Figures that carry a mark: ${said.join(', ')}.`,
  ];
}

function revised({ cells, lang, city, units, catalogue }: BulletinInput): string[] {
  const names = new Map([city, ...units].map(({ code, name }) => [code, name[lang]]));
  const items = new Map(catalogue.map(({ id, name }) => [id, name[lang]]));
  const changed = cells.filter(({ revisedSince, published }) => revisedSince === true && published !== null);
  return changed.map((cell) => {
    const before = figureText({ ...cell, value: cell.published?.value ?? null }, lang);
    const what = `${names.get(cell.region) ?? cell.region} ${items.get(cell.indicator) ?? cell.indicator}`;
    const now = figureText(cell, lang);
    return lang === 'zh'
      ? `自上次发布后更正：${what} 由 ${before} 改为 ${now}。`
      : `Revised since published: ${what} from ${before} to ${now}.`;
  });
}

const OWED: readonly (Reason | null)[] = ['return-missing', 'helper-missing'];

function gapRows(area: Area, input: BulletinInput) {
  const { lang } = input;
  const open = standingsOf(input, area.code).filter(({ cell }) => cell.verdict === 'not-assessable');
  const byReason = Map.groupBy(open, ({ cell }) => cell.reason);
  return [...byReason].map(([reason, standings]) => [
    { text: area.name[lang], sub: area.code },
    { text: reason === null ? '—' : reasonWord(reason, lang), sub: missingUnits(reason, { standings, input }) },
    { text: standings.map(({ item }) => item.name[lang]).join(lang === 'zh' ? '、' : '; ') },
  ]);
}

/** With whom a return is missing: the department that owes it, of the area itself. */
function owedRows(area: Area, input: BulletinInput): Entry[][] {
  const { lang } = input;
  const departments = new Map(glossary(lang).map(({ id, department }) => [id, department]));
  const owed = standingsOf(input, area.code).filter(({ cell }) => OWED.includes(cell.reason));
  const byDepartment = Map.groupBy(owed, ({ item }) => departments.get(item.id) ?? '');
  return [...byDepartment].map(([department, standings]) => [
    { text: area.name[lang], sub: area.code },
    { text: department },
    { text: standings.map(({ item }) => item.name[lang]).join(lang === 'zh' ? '、' : '; ') },
  ]);
}

function missingUnits(
  reason: Reason | null,
  { standings, input }: { standings: readonly Standing[]; input: BulletinInput },
): string {
  if (reason !== 'unit-missing') return '';
  const codes = new Set(standings.flatMap(({ cell }: { cell: Cell }) => cell.completeness.unitsMissing));
  const names = input.units.filter(({ code }) => codes.has(code)).map(({ name }) => name[input.lang]);
  const [first] = standings;
  return names.join(input.lang === 'zh' ? '、' : ', ') || (first ? completenessText(first.cell, input.lang) : '');
}
