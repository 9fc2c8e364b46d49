export {
  GUARD_WEEKS,
  hasBaseline,
  HISTORY_WEEKS,
  LEAST_OBSERVED,
  METHODS,
  testWeek,
  type Method,
  type MethodLimit,
  type Tested,
} from './detect.ts';
export type { Series } from './series.ts';
