import { INDICATORS, type Lang } from '@duqing/catalogue';
import { AT_OR_BELOW, cellColumns, cellsWhere, IN_PERIOD, ITEM, REGION, selectCells, standsFrom } from '../cells.ts';
import { areaName, itemName } from '../maps.ts';
import { indicatorOf, panelFor } from '../panels/indicator.ts';
import { itemRowLinks, pageLinks, rowLinks } from '../panels/links.ts';
import { stat, table, type Boarded } from '../panels/panel.ts';
import { column, literal, select } from '../sql.ts';
import { COLOURS, verdictColumn } from '../style.ts';
import { WORDS } from '../words.ts';
import { ALERTS_OPEN, alertColumns, BY_URGENCY } from './alerts.ts';
import { say, type Board } from './board.ts';
import { creationGrid, statusGrid } from './indicators.ts';

const JUDGED = INDICATORS.filter(({ target }) => target !== null);
const VETOES = INDICATORS.filter(({ veto }) => veto).map(({ id }) => literal(id));
const OWN = 'self-assessed-failing-items';
const LAST =
  "concat(toString(toUInt16(left(${period:singlequote}, 4)) - if(right(${period:singlequote}, 1) = '1', 1, 0)), 'Q', toString(if(right(${period:singlequote}, 1) = '1', 4, toUInt8(right(${period:singlequote}, 1)) - 1)))";

/** Cells of the quarter beside those of the quarter before, where the verdict is another. */
const BEFORE = cellsWhere(
  [`period = ${LAST}`],
  ['indicator', 'region', 'value_zh', 'value_en', 'verdict'].map((name) => column(name, name)),
);
const CHANGES = `(SELECT now.*, before.value_zh AS before_zh, before.value_en AS before_en, before.verdict AS before_verdict
FROM ${cellsWhere(['period = ${period:singlequote}', AT_OR_BELOW])} AS now
INNER JOIN ${BEFORE} AS before
ON before.indicator = now.indicator AND before.region = now.region
WHERE now.verdict != before.verdict)`;

/** Counts of what stands; where no cell is held there is no count, for a nought would look like good news. */
function tiles(lang: Lang): Boarded[] {
  const t = say(lang);
  const tile = (title: string, text: string, what: string): Boarded =>
    stat({
      title: `${title} · \${period:text}`,
      description: text,
      size: 'tile',
      lang,
      alarm: true,
      links: pageLinks(lang, 'overview'),
      sql: selectCells({
        columns: [column(`if(count() = 0, NULL, countIf(${what}))`, title)],
        where: [AT_OR_BELOW, IN_PERIOD],
      }),
    });
  return [
    tile(
      t('不达标', 'Missed'),
      t('所选地区及下辖的不达标项数', 'Missed cells of the area and those below'),
      "verdict = 'missed'",
    ),
    tile(
      t('一票否决项不达标', 'Vetoes missed'),
      t('可一票否决的项目中不达标数', 'Missed cells of items that carry a veto'),
      `verdict = 'missed' AND indicator IN (${VETOES.join(', ')})`,
    ),
    tile(
      t('无法评估', 'Not assessable'),
      t('数据缺失而无法判定的项数', 'Cells without a verdict for want of data'),
      "verdict = 'not-assessable'",
    ),
    stat({
      title: t('未结预警数', 'Alerts that stand'),
      description: t('当前未解除的预警(不随截至时间变化)。', 'Alerts that stand now (whatever the as-of).'),
      size: 'tile',
      lang,
      alarm: true,
      links: pageLinks(lang, 'alerts'),
      sql: select({
        from: 'published_sources',
        columns: [
          column(
            `if(count() = 0, NULL, (SELECT count() FROM published_alerts WHERE ${ALERTS_OPEN.join(' AND ')}))`,
            t('未结', 'open'),
          ),
        ],
      }),
    }),
  ];
}

/** What the own count rests on, and what would mend it. */
function composite(lang: Lang): Boarded {
  const t = say(lang);
  const { area, period, verdict, standing, code, key } = cellColumns(lang);
  const cellWords = (list: string): string =>
    `arrayStringConcat(arrayMap(c -> concat(${areaName("splitByChar('/', c)[1]", lang)}, ' ', ${itemName("splitByChar('/', c)[2]", lang)}), ${list}), ' · ')`;
  return table({
    title: t('内部测算范围与最易补救项', 'Range of our own count and what is nearest to mend'),
    description: t(
      '内部测算,非省级结果:下限为不达标条数,上限加上无法评估条数。',
      "Our own count, never the province's: failing items, and with those not assessable.",
    ),
    size: 'areas',
    lang,
    links: rowLinks(lang, OWN),
    sql: selectCells({
      columns: [
        area,
        period,
        column("concat(toString(failing_low), '–', toString(failing_high))", t('范围', 'Range')),
        verdict,
        column('to_mend', t('须补救', 'Must turn')),
        column(cellWords('arraySlice(mend_order, 1, 4)'), WORDS.text[lang]),
        column(cellWords('veto_missed'), t('一票否决', 'Vetoes in it')),
        ...standing,
        code,
        key,
      ],
      where: [`indicator = ${literal(OWN)}`, AT_OR_BELOW, IN_PERIOD],
      orderBy: [REGION.position],
    }),
  }).overrideByName(WORDS.text[lang], [
    { id: 'displayName', value: t('最易补救', 'Nearest to mend') },
    { id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } },
    { id: 'custom.width', value: 380 },
  ]);
}

function changes(lang: Lang): Boarded {
  const t = say(lang);
  const { area, indicator, value, verdict, around, code, item, key } = cellColumns(lang);
  const before = t('上季判定', 'Verdict before');
  return table({
    title: t('较上季判定变化', 'Verdicts that changed since the last quarter'),
    description: t(
      '与上一季度同项判定不同者,不达标在前;半年、年度项目不在内。',
      'Items whose verdict differs from the quarter before, the missed first; not half-yearly or yearly ones.',
    ),
    size: 'areas',
    lang,
    links: itemRowLinks(lang),
    none: t('没有变化,或没有可比的数据', 'no change, or nothing to compare'),
    sql: select({
      from: CHANGES,
      columns: [
        area,
        indicator,
        column('before_verdict', before),
        column(`before_${lang}`, t('上季数值', 'Value before')),
        verdict,
        value,
        ...around,
        code,
        item,
        key,
      ],
      orderBy: [
        "indexOf(['missed', 'not-assessable', 'met'], verdict) = 0",
        "indexOf(['missed', 'not-assessable', 'met'], verdict)",
        ITEM.position,
        REGION.position,
      ],
      limit: 500,
    }),
  }).overrideByName(before, verdictColumn(lang));
}

function openAlerts(lang: Lang): Boarded {
  const t = say(lang);
  const severities = {
    特急: COLOURS.missed,
    警告: COLOURS['not-assessable'],
    critical: COLOURS.missed,
    warning: COLOURS['not-assessable'],
  };
  return table({
    title: t('未结预警', 'Open alerts'),
    description: t(
      '所选地区及下辖当前未解除的预警,急者在前(不随截至时间变化)。',
      'Alerts of the area and those below that stand now, the urgent first (whatever the as-of).',
    ),
    size: 'areas',
    lang,
    links: pageLinks(lang, 'alerts'),
    none: t('没有未结预警', 'no open alert'),
    sql: select({
      from: 'published_alerts',
      columns: alertColumns(lang),
      where: ALERTS_OPEN,
      orderBy: BY_URGENCY,
      limit: 200,
    }),
  })
    .overrideByName(WORDS.severity[lang], [
      {
        id: 'mappings',
        value: [
          {
            type: 'value',
            options: Object.fromEntries(
              Object.entries(severities).map(([text, color], index) => [text, { text, color, index }]),
            ),
          },
        ],
      },
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
    ])
    .overrideByName(WORDS.text[lang], [
      { id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } },
      { id: 'custom.width', value: 640 },
    ]);
}

function completeness(lang: Lang): Boarded {
  const t = say(lang);
  return table({
    title: t('各地区数据完整性', 'Completeness by area'),
    description: t('本期应报与已报、按时;数据源确认情况。', 'Returns expected, received, in time; feeds attested.'),
    size: 'areas',
    lang,
    links: pageLinks(lang, 'overview'),
    sql: selectCells({
      columns: [
        column(REGION[lang], WORDS.area[lang]),
        column('sum(returns_expected)', t('应报', 'Expected')),
        column('sum(returns_received)', t('已报', 'Received')),
        column('sum(returns_on_time)', t('按时', 'In time')),
        column("countIf(verdict = 'not-assessable')", t('无法评估', 'Not assessable')),
        column(standsFrom('max(as_of)'), WORDS.changed[lang]),
        column(`if(max(simulated), '${WORDS.simulated[lang]}', '')`, WORDS.marks[lang]),
      ],
      where: [AT_OR_BELOW, IN_PERIOD],
      groupBy: ['region'],
      orderBy: [REGION.position],
    }),
  });
}

export const overview: Board = {
  id: 'overview',
  title: { zh: '全市总览', en: 'City overview' },
  description: {
    zh: '各项指标在各地区的判定、内部测算条数、一票否决、创建期状态、较上季变化、未结预警。',
    en: 'Verdicts of every item in every area, our own count of failing items, vetoes, the creation period, changes since the last quarter, open alerts.',
  },
  variables: [],
  rows: (lang) => {
    const t = say(lang);
    const own = indicatorOf(OWN);
    return [
      { title: t('要点', 'Main points'), panels: tiles(lang) },
      { title: t('状态', 'Status'), panels: [statusGrid(lang, JUDGED)] },
      { title: own.name[lang], panels: [panelFor(own, lang), composite(lang)] },
      { title: t('变化与预警', 'Changes and alerts'), panels: [changes(lang), openAlerts(lang)] },
      { title: t('创建期', 'Creation period'), panels: [creationGrid(lang)] },
      { title: WORDS.completeness[lang], panels: [completeness(lang)] },
    ];
  },
};
