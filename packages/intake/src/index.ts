export { importFile, type ImportResult } from './import.ts';
export { parseMapping, type Mapping } from './mapping.ts';
export type { Fault } from './value.ts';
