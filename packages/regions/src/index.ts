export type * from './types.ts';
export { WEEKDAYS } from './roster.ts';
export type * from './roster.ts';
export { RegionTable, type Placement } from './table.ts';
export { inForceOn, knownAt, Setting, substancesKnown } from './setting.ts';
export type { Letterhead } from './letterhead.ts';
