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
  if (sent === null) return null;
  const bytes = new Bytes(Math.min(rows.length * 512, 2 ** 24) + 4_096);
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const values = valuesOf(rows.slice(start, start + BLOCK_ROWS) as readonly Row[], sent);
    if (values === null) return null;
    writeBlock(bytes, { table, sent, start, values });
  }
  return bytes.written;
}

/** The columns in the order in which the first row names them; null where it names another, or leaves one out that has no default. */
function sentOf(columns: readonly Column[], first: Row = {}): Sent[] | null {
  const names = Object.keys(first);
  const isLacking = columns.some(({ name, optional }) => !optional && first[name] === undefined);
  if (names.length === 0 || isLacking) return null;
  const sent: Sent[] = [];
  for (const name of names) {
    const codec = codecOf(columns.find((column) => column.name === name)?.type ?? '');
    if (codec === null) return null;
    sent.push({ name, codec });
  }
  return sent;
}

/** Of each column all values; null where a row does not name the same columns. */
function valuesOf(rows: readonly Row[], sent: readonly Sent[]): unknown[][] | null {
  const names = sent.map(({ name }) => name);
  const values = names.map((): unknown[] => []);
  for (const row of rows) {
    let index = 0;
    // rows of one kind name their columns in one order: no name is looked up
    for (const name in row) {
      const column = name === names[index] ? values[index] : values[names.indexOf(name)];
      if (column === undefined) return null;
      column.push(row[name]);
      index += 1;
    }
    if (index !== names.length) return null;
  }
  return values;
}

interface Block {
  table: string;
  sent: readonly Sent[];
  /** rows before this block */
  start: number;
  /** column by column */
  values: readonly (readonly unknown[])[];
}

function writeBlock(bytes: Bytes, { table, sent, start, values }: Block): void {
  bytes.length(sent.length);
  bytes.length(values[0]?.length ?? 0);
  for (const [index, { name, codec }] of sent.entries()) {
    bytes.text(name);
    bytes.text(codec.type);
    const column = values[index] ?? [];
    try {
      codec.write(column, bytes);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      throw incorrect(`${table}, row ${start + error.at + 1}: ${name} ${faultOf(column[error.at], error)}`);
    }
  }
}

function faultOf(value: unknown, { message }: Unfit): string {
  if (value === undefined) return 'is absent';
  return value === null ? 'is null, which its column does not take' : `is unfit: ${message}`;
}
