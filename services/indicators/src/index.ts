export { INDICATORS_TOPIC, IndicatorsService } from './indicators.service.ts';
export { touchedCells, type Change } from './core/touched.ts';
export { momentHead, monthEnds, triangleOf, type Triangle, type TrianglePoint } from './core/triangle.ts';
export { rebuild, type RebuildReport } from './rebuild.ts';
