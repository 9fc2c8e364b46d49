export { add, compare, decimal, multiply, subtract, toText, type Decimal } from './decimal.ts';
export { SHIPPED, Substances } from './known.ts';
export { tableFaults } from './laws.ts';
export { parsePurity } from './purity.ts';
export { SUBSTANCES, type Substance, type Threshold } from './table.ts';
export { gramsOf, massText, pureGramsOf, totals, type Dimension, type Quantity, type Unit } from './units.ts';
