import type { Lang } from '@duqing/catalogue';
import { lastQuarters } from '../cells.ts';
import { codeWords, type CodeList } from '../codes.ts';
import { areaName } from '../maps.ts';
import { areasFor, indicatorOf, intervalsFor, panelFor, subjectOf, trendFor } from '../panels/indicator.ts';
import { eventLinks } from '../panels/links.ts';
import { bars, table, type Boarded } from '../panels/panel.ts';
import { column, literal, select, type Column } from '../sql.ts';
import { WORDS, type Words } from '../words.ts';
import { say, type Board } from './board.ts';
import { ofGroups, panelsOf, statusGrid, trendsOf } from './indicators.ts';
import { signalsTable, weeklyCounts } from './signals.ts';

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
  /** the attribute, and the list that has words for its codes */
  by: [attribute: string, list: CodeList];
  counted: Column[];
  where: string[];
  /** the item that counts them all: its page lists the events */
  behind: string;
  lang: Lang;
}

/** Facts of the board's area and quarter by one attribute, marked where simulated. */
function breakdown({ title, from, by: [attribute, list], counted, where, behind, lang }: Breakdown): Boarded {
  const mark = column(`if(max(simulated), ${literal(WORDS.simulated[lang])}, '')`, WORDS.marks[lang]);
  return table({
    title: `${title[lang]} · \${period:text}`,
    description: `${title[lang]}。${AS_SENT[lang]}`,
    size: 'half',
    lang,
    links: eventLinks(lang, behind),
    sql: select({
      from,
      columns: [column(codeWords(`CAST(${attribute}, 'String')`, list, lang), WORDS.kind[lang]), ...counted, mark],
      where: [FACTS_HERE, IN_QUARTER, ...where],
      groupBy: [attribute],
      orderBy: [`${counted[0]?.expression ?? '1'} DESC`, attribute],
    }),
  });
}

const count = (lang: Lang, expression: string): Column => column(expression, WORDS.count[lang]);

function methodsByQuarter(lang: Lang): Boarded {
  const t = say(lang);
  return bars({
    title: t('近四季破案手段填报 · ${region:text}', 'Methods given, last four quarters · ${region:text}'),
    description: `${t('用到的手段次数;未填手段的破案数。', 'How often methods were used; solved cases without one.')} ${AS_SENT[lang]}`,
    size: 'half',
    lang,
    links: eventLinks(lang, 'it-solved-share'),
    sql: select({
      from: 'published_cases',
      columns: [
        column(`concat(quarter, if(max(simulated), ' ${WORDS.simulated[lang]}', ''))`, WORDS.period[lang]),
        column("sumIf(cases, method != 'none')", t('用到的手段', 'methods used')),
        column("sumIf(cases, method = 'none')", t('未填手段', 'none given')),
      ],
      where: [FACTS_HERE, "milestone = 'method'", lastQuarters(4)],
      groupBy: ['quarter'],
      orderBy: ['quarter'],
    }),
  });
}

export const itSolving: Board = {
  id: 'it-solving',
  title: { zh: '信息化破案', en: 'IT-supported solving' },
  description: {
    zh: '利用信息化手段破案的占比、走势、各地区及区间、距25%的差距、所用手段。',
    en: 'Share of cases solved with IT support, its trend, areas with intervals, distance to 25 %, and the methods.',
  },
  variables: [],
  rows: (lang) => {
    const share = indicatorOf('it-solved-share');
    const subject = subjectOf(share, lang);
    return [
      {
        title: say(lang)('占比与距目标', 'Share, and distance to the target'),
        panels: [
          trendFor(subject, lang),
          intervalsFor(subject, lang),
          areasFor(subject, lang, 'full'),
          panelFor(share, lang),
        ],
      },
      {
        title: say(lang)('手段', 'Methods'),
        panels: [
          breakdown({
            title: { zh: '破案所用手段', en: 'Methods used in solving' },
            from: 'published_cases',
            by: ['method', 'method'],
            counted: [count(lang, 'sum(cases)')],
            where: ["milestone = 'method'"],
            behind: share.id,
            lang,
          }),
          methodsByQuarter(lang),
        ],
      },
    ];
  },
};

export const enforcement: Board = {
  id: 'enforcement',
  title: { zh: '案件与打击', en: 'Cases and enforcement' },
  description: {
    zh: '立案、破案、七个零、四个下降与打击任务。',
    en: 'Cases filed and solved, the seven zeros, the four falling items and enforcement tasks.',
  },
  variables: [],
  rows: (lang) => {
    const items = ofGroups('seven-zeros', 'four-down', 'enforcement');
    return [
      {
        title: say(lang)('立案与破案', 'Filed and solved'),
        panels: trendsOf(lang, ['cases-filed', 'cases-solved', 'clearance-rate'].map(indicatorOf)),
      },
      {
        title: say(lang)('案件类别', 'Categories'),
        panels: (['filed', 'solved'] as const).map((milestone) =>
          breakdown({
            title:
              milestone === 'filed'
                ? { zh: '立案类别', en: 'Filed by category' }
                : { zh: '破案类别', en: 'Solved by category' },
            from: 'published_cases',
            by: ['category', 'category'],
            counted: [count(lang, 'sum(cases)')],
            where: [`milestone = '${milestone}'`],
            behind: milestone === 'filed' ? 'cases-filed' : 'cases-solved',
            lang,
          }),
        ),
      },
      { title: WORDS.verdict[lang], panels: [statusGrid(lang, items)] },
      { title: WORDS.indicator[lang], panels: panelsOf(lang, items) },
    ];
  },
};

function substances(lang: Lang): Boarded {
  const t = say(lang);
  return breakdown({
    title: { zh: '缴获种类', en: 'Seized by substance' },
    from: 'published_seizures',
    by: ['substance', 'substance'],
    counted: [
      column('sum(seizures)', t('起数', 'Seizures')),
      column(
        "if(sum(grams) IS NULL, '—', toString(round(assumeNotNull(sum(grams)), 2)))",
        t('净重(克)', 'Net weight (g)'),
      ),
      column('sum(unweighed)', t('未称重的项', 'Items not weighed')),
    ],
    where: ["substance != ''"],
    behind: 'seizure-count',
    lang,
  });
}

/** Which substances an area had for the first time is a figure by area; which they are is seen among the quarter's. */
function quarters(lang: Lang): Boarded {
  const t = say(lang);
  return table({
    title: t('各地区缴获起数与净重 · ${period:text}', 'Seizures and net weight by area · ${period:text}'),
    description: `${t('起数在前;不同物质的重量只在同一物质内相加。', 'Counts first; weights are added within one substance only.')} ${AS_SENT[lang]}`,
    size: 'full',
    lang,
    links: eventLinks(lang, 'seizure-count'),
    sql: select({
      from: 'published_seizures',
      columns: [
        column(areaName("CAST(region, 'String')", lang), WORDS.area[lang]),
        column(codeWords("CAST(substance, 'String')", 'substance', lang), WORDS.kind[lang]),
        column('sum(seizures)', t('起数', 'Seizures')),
        column(
          "if(sum(grams) IS NULL, '—', toString(round(assumeNotNull(sum(grams)), 2)))",
          t('净重(克)', 'Net weight (g)'),
        ),
        column('sum(unweighed)', t('未称重的项', 'Items not weighed')),
        column(`if(max(simulated), ${literal(WORDS.simulated[lang])}, '')`, WORDS.marks[lang]),
      ],
      where: [FACTS_HERE, IN_QUARTER, "substance != ''"],
      groupBy: ['region', 'substance'],
      orderBy: ['region', 'sum(seizures) DESC', 'substance'],
      limit: 500,
    }),
  });
}

export const seizures: Board = {
  id: 'seizures',
  title: { zh: '缴获', en: 'Seizures' },
  description: {
    zh: '先起数,后数量;分种类、渠道;首次发现;折算海洛因量为推算值。',
    en: 'Counts first, quantities second; by substance and channel; first seen; the heroin equivalent is derived, not official.',
  },
  variables: [],
  rows: (lang) => {
    const t = say(lang);
    return [
      {
        title: t('起数', 'Counts'),
        panels: trendsOf(lang, ['seizure-count', 'parcel-seizure-share'].map(indicatorOf)),
      },
      {
        title: t('种类与渠道', 'Substances and channels'),
        panels: [
          substances(lang),
          breakdown({
            title: { zh: '缴获渠道', en: 'Seized by channel' },
            from: 'published_seizures',
            by: ['channel', 'channel'],
            counted: [column('sum(seizures)', t('起数', 'Seizures'))],
            where: ["channel != ''"],
            behind: 'seizure-count',
            lang,
          }),
          quarters(lang),
        ],
      },
      { title: t('首次发现', 'First seen'), panels: panelsOf(lang, [indicatorOf('new-substances')]) },
      {
        title: t('数量(不同物质不相加)', 'Quantities (unlike substances are not added)'),
        panels: panelsOf(
          lang,
          ['seized-mass', 'seized-pure-mass', 'seized-heroin-equivalent', 'plants-eradicated'].map(indicatorOf),
        ),
      },
    ];
  },
};

export const intelligence: Board = {
  id: 'intelligence',
  title: { zh: '情报与预警', en: 'Intelligence and early warning' },
  description: {
    zh: '线索数量与转化、早期预警信号与周计数、毒情监测各项;不含线索编号。',
    en: 'Reports and what became of them, signals of early warning and weekly counts, the monitoring items; no ids of reports.',
  },
  variables: [],
  rows: (lang) => {
    const t = say(lang);
    return [
      {
        title: t('线索', 'Reports'),
        panels: trendsOf(lang, ['intelligence-reports', 'intelligence-conversion', 'public-tips'].map(indicatorOf)),
      },
      {
        title: t('种类与处理', 'Kinds and dispositions'),
        panels: (
          [
            ['kind', 'report', { zh: '线索种类', en: 'Reports by kind' }],
            ['disposition', 'disposition', { zh: '处理结果', en: 'Reports by disposition' }],
          ] as const
        ).map(([attribute, list, title]) =>
          breakdown({
            title,
            from: 'published_intelligence',
            by: [attribute, list],
            counted: [count(lang, 'sum(reports)')],
            where: [],
            behind: 'intelligence-reports',
            lang,
          }),
        ),
      },
      { title: t('早期预警', 'Early warning'), panels: [signalsTable(lang), weeklyCounts(lang)] },
      { title: t('监测各项一览', 'Monitoring at a glance'), panels: [statusGrid(lang, ofGroups('monitoring'))] },
      { title: t('逐项', 'Item by item'), panels: panelsOf(lang, ofGroups('monitoring')) },
    ];
  },
};
