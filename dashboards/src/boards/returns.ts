import { INDICATORS, type Lang } from '@duqing/catalogue';
import { AT_OR_BELOW, cellColumns, IN_PERIOD, ITEM, REGION, selectCells } from '../cells.ts';
import { fieldOf, grid, mapped } from '../panels/grid.ts';
import type { Boarded } from '../panels/panel.ts';
import { column, literal } from '../sql.ts';
import { COLOURS } from '../style.ts';
import { WORDS } from '../words.ts';
import { say } from './board.ts';

const STATES = [
  ['in-time', '✓ 按时', '✓ in time', '#e3f0e4'],
  ['late', '△ 迟报', '△ late', '#f3d9a4'],
  ['waiting', '○ 未到期', '○ not due', '#eef1f5'],
  ['missing', '✗ 缺', '✗ missing', COLOURS.missed],
] as const;

/** What became of the returns that a cell reads; several may be owed for one. */
const STATE = `multiIf(returns_received < returns_expected, if(verdict IN ('not-due', 'met', 'information') AND reason IS NULL, 'waiting', 'missing'), returns_on_time < returns_received, 'late', 'in-time')`;

/** The calendar of returns: items that read returns × areas. */
export function returnsGrid(lang: Lang): Boarded {
  const t = say(lang);
  const { area, indicator } = cellColumns(lang);
  const state = t('报表', 'Return');
  const ids = INDICATORS.filter(({ columns }) => columns.source.includes('return')).map(({ id }) => literal(id));
  return grid({
    title: t('报表日历 · ${period:text} · ${asof:text}', 'Calendar of returns · ${period:text} · ${asof:text}'),
    description: t(
      '每格为一个地区一项指标所需报表:按时、迟报、未到期、缺。空格为不需报表。',
      'The returns that an item needs of an area: in time, late, not yet due, missing. Empty: none needed.',
    ),
    lang,
    rows: 21,
    axes: { row: indicator.name, column: area.name, field: state },
    mappings: mapped(STATES.map(([code, zh, en, color]) => [code, t(zh, en), color])),
    sql: selectCells({
      columns: [
        column(
          `concat(${ITEM[lang]}, ' ', period, if(simulated, ${literal(` ${WORDS.simulated[lang]}`)}, ''))`,
          indicator.name,
        ),
        area,
        column(fieldOf(STATE), state),
      ],
      where: [`indicator IN (${ids.join(', ')})`, AT_OR_BELOW, IN_PERIOD],
      saying: ['returns_expected > 0'],
      orderBy: [ITEM.position, 'period', REGION.position],
    }),
  });
}
