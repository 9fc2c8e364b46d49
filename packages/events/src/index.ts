export type * from './message.ts';
export type * from './types.ts';
