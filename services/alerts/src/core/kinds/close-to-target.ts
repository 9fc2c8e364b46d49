import type { Cell } from '@duqing/catalogue';
import { figuresText } from '../text/cell.ts';
import type { Ending, Finding, KindEntry, Scene, Standing } from '../types.ts';
import { cellFinding, cellOf, severityOf, verdictKind } from './verdicts.ts';

/** Distance at which a target counts as close, in the unit people act on. */
const CLOSE = 1;

export const closeToTarget: KindEntry = {
  kind: 'close-to-target',
  name: { zh: '临近目标线', en: 'close to the target' },
  action: {
    zh: '本期内提前安排，防止再变动一个单位即不达标',
    en: 'plan ahead within the period: one unit more breaks the target',
  },
  recipients: ({ severity, department }) =>
    severity === 'info' ? ['analysts'] : ['analysts', ...(department ? [`department:${department}` as const] : [])],
  find: (scene) => scene.cells.flatMap((cell) => close(cell, scene)),
  ending,
};

/** Met, running, and one unit from being missed; zero rules and yes/no items have no such distance. */
function close(cell: Cell, scene: Scene): Finding[] {
  const entry = scene.entries.get(cell.indicator);
  if (!entry || cell.stage !== 'running' || verdictKind(entry) === undefined) return [];
  if (entry.target?.kind === 'yes-no' || cell.verdict !== 'met' || cell.distance?.toBreak !== CLOSE) return [];
  if (verdictKind(entry) === 'composite' || isFull(cell)) return [];
  const { zh, en } = figuresText(cell);
  const said = { zh: `“${entry.name.zh}”距目标线仅差1：${zh}`, en: `"${entry.name.en}" is one from its limit: ${en}` };
  return [cellFinding(cell, { kind: 'close-to-target', severity: severityOf(cell), said, held: false })];
}

/** Where all of them are asked for, being met is always one from being missed. */
function isFull({ target, unit }: Cell): boolean {
  return target?.comparator === '>=' && unit === '%' && target.limit === 100;
}

function ending(alert: Standing, scene: Scene): Ending {
  const cell = cellOf(alert, scene);
  if (!cell || cell.verdict === 'not-assessable')
    return {
      outcome: 'no-data',
      held: false,
      said: { zh: '现有数据不足以判定', en: 'it cannot be assessed any more' },
    };
  const { zh, en } = figuresText(cell);
  if (cell.stage !== 'running')
    return { outcome: 'closed', held: false, said: { zh: `本期已结束：${zh}`, en: `the period is over: ${en}` } };
  if (cell.verdict === 'missed')
    return { outcome: 'closed', held: false, said: { zh: `目标线已被突破：${zh}`, en: `the limit is broken: ${en}` } };
  return { outcome: 'back', held: false, said: { zh: `已离开目标线：${zh}`, en: `away from the limit: ${en}` } };
}
