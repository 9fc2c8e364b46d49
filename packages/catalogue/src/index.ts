export { REASONS } from './cell.ts';
export type * from './cell.ts';
export type * from './types.ts';
export type * from './holdings.ts';
