import { Session, type ChdbResult } from 'chdb';
import { headerLength, isStreamed } from './formats.ts';
import { isReusable, keyOf, prepareStatements, type Scope } from './scope.ts';

/** The engine's code for a statement that it does not stream; one that is wrong by itself fails again when it runs whole. */
const BAD_ARGUMENTS = 36;

/** Connections kept for a next statement of the same kind. */
const KEPT = 16;

/**
 * The embedded engine of one directory. Every statement has a connection of its own while it runs; one is used again only where
 * everything the last statement set is set anew. (Each could have a new one, but the package closes none while any other works.)
 */
export class Engine {
  readonly #path: string;
  /** keeps the engine open between requests */
  readonly #base: Session;
  readonly version: string;
  #idle: { key: string; session: Session }[] = [];

  constructor(path: string) {
    this.#path = path;
    this.#base = new Session(path);
    this.version = this.#base.query('SELECT version()', 'TabSeparated').trim();
  }

  async use<T>(scope: Scope, statement: (run: Run) => Promise<T>): Promise<T> {
    const key = keyOf(scope);
    const session = this.#take(key);
    const run = new Run(session);
    try {
      // a read-only connection of the same key is set up alike, and takes no setting any more
      for (const text of session.fresh || !scope.readonly ? prepareStatements(scope) : []) session.session.query(text);
      return await statement(run);
    } finally {
      this.#giveBack(session.session, run.sound && isReusable(scope) ? key : null);
    }
  }

  close(): void {
    for (const { session } of this.#idle.splice(0)) session.close();
    this.#base.close();
  }

  #take(key: string): Taken {
    const at = this.#idle.findLastIndex((one) => one.key === key);
    const [found] = at < 0 ? [] : this.#idle.splice(at, 1);
    return found ? { session: found.session, fresh: false } : { session: new Session(this.#path), fresh: true };
  }

  #giveBack(session: Session, key: string | null): void {
    if (key === null) {
      session.close();
      return;
    }
    this.#idle.push({ key, session });
    if (this.#idle.length > KEPT) this.#idle.shift()?.session.close();
  }
}

interface Taken {
  session: Session;
  fresh: boolean;
}

export interface Outcome {
  rows: number;
  bytes: number;
  /** seconds */
  elapsed: number;
}

/** One statement. */
export class Run {
  readonly #session: Session;
  #sound = false;

  constructor({ session }: { session: Session }) {
    this.#session = session;
  }

  /** Whether it came to its end: else what it had written would stand before the connection's next result. */
  get sound(): boolean {
    return this.#sound;
  }

  /** The whole result at once. */
  async whole(sql: string, format: string): Promise<Outcome & { body: Uint8Array }> {
    const result = await this.#session.queryAsync(sql, { format });
    this.#sound = true;
    return { body: result.bytes(), ...outcomeOf(result) };
  }

  /**
   * The result piece by piece, one document of the format when put together; null where the engine or the format cannot be streamed.
   * The engine has refused such a statement before doing anything.
   */
  pieces(sql: string, format: string): AsyncGenerator<Uint8Array> | null {
    if (!isStreamed(format)) return null;
    try {
      return this.#joined(this.#session.queryStream(sql, { format }), format);
    } catch (error) {
      if (error instanceof Error && 'clickhouseCode' in error && error.clickhouseCode === BAD_ARGUMENTS) return null;
      throw error;
    }
  }

  async *#joined(chunks: AsyncIterable<{ raw(): Uint8Array }>, format: string): AsyncGenerator<Uint8Array> {
    let header: number | undefined;
    for await (const chunk of chunks) {
      const document = chunk.raw();
      yield header === undefined ? document : document.subarray(header);
      header ??= headerLength(format, document);
    }
    this.#sound = true;
  }
}

function outcomeOf({ rowsRead, bytesRead, elapsed }: ChdbResult): Outcome {
  return { rows: rowsRead, bytes: bytesRead, elapsed };
}
