export { add, compare, decimal, multiply, toText, type Decimal } from './decimal.ts';
export { gramsOf, massText, pureGramsOf, totals, type Dimension, type Quantity, type Unit } from './units.ts';
