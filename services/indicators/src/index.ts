export { INDICATORS_TOPIC, IndicatorsService } from './indicators.service.ts';
export { touchedCells, type Change } from '@duqing/outlook';
export { momentHead, monthEnds, triangleOf, type Triangle, type TrianglePoint } from './core/triangle.ts';
export { rebuild, type RebuildReport } from './rebuild.ts';
