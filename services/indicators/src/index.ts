export { INDICATORS_TOPIC, IndicatorsService } from './indicators.service.ts';
export { touchedCells, type Change } from './core/touched.ts';
export type { CellKey } from './core/keys.ts';
export { ChangeError, changedDeployment, changedIndicators, parseChange, type TargetChange } from './core/change.ts';
export { backtestOf, type Backtest, type FoundAlert } from './core/backtest.ts';
export { momentHead, monthEnds, triangleOf, type Triangle, type TrianglePoint } from './core/triangle.ts';
export { owed, type Owed } from './core/pace.ts';
export { daysWithout, SEVEN_ZEROS, type DaysWithout } from './core/days-without.ts';
export { rebuild, type RebuildReport } from './rebuild.ts';
