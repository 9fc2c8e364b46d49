export { liveContext } from './context.ts';
export { codeName } from './core/code-name.ts';
export { departmentOf } from './core/department.ts';
export { parsePath, parseSet, parseUnset } from './core/edit.ts';
export { fieldAt, type FieldView } from './core/field.ts';
export { changesOf, leavesOf, type Change, type Leaf } from './core/leaves.ts';
export { sentText, type Mend } from './core/mended.ts';
export { typedValue, writtenValue } from './core/typed-value.ts';
export { maySee, maySeeSource } from './rights.ts';
export { morningLetters, type MorningLetter } from './core/morning.ts';
export { placeText } from './core/place.ts';
export { reportOf, reportText } from './core/report.ts';
export type { RejectCase, RejectState, Selection } from './core/state.ts';
export { MendError, type Text } from './core/words.ts';
export { doubtfulRecords, doubtName, flagCounts, isDoubt, type DoubtfulRecord, type FlagCount } from './flags.ts';
export {
  createMending,
  DISCARD_REASONS,
  rejectList,
  type DiscardReason,
  type Mending,
  type Outcome,
} from './mending.ts';
