import type { Group } from '@duqing/catalogue';
import type { Words } from '../words.ts';
import { say, type Board } from './board.ts';
import { ofGroups, panelsOf, statusGrid } from './indicators.ts';

/** A board of whole groups of the catalogue: a grid, then a panel an item. */
function groupBoard(id: string, title: Words, groups: Group[]): Board {
  const indicators = ofGroups(...groups);
  return {
    id,
    title,
    description: {
      zh: `${title.zh}:目录中该类全部指标,按地区。`,
      en: `${title.en}: every item of these groups of the catalogue, by area.`,
    },
    variables: [],
    rows: (lang) => [
      { title: say(lang)('一览', 'At a glance'), panels: [statusGrid(lang, indicators)] },
      { title: say(lang)('逐项', 'Item by item'), panels: panelsOf(lang, indicators) },
    ],
  };
}

export const treatment = groupBoard('treatment', { zh: '戒毒管控', en: 'Treatment and control' }, ['treatment']);
export const precursors = groupBoard('precursors', { zh: '易制毒化学品', en: 'Precursors' }, ['precursors']);
export const prevention = groupBoard('prevention', { zh: '预防教育与学校', en: 'Prevention and schools' }, [
  'prevention',
]);
export const governance = groupBoard('governance', { zh: '组织领导与综合评估', en: 'Governance and assessment' }, [
  'governance',
  'composite',
]);
