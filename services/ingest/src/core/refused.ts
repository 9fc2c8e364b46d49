import { StoreError } from '@duqing/warehouse';

/** ClickHouse's codes that speak of a value and not of the store; the names are the server's own. A closed list. */
const ROW_CODES: ReadonlyMap<number, string> = new Map([
  [6, 'CANNOT_PARSE_TEXT'],
  [25, 'CANNOT_PARSE_ESCAPE_SEQUENCE'],
  [26, 'CANNOT_PARSE_QUOTED_STRING'],
  [27, 'CANNOT_PARSE_INPUT_ASSERTION_FAILED'],
  [38, 'CANNOT_PARSE_DATE'],
  [41, 'CANNOT_PARSE_DATETIME'],
  [53, 'TYPE_MISMATCH'],
  [69, 'ARGUMENT_OUT_OF_BOUND'],
  [70, 'CANNOT_CONVERT_TYPE'],
  [72, 'CANNOT_PARSE_NUMBER'],
  [117, 'INCORRECT_DATA'],
  [130, 'CANNOT_READ_ARRAY_FROM_TEXT'],
  [131, 'TOO_LARGE_STRING_SIZE'],
  [321, 'VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE'],
  [349, 'CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN'],
  [407, 'DECIMAL_OVERFLOW'],
  [467, 'CANNOT_PARSE_BOOL'],
  [469, 'VIOLATED_CONSTRAINT'],
  [691, 'UNKNOWN_ELEMENT_OF_ENUM'],
]);

/** What the store itself says of a row that it was never sent. */
const ROW_TYPE = 'INCORRECT_ROW';

export interface Refused<T> {
  row: T;
  error: StoreError;
}

/**
 * Inserts the rows; where the store refuses them for good, halves them until only the refused ones are left, and gives those. Throws
 * a transient error at once, and the store's error where every single row is refused for a reason that need not be the rows'.
 */
export async function insertApart<T>(
  rows: readonly T[],
  insert: (rows: readonly T[]) => Promise<void>,
): Promise<Refused<T>[]> {
  const refused = await halve(rows, insert);
  const unsure = refused.find(({ error }) => !blamesRow(error));
  if (unsure && refused.length === rows.length) throw unsure.error;
  return refused;
}

async function halve<T>(rows: readonly T[], insert: (rows: readonly T[]) => Promise<void>): Promise<Refused<T>[]> {
  const [first] = rows;
  if (first === undefined) return [];
  try {
    await insert(rows);
    return [];
  } catch (error) {
    if (!(error instanceof StoreError) || error.transient) throw error;
    if (rows.length === 1) return [{ row: first, error }];
    const middle = Math.ceil(rows.length / 2);
    return [...(await halve(rows.slice(0, middle), insert)), ...(await halve(rows.slice(middle), insert))];
  }
}

function blamesRow({ code, type }: StoreError): boolean {
  return type === ROW_TYPE || (code !== null && ROW_CODES.has(code));
}
