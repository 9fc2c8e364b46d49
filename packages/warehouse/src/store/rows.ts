type Row = Readonly<Record<string, unknown>>;

/** Rows for an insert: names once and values in their order, or, where rows differ in what they name, each with its names. */
export type Encoded =
  | { format: 'JSONCompactEachRowWithNames'; values: readonly (readonly unknown[])[] }
  | { format: 'JSONEachRow'; values: readonly object[] };

/** Shorter, and faster to read for the engine, wherever all rows name the same columns. */
export function encoded(rows: readonly object[]): Encoded {
  const names = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => valuesOf(row as Row, names));
  return values.every((one) => one !== null)
    ? { format: 'JSONCompactEachRowWithNames', values: [names, ...values] }
    : { format: 'JSONEachRow', values: rows };
}

function valuesOf(row: Row, names: readonly string[]): unknown[] | null {
  if (Object.keys(row).length !== names.length) return null;
  const values = names.map((name) => row[name]);
  return values.includes(undefined) ? null : values;
}
