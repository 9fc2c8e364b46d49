import type { Indicator } from './types.ts';

/** Items that are counted by verdict for an area and quarter, wherever that is said: those with a target that are judged within a year, not the province's own figures, not our count of them all. */
export function isCounted({ target, columns }: Pick<Indicator, 'target' | 'columns'>): boolean {
  return target !== null && columns.group !== 'composite';
}
