import { INDICATORS } from '@duqing/catalogue';
import { AT_OR_BELOW, CELLS, cellColumns, IN_PERIOD } from '../cells.ts';
import { indicatorOf, panelFor } from '../panels/indicator.ts';
import { stat, table } from '../panels/panel.ts';
import { column, select } from '../sql.ts';
import { WORDS } from '../words.ts';
import { ALERTS_OPEN, alertColumns } from './alerts.ts';
import type { Board } from './board.ts';
import { statusGrid } from './indicators.ts';

const JUDGED = INDICATORS.filter(({ target }) => target !== null);
const LAST =
  "concat(toString(toUInt16(left(${period:singlequote}, 4)) - if(right(${period:singlequote}, 1) = '1', 1, 0)), 'Q', toString(if(right(${period:singlequote}, 1) = '1', 4, toUInt8(right(${period:singlequote}, 1)) - 1)))";

/** Cells of the quarter beside those of the quarter before, where verdict or value is another. */
const CHANGES = `(SELECT now.*, before.value_zh AS before_zh, before.value_en AS before_en, before.verdict AS before_verdict
FROM (SELECT * FROM ${CELLS} WHERE period = \${period:singlequote} AND ${AT_OR_BELOW}) AS now
INNER JOIN (SELECT indicator, region, value_zh, value_en, verdict FROM ${CELLS} WHERE period = ${LAST}) AS before
ON before.indicator = now.indicator AND before.region = now.region
WHERE now.verdict != before.verdict)`;

export const overview: Board = {
  id: 'overview',
  title: { zh: '全市总览', en: 'City overview' },
  description: {
    zh: '各项指标在各地区的判定、内部测算条数、一票否决、较上季变化、未结预警。',
    en: 'Verdicts of every item in every area, our own count of failing items, vetoes, changes since the last quarter, open alerts.',
  },
  variables: [],
  rows: (lang) => {
    const columns = cellColumns(lang);
    const own = indicatorOf('self-assessed-failing-items');
    const count = (name: string, description: string, where: string[]) =>
      stat({
        title: name,
        description,
        size: 'third',
        lang,
        alarm: true,
        sql: select({ from: CELLS, columns: [column('count()', name)], where: [AT_OR_BELOW, IN_PERIOD, ...where] }),
      });
    const t = (zh: string, en: string): string => (lang === 'zh' ? zh : en);
    return [
      {
        title: t('要点', 'Main points'),
        panels: [
          count(t('不达标', 'Missed'), t('所选地区及下辖的不达标项数', 'Missed cells of the area and those below'), [
            "verdict = 'missed'",
          ]),
          count(
            t('一票否决项不达标', 'Vetoes'),
            t('可一票否决的项目中不达标数', 'Missed cells of items that carry a veto'),
            [
              "verdict = 'missed'",
              `indicator IN (${INDICATORS.filter(({ veto }) => veto)
                .map(({ id }) => `'${id}'`)
                .join(', ')})`,
            ],
          ),
          count(
            t('无法评估', 'Not assessable'),
            t('数据缺失而无法判定的项数', 'Cells without a verdict for want of data'),
            ["verdict = 'not-assessable'"],
          ),
        ],
      },
      {
        title: own.name[lang],
        panels: [
          panelFor(own, lang, 'half'),
          table({
            title: t('内部测算范围与最易补救项', 'Range of our own count and what is nearest to mend'),
            description: t(
              '内部测算,非省级结果:下限为不达标条数,上限加上无法评估条数。',
              "Our own count, never the province's: failing items, and with those not assessable.",
            ),
            size: 'half',
            lang,
            sql: select({
              from: CELLS,
              columns: [
                columns.area,
                columns.period,
                column("concat(toString(failing_low), '–', toString(failing_high))", t('范围', 'Range')),
                column('to_mend', t('须补救', 'Must turn')),
                column("arrayStringConcat(arraySlice(mend_order, 1, 5), ', ')", t('最易补救', 'Nearest to mend')),
                column("arrayStringConcat(veto_missed, ', ')", t('一票否决', 'Vetoes missed')),
                ...columns.around.slice(-4),
              ],
              where: ["indicator = 'self-assessed-failing-items'", AT_OR_BELOW, IN_PERIOD],
              orderBy: ['region_position'],
            }),
          }),
        ],
      },
      { title: t('状态', 'Status'), panels: [statusGrid(lang, JUDGED)] },
      {
        title: t('变化与预警', 'Changes and alerts'),
        panels: [
          table({
            title: t('较上季判定变化', 'Verdicts that changed since the last quarter'),
            description: t(
              '与上一季度同项判定不同者;半年、年度项目不在内。',
              'Items whose verdict differs from the quarter before; not half-yearly or yearly ones.',
            ),
            size: 'full',
            lang,
            sql: select({
              from: CHANGES,
              columns: [
                columns.area,
                columns.indicator,
                column(`before_${lang}`, t('上季数值', 'Value before')),
                columns.value,
                columns.verdict,
                ...columns.around,
              ],
              orderBy: ['indicator_position', 'region_position'],
              limit: 500,
            }),
          }),
          table({
            title: t('未结预警', 'Open alerts'),
            description: t('当前未解除的预警(不随截至时间变化)。', 'Alerts that stand now (whatever the as-of).'),
            size: 'full',
            lang,
            sql: select({
              from: 'published_alerts',
              columns: alertColumns(lang),
              where: [ALERTS_OPEN],
              orderBy: ['since DESC'],
              limit: 200,
            }),
          }),
        ],
      },
      {
        title: WORDS.completeness[lang],
        panels: [
          table({
            title: t('各地区数据完整性', 'Completeness by area'),
            description: t(
              '本期应报与已报、按时;数据源确认情况。',
              'Returns expected, received, in time; feeds attested.',
            ),
            size: 'half',
            lang,
            sql: select({
              from: CELLS,
              columns: [
                columns.area,
                column('sum(returns_expected)', t('应报', 'Expected')),
                column('sum(returns_received)', t('已报', 'Received')),
                column('sum(returns_on_time)', t('按时', 'In time')),
                column("countIf(verdict = 'not-assessable')", t('无法评估', 'Not assessable')),
                column("formatDateTime(max(changed_at), '%Y-%m-%d %H:%i', 'Asia/Shanghai')", WORDS.changed[lang]),
                column(`if(max(simulated), '${WORDS.simulated[lang]}', '')`, WORDS.marks[lang]),
              ],
              where: [AT_OR_BELOW, IN_PERIOD],
              groupBy: [`region_${lang}`, 'region_position'],
              orderBy: ['region_position'],
            }),
          }),
        ],
      },
    ];
  },
};
