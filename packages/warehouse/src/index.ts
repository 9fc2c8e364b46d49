export type * from './schema.ts';
export type * from './reader.ts';
