import type { Comparator, DirectionComparator } from '../types.ts';
import type { Lang } from './lang.ts';

/** What is asked against one year before. */
export const DIRECTIONS: Readonly<Record<DirectionComparator, Record<Lang, string>>> = {
  rising: { zh: '上升', en: 'rising' },
  'not-falling': { zh: '不下降', en: 'not falling' },
  falling: { zh: '下降', en: 'falling' },
  'not-rising': { zh: '不上升', en: 'not rising' },
};

export function isDirection(comparator: Comparator): comparator is DirectionComparator {
  return comparator in DIRECTIONS;
}
