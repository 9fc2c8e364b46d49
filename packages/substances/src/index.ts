export { add, compare, decimal, multiply, subtract, toText, type Decimal } from './decimal.ts';
export { heroinEquivalentOf, heroinRatio, thresholdOf, type Threshold } from './heroin.ts';
export { isBaseline, substance, substanceByName } from './lookup.ts';
export { parsePurity } from './purity.ts';
export { SUBSTANCES, type Substance } from './table.ts';
export { gramsOf, massText, pureGramsOf, totals, type Dimension, type Quantity, type Unit } from './units.ts';
