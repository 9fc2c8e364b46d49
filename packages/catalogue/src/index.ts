export { REASONS } from './cell.ts';
export { measureContracts } from './contracts.ts';
export { indicator } from './define.ts';
export { INDICATORS } from './indicators/index.ts';
export { faultsOf } from './laws.ts';
export type * from './cell.ts';
export type * from './types.ts';
export type * from './holdings.ts';
export { createEvaluator, type Evaluator } from './engine/evaluator.ts';
