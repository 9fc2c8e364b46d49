import { Bytes } from './bytes.ts';
import { codecOf, Unfit, type ColumnCodec } from './columns.ts';
import { incorrect } from './errors.ts';

export interface Column {
  name: string;
  /** as the engine writes it */
  type: string;
  nullable: boolean;
  /** has a default */
  optional: boolean;
}

type Row = Readonly<Record<string, unknown>>;

interface Sent {
  name: string;
  nullable: boolean;
  codec: ColumnCodec;
}

/** Rows of a block: enough that its heads do not count, few enough that its columns stay small. */
const BLOCK_ROWS = 65_536;

/**
 * Rows in the engine's own format, column by column, so that it parses no text. Refuses by row and column what its column does not
 * take. null where a column has a type that is not written here, or where rows differ in what they name: those go as JSON.
 */
export function nativeOf(table: string, columns: readonly Column[], rows: readonly object[]): Buffer | null {
  const sent = sentOf(columns, rows[0] as Row | undefined);
  if (sent === null || !rows.every((row) => Object.keys(row).length === sent.length)) return null;
  const bytes = new Bytes(Math.min(rows.length * 512, 2 ** 24) + 4_096);
  for (let start = 0; start < rows.length; start += BLOCK_ROWS)
    writeBlock(bytes, { table, sent, start, rows: rows.slice(start, start + BLOCK_ROWS) as readonly Row[] });
  return bytes.written;
}

/** The columns that the first row names; null where it names another, or leaves one out that has no default. */
function sentOf(columns: readonly Column[], first: Row = {}): Sent[] | null {
  const sent: Sent[] = [];
  for (const { name, type, nullable, optional } of columns) {
    if (first[name] === undefined) {
      if (optional) continue;
      return null;
    }
    const codec = codecOf(type);
    if (codec === null) return null;
    sent.push({ name, nullable, codec });
  }
  return sent.length === 0 ? null : sent;
}

interface Block {
  table: string;
  sent: readonly Sent[];
  /** rows before this block */
  start: number;
  rows: readonly Row[];
}

function writeBlock(bytes: Bytes, { table, sent, start, rows }: Block): void {
  bytes.length(sent.length);
  bytes.length(rows.length);
  for (const { name, nullable, codec } of sent) {
    bytes.text(name);
    bytes.text(codec.type);
    const at = (index: number): string => `${table}, row ${start + index + 1}: ${name}`;
    const values = rows.map((row) => row[name]);
    const absent = values.indexOf(undefined);
    if (absent >= 0) throw incorrect(`${at(absent)} is absent`);
    if (!nullable && values.includes(null))
      throw incorrect(`${at(values.indexOf(null))} is null, which its column does not take`);
    try {
      codec.write(values, bytes);
    } catch (error) {
      throw error instanceof Unfit ? incorrect(`${at(error.at)}: ${error.message}`) : error;
    }
  }
}
