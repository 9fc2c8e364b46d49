export { findPersonalData, maskPersonalData, type PersonalFind } from './personal.ts';
export { compareContenders, winnerOf, type Contender } from './winner.ts';
export type * from './message.ts';
export type * from './types.ts';
