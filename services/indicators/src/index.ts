export { INDICATORS_TOPIC, IndicatorsService } from './indicators.service.ts';
export { touchedCells, type CellKey, type Change } from './core/touched.ts';
