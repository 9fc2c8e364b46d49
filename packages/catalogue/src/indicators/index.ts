import { sevenZeros } from './seven-zeros.ts';
import { prevention } from './prevention.ts';
import { fourUp } from './four-up.ts';
import { treatment } from './treatment.ts';
import { fourDown } from './four-down.ts';
import { governance } from './governance.ts';
import { composite } from './composite.ts';
import { enforcement } from './enforcement.ts';
import { precursors } from './precursors.ts';
import { monitoring } from './monitoring.ts';
import { situation } from './situation.ts';
import type { Indicator } from '../types.ts';

/** Every indicator of the plan and the situation measures, group by group. */
export const INDICATORS: readonly Indicator[] = [
  ...sevenZeros,
  ...prevention,
  ...fourUp,
  ...treatment,
  ...fourDown,
  ...governance,
  ...composite,
  ...enforcement,
  ...precursors,
  ...monitoring,
  ...situation,
];
