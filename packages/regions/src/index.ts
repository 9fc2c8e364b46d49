export type * from './types.ts';
export { RegionTable, type Placement } from './table.ts';
