import { Session, type ChdbResult } from 'chdb';
import { Fault } from './fault.ts';
import { headerLength, isStreamed } from './formats.ts';

/** What a statement runs under; nothing of it is left for the next one. */
export interface Scope {
  database: string | null;
  settings: readonly (readonly [name: string, value: string])[];
  readonly: boolean;
}

/** Characters, well under the engine's limit of 256 KiB even where each takes three bytes. */
const LONG = 65_536;

export interface Outcome {
  rows: number;
  bytes: number;
  /** seconds */
  elapsed: number;
}

/**
 * One statement on a session of its own: sessions of one directory share the data, each has its own settings and parameters. Close
 * it when the statement has ended.
 */
export class Run {
  readonly #session: Session;

  constructor(path: string, scope: Scope) {
    this.#session = new Session(path);
    try {
      this.#prepare(scope);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #prepare({ database, settings, readonly }: Scope): void {
    if (database !== null) this.#session.query(`USE ${quoted(database)}`);
    const all = settings.map(([name, value]) => `${settingName(name)} = ${literal(value)}`);
    // last, since nothing can be set after it
    if (readonly) all.push('readonly = 1');
    if (all.length > 0) this.#set(all.join(', '));
  }

  /** A list of parameters may be longer than a statement may be. */
  #set(list: string): void {
    if (list.length < LONG) {
      this.#session.query(`SET ${list}`);
      return;
    }
    const limit = this.#session
      .query("SELECT value FROM system.settings WHERE name = 'max_query_size'", 'TabSeparated')
      .trim();
    this.#session.query(`SET max_query_size = ${Buffer.byteLength(list) + LONG}`);
    this.#session.query(`SET max_query_size = ${limit}, ${list}`);
  }

  /** The whole result at once. */
  async whole(sql: string, format: string): Promise<Outcome & { body: Uint8Array }> {
    const result = await this.#session.queryAsync(sql, { format });
    return { body: result.bytes(), ...outcomeOf(result) };
  }

  /**
   * The result piece by piece, one document of the format when put together; null where the engine or the format cannot be streamed.
   * The engine has refused such a statement before doing anything.
   */
  pieces(sql: string, format: string): AsyncGenerator<Uint8Array> | null {
    if (!isStreamed(format)) return null;
    try {
      return joined(this.#session.queryStream(sql, { format }), format);
    } catch (error) {
      if (error instanceof Error && error.message.includes('Streaming query is not supported')) return null;
      throw error;
    }
  }

  close(): void {
    this.#session.close();
  }
}

async function* joined(chunks: AsyncIterable<{ raw(): Uint8Array }>, format: string): AsyncGenerator<Uint8Array> {
  let header: number | undefined;
  for await (const chunk of chunks) {
    const document = chunk.raw();
    yield header === undefined ? document : document.subarray(header);
    header ??= headerLength(format, document);
  }
}

function outcomeOf({ rowsRead, bytesRead, elapsed }: ChdbResult): Outcome {
  return { rows: rowsRead, bytes: bytesRead, elapsed };
}

function settingName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new Fault(115, 'UNKNOWN_SETTING', `Unknown setting '${name}'`);
  return name;
}

/** The engine reads a statement up to its first NUL. */
export function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}

function quoted(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
