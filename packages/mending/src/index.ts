export { liveContext } from './context.ts';
export { parseSet, parseUnset } from './core/edit.ts';
export type { Mend } from './core/mended.ts';
export { placeText } from './core/place.ts';
export { reportOf, reportText } from './core/report.ts';
export type { RejectCase, RejectState, Selection } from './core/state.ts';
export { MendError, type Text } from './core/words.ts';
export { doubtfulRecords, flagCounts, isDoubt } from './flags.ts';
export { createMending, DISCARD_REASONS, type DiscardReason, type Mending, type Outcome } from './mending.ts';
