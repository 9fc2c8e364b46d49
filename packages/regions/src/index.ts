export type * from './types.ts';
export { RegionTable, type Placement } from './table.ts';
export { inForceOn, knownAt, Setting } from './setting.ts';
