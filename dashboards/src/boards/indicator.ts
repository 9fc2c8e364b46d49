import { AT_OR_BELOW, AT_REGION, CELLS, cellColumns, IN_PERIOD, periodLabel } from '../cells.ts';
import { bars, table } from '../panels/panel.ts';
import { chosenLinks } from '../panels/indicator.ts';
import { column, select } from '../sql.ts';
import { WORDS } from '../words.ts';
import type { Board } from './board.ts';

const THIS = 'indicator = ${indicator:singlequote}';

export const indicator: Board = {
  id: 'indicator',
  title: { zh: '单项指标', en: 'One indicator' },
  description: {
    zh: '所选指标的历程、各地区对比、分子分母、距目标、完整性与修订记录。',
    en: 'The chosen item over time, by area, with numerator and denominator, distance, completeness and vintages.',
  },
  variables: ['indicator'],
  rows: (lang) => {
    const columns = cellColumns(lang);
    const t = (zh: string, en: string): string => (lang === 'zh' ? zh : en);
    const describe = (zh: string, en: string): string => t(`\${indicator:text}。${zh}`, `\${indicator:text}. ${en}`);
    return [
      {
        title: '${indicator:text} · ${region:text}',
        panels: [
          table({
            title: WORDS.definition[lang],
            description: describe('目录中的释义。', 'As the catalogue defines it.'),
            size: 'half',
            lang,
            sql: select({
              from: 'published_indicators',
              columns: [
                column(`name_${lang}`, WORDS.indicator[lang]),
                column(`detail_${lang}`, WORDS.definition[lang]),
              ],
              where: [THIS],
            }),
          }),
          table({
            title: t('本期', 'The period'),
            description: describe('所选时期和地区。', 'The chosen period and area.'),
            size: 'half',
            lang,
            sql: select({
              from: CELLS,
              columns: [
                columns.area,
                columns.period,
                columns.value,
                columns.target,
                columns.verdict,
                ...columns.around,
              ],
              where: [THIS, AT_REGION, IN_PERIOD],
            }),
          }).dataLinks(chosenLinks(lang)),
          bars({
            title: '${indicator:text} · ${region:text} · ${asof:text}',
            description: describe(
              '逐期数值、目标线与上年同期。',
              'Value by period, its limit and the value one year before.',
            ),
            size: 'full',
            lang,
            sql: select({
              from: CELLS,
              columns: [
                column(periodLabel(lang), WORDS.period[lang]),
                column('value', WORDS.value[lang]),
                column('target_limit', WORDS.limit[lang]),
                column('base_value', WORDS.base[lang]),
              ],
              where: [THIS, AT_REGION, "period != 'creation'"],
              orderBy: ['period'],
            }),
          }),
        ],
      },
      {
        title: t('各地区', 'Areas'),
        panels: [
          bars({
            title: '${indicator:text} · ${period:text} · ${asof:text}',
            description: describe(
              '各地区并列;所谓差异须看依据是否充分。',
              'Areas side by side; whether a difference means anything is said by the evidence.',
            ),
            size: 'full',
            lang,
            sql: select({
              from: CELLS,
              columns: [
                column(`concat(region_${lang}, if(simulated, ' ${WORDS.simulated[lang]}', ''))`, WORDS.area[lang]),
                column('value', WORDS.value[lang]),
                column('target_limit', WORDS.limit[lang]),
              ],
              where: [THIS, AT_OR_BELOW, IN_PERIOD],
              orderBy: ['region_position'],
            }),
          }),
          table({
            title: t('各地区明细', 'Areas in full'),
            description: describe('分子、分母、距目标、完整性。', 'Numerator, denominator, distance, completeness.'),
            size: 'full',
            lang,
            sql: select({
              from: CELLS,
              columns: [
                columns.area,
                columns.period,
                columns.value,
                columns.target,
                columns.verdict,
                ...columns.around,
              ],
              where: [THIS, AT_OR_BELOW, IN_PERIOD],
              orderBy: ['region_position'],
            }),
          }),
        ],
      },
      {
        title: t('修订', 'Revisions'),
        panels: [
          table({
            title: t('数值的各个版本', 'Vintages'),
            description: describe('同一数字随数据到达而改变的记录。', 'How the same figure changed as data came in.'),
            size: 'full',
            lang,
            sql: select({
              from: 'published_vintages',
              columns: [
                column("formatDateTime(at, '%Y-%m-%d %H:%i', 'Asia/Shanghai')", WORDS.changed[lang]),
                columns.period,
                column('numerator', WORDS.numerator[lang]),
                column('denominator', WORDS.denominator[lang]),
                column('value', WORDS.value[lang]),
                columns.verdict,
                column('stage', WORDS.stage[lang]),
                column(`if(simulated, '${WORDS.simulated[lang]}', '')`, WORDS.marks[lang]),
              ],
              where: [THIS, AT_REGION, IN_PERIOD, 'as_of <= ${asof}'],
              orderBy: ['at DESC'],
              limit: 100,
            }),
          }),
        ],
      },
    ];
  },
};
