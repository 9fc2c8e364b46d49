import { AT_OR_BELOW, AT_REGION, cellColumns, IN_PERIOD, IN_PERIOD_OR_CREATION } from '../cells.ts';
import { HAS_INTERVAL, INTERVAL } from '../intervals.ts';
import { areasFor, cellsOf, CHOSEN, intervalsFor, trendFor } from '../panels/indicator.ts';
import { chosenLinks } from '../panels/links.ts';
import { overTime, table } from '../panels/panel.ts';
import { column, literal, select, worded } from '../sql.ts';
import { WORDS } from '../words.ts';
import { say, type Board } from './board.ts';
import { STAGES } from './stages.ts';

/** Vintages of the chosen figure as they came, until the as-of. */
const VINTAGES = [CHOSEN.is, AT_REGION, IN_PERIOD, 'as_of <= ${asof}'];

export const indicator: Board = {
  id: 'indicator',
  title: { zh: '单项指标', en: 'One indicator' },
  description: {
    zh: '所选指标的历程、各地区对比与区间、分子分母、距目标、完整性、创建期与修订记录。',
    en: 'The chosen item over time, by area with intervals, numerator and denominator, distance, completeness, creation period and vintages.',
  },
  variables: ['indicator'],
  rows: (lang) => {
    const t = say(lang);
    const { period, verdict } = cellColumns(lang);
    const interval = column(
      `if(${HAS_INTERVAL}, concat(toDecimalString(${INTERVAL.lower}, 1), '–', toDecimalString(${INTERVAL.upper}, 1), ' %'), '')`,
      WORDS.interval[lang],
    );
    return [
      {
        title: '${indicator:text} · ${region:text}',
        panels: [
          table({
            title: WORDS.definition[lang],
            description: CHOSEN.description(t('目录中的释义。', 'As the catalogue defines it.')),
            size: 'full',
            lang,
            sql: select({
              from: 'published_indicators',
              columns: [column(`detail_${lang}`, WORDS.text[lang])],
              where: [CHOSEN.is],
            }),
          }).height(4),
          cellsOf(CHOSEN, {
            title: t('本期与创建期', 'The period, and the creation period'),
            text: t(
              '所选时期和地区;创建期内判定的项目另有一行。',
              'The chosen period and area; items judged over the creation period have a row of it.',
            ),
            size: 'full',
            lang,
            where: [AT_REGION, IN_PERIOD_OR_CREATION],
          }).height(5),
          trendFor(CHOSEN, lang, 'full'),
        ],
      },
      {
        title: t('各地区', 'Areas'),
        panels: [
          areasFor(CHOSEN, lang),
          intervalsFor(CHOSEN, lang),
          cellsOf(CHOSEN, {
            title: t('各地区明细', 'Areas in full'),
            text: t('分子、分母、区间、距目标、完整性。', 'Numerator, denominator, interval, distance, completeness.'),
            size: 'areas',
            lang,
            where: [AT_OR_BELOW, IN_PERIOD],
            more: [interval],
          }),
        ],
      },
      {
        title: t('修订', 'Revisions'),
        panels: [
          overTime({
            title: `\${indicator:text} · \${region:text} · \${period:text} · ${t('各个版本', 'vintages')}`,
            description: CHOSEN.description(
              t(
                '横轴为数字成立的时刻:同一时期的数字随数据到达而改变。一次导入的历史只有导入时的一个版本,其间的更正见竖线和数据质量看板。竖线为预警、更正和通报。',
                'Along the axis: from when the figure stood. The same period’s figure changes as data come in. History that was imported at once has the one vintage of its import; what was corrected within it is marked upright and listed on the board of data quality. Upright lines: alerts, corrections, bulletins.',
              ),
            ),
            size: 'full',
            lang,
            links: chosenLinks(lang),
            sql: select({
              from: 'published_vintages',
              columns: [
                column('at', t('成立时刻', 'Stood from')),
                column('value', t('数值(模拟数据见下表标记)', 'Value (simulated data: marks below)')),
              ],
              where: VINTAGES,
              orderBy: ['at'],
            }),
          }),
          table({
            title: t('数值的各个版本', 'Vintages'),
            description: CHOSEN.description(
              t('同一数字随数据到达而改变的记录。', 'How the same figure changed as data came in.'),
            ),
            size: 'full',
            lang,
            sql: select({
              from: 'published_vintages',
              columns: [
                column("formatDateTime(at, '%Y-%m-%d %H:%i', 'Asia/Shanghai')", WORDS.changed[lang]),
                period,
                column("ifNull(toString(numerator), '—')", WORDS.numerator[lang]),
                column("ifNull(toString(denominator), '—')", WORDS.denominator[lang]),
                column("ifNull(toString(round(value, 2)), '—')", WORDS.value[lang]),
                verdict,
                column(worded('stage', STAGES[lang]), WORDS.stage[lang]),
                column(`if(simulated, ${literal(WORDS.simulated[lang])}, '')`, WORDS.marks[lang]),
              ],
              where: VINTAGES,
              orderBy: ['at DESC'],
              limit: 100,
            }),
          }).height(8),
        ],
      },
    ];
  },
};
