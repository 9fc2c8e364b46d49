import { Session } from 'chdb';

/** Statements at a time: libuv's threads, each of which one statement occupies while it runs. */
const MOST = 4;

/**
 * Connections to the embedded engine in this process. One statement at a time uses a connection, and one whose statement failed is
 * not used again: the engine puts what a failed statement had already written before the result of the connection's next one.
 */
export class Sessions {
  readonly #path: string;
  readonly #prepare: string;
  readonly #idle: Session[] = [];
  readonly #waiting: (() => void)[] = [];
  #used = 0;
  #closed = false;

  /** `prepare` is the statement that every new connection runs first. */
  constructor(path: string, prepare: string) {
    this.#path = path;
    this.#prepare = prepare;
    this.#idle.push(this.#open());
  }

  async use<T>(run: (session: Session) => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      if (this.#closed) throw new Error('the store is closed');
      const session = this.#idle.pop() ?? this.#open();
      const result = await kept(session, run);
      this.#giveBack(session);
      return result;
    } finally {
      this.#used -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Running statements end first where the engine can still wait for them. */
  close(): void {
    this.#closed = true;
    for (const session of this.#idle.splice(0)) session.close();
  }

  async #turn(): Promise<void> {
    while (this.#used >= MOST) await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    this.#used += 1;
  }

  #giveBack(session: Session): void {
    if (this.#closed) session.close();
    else this.#idle.push(session);
  }

  #open(): Session {
    const session = new Session(this.#path);
    session.query(this.#prepare);
    return session;
  }
}

/** A session whose statement fails is closed. */
async function kept<T>(session: Session, run: (session: Session) => Promise<T>): Promise<T> {
  try {
    return await run(session);
  } catch (error) {
    session.close();
    throw error;
  }
}
