import type { Lang } from '@duqing/catalogue';
import { bars, table, type Boarded } from '../panels/panel.ts';
import { indicatorOf, panelFor, trendFor } from '../panels/indicator.ts';
import { column, literal, select, type Column } from '../sql.ts';
import { WORDS, type Words } from '../words.ts';
import type { Board } from './board.ts';
import { ofGroups, panelsOf, statusGrid } from './indicators.ts';

/** Facts of the board's area and those below it, by the code that was sent. */
const FACTS_HERE =
  '(region = ${region:singlequote} OR region IN (SELECT region FROM published_regions WHERE parent = ${region:singlequote}))';
const IN_QUARTER = 'quarter = ${period:singlequote}';
const AS_SENT: Words = {
  zh: '按上报的区划代码,当前状态,不随截至时间变化。',
  en: 'By the area code as sent, as held now, whatever the as-of.',
};

interface Breakdown {
  title: Words;
  from: string;
  by: Column;
  counted: Column[];
  where: string[];
  lang: Lang;
}

/** Facts of the board's area and quarter by one attribute, marked where simulated. */
function breakdown({ title, from, by, counted, where, lang }: Breakdown): Boarded {
  const mark = column(`if(max(simulated), ${literal(WORDS.simulated[lang])}, '')`, WORDS.marks[lang]);
  return table({
    title: `${title[lang]} · \${period:text}`,
    description: `${title[lang]}。${AS_SENT[lang]}`,
    size: 'half',
    lang,
    sql: select({
      from,
      columns: [by, ...counted, mark],
      where: [FACTS_HERE, IN_QUARTER, ...where],
      groupBy: [by.expression],
      orderBy: [`${counted[0]?.expression ?? '1'} DESC`],
    }),
  });
}

function trends(lang: Lang, ids: string[]): Boarded[] {
  return ids.flatMap((id) => [trendFor(indicatorOf(id), lang), panelFor(indicatorOf(id), lang)]);
}

const count = (lang: Lang, expression: string): Column => column(expression, WORDS.count[lang]);

export const itSolving: Board = {
  id: 'it-solving',
  title: { zh: '信息化破案', en: 'IT-supported solving' },
  description: {
    zh: '利用信息化手段破案的占比、走势、各地区、距25%的差距、所用手段。',
    en: 'Share of cases solved with IT support, its trend, by area, distance to 25 %, and the methods.',
  },
  variables: [],
  rows: (lang) => [
    { title: WORDS.share[lang], panels: trends(lang, ['it-solved-share']) },
    {
      title: lang === 'zh' ? '手段' : 'Methods',
      panels: [
        breakdown({
          title: { zh: '破案所用手段', en: 'Methods used in solving' },
          from: 'published_cases',
          by: column('method', WORDS.kind[lang]),
          counted: [count(lang, 'sum(cases)')],
          where: ["milestone = 'method'"],
          lang,
        }),
        bars({
          title: lang === 'zh' ? '各季度所用手段 · ${region:text}' : 'Methods by quarter · ${region:text}',
          description: AS_SENT[lang],
          size: 'half',
          lang,
          sql: select({
            from: 'published_cases',
            columns: [
              column(`concat(quarter, if(max(simulated), ' ${WORDS.simulated[lang]}', ''))`, WORDS.period[lang]),
              column("sumIf(cases, method != 'none')", lang === 'zh' ? '用到的手段' : 'methods used'),
              column("sumIf(cases, method = 'none')", lang === 'zh' ? '未用' : 'none'),
            ],
            where: [FACTS_HERE, "milestone = 'method'"],
            groupBy: ['quarter'],
            orderBy: ['quarter'],
          }),
        }),
      ],
    },
  ],
};

export const enforcement: Board = {
  id: 'enforcement',
  title: { zh: '案件与打击', en: 'Cases and enforcement' },
  description: {
    zh: '立案、破案、七个零、四个下降与打击任务。',
    en: 'Cases filed and solved, the seven zeros, the four falling items and enforcement tasks.',
  },
  variables: [],
  rows: (lang) => [
    {
      title: lang === 'zh' ? '立案与破案' : 'Filed and solved',
      panels: trends(lang, ['cases-filed', 'cases-solved', 'clearance-rate']),
    },
    {
      title: lang === 'zh' ? '案件类别' : 'Categories',
      panels: (['filed', 'solved'] as const).map((milestone) =>
        breakdown({
          title:
            milestone === 'filed'
              ? { zh: '立案类别', en: 'Filed by category' }
              : { zh: '破案类别', en: 'Solved by category' },
          from: 'published_cases',
          by: column('category', WORDS.group[lang]),
          counted: [count(lang, 'sum(cases)')],
          where: [`milestone = '${milestone}'`],
          lang,
        }),
      ),
    },
    { title: WORDS.verdict[lang], panels: [statusGrid(lang, ofGroups('seven-zeros', 'four-down', 'enforcement'))] },
    { title: WORDS.indicator[lang], panels: panelsOf(lang, ofGroups('seven-zeros', 'four-down', 'enforcement')) },
  ],
};

export const seizures: Board = {
  id: 'seizures',
  title: { zh: '缴获', en: 'Seizures' },
  description: {
    zh: '先起数,后数量;分种类、渠道;首次发现;折算海洛因量为推算值。',
    en: 'Counts first, quantities second; by substance and channel; first seen; the heroin equivalent is derived, not official.',
  },
  variables: [],
  rows: (lang) => [
    { title: WORDS.count[lang], panels: trends(lang, ['seizure-count', 'parcel-seizure-share']) },
    {
      title: lang === 'zh' ? '种类与渠道' : 'Substances and channels',
      panels: [
        breakdown({
          title: { zh: '缴获种类', en: 'Seized by substance' },
          from: 'published_seizures',
          by: column('substance', WORDS.kind[lang]),
          counted: [count(lang, 'sum(seizures)'), column('sum(grams)', lang === 'zh' ? '克' : 'g')],
          where: ["substance != ''"],
          lang,
        }),
        breakdown({
          title: { zh: '缴获渠道', en: 'Seized by channel' },
          from: 'published_seizures',
          by: column('channel', WORDS.kind[lang]),
          counted: [count(lang, 'sum(seizures)')],
          where: ["channel != ''"],
          lang,
        }),
      ],
    },
    {
      title: lang === 'zh' ? '数量(不同物质不相加于此)' : 'Quantities',
      panels: panelsOf(
        lang,
        ['seized-mass', 'seized-pure-mass', 'seized-heroin-equivalent', 'plants-eradicated', 'new-substances'].map(
          indicatorOf,
        ),
      ),
    },
  ],
};

export const intelligence: Board = {
  id: 'intelligence',
  title: { zh: '情报与预警', en: 'Intelligence and early warning' },
  description: {
    zh: '线索数量与转化、毒情监测各项;不含线索编号。',
    en: 'Reports and what became of them, the monitoring items; no ids of reports.',
  },
  variables: [],
  rows: (lang) => [
    {
      title: lang === 'zh' ? '线索' : 'Reports',
      panels: trends(lang, ['intelligence-reports', 'intelligence-conversion', 'public-tips']),
    },
    {
      title: WORDS.kind[lang],
      panels: (
        [
          ['kind', { zh: '线索种类', en: 'Reports by kind' }],
          ['disposition', { zh: '处理结果', en: 'Reports by disposition' }],
        ] as const
      ).map(([by, title]) =>
        breakdown({
          title,
          from: 'published_intelligence',
          by: column(by, WORDS.kind[lang]),
          counted: [count(lang, 'sum(reports)')],
          where: [],
          lang,
        }),
      ),
    },
    { title: WORDS.verdict[lang], panels: [statusGrid(lang, ofGroups('monitoring'))] },
    { title: WORDS.indicator[lang], panels: panelsOf(lang, ofGroups('monitoring')) },
  ],
};
