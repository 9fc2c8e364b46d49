export { importFile, type ImportResult } from './import.ts';
export { parseMapping, type Mapping } from './mapping.ts';
export type { Fault } from './value.ts';
export { formOf, type FormArea, type FormRow } from './returns/form.ts';
export { readSheet, sheetOf, type SheetFault, type SheetReading } from './returns/sheet.ts';
