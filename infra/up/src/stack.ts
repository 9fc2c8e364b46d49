import { entryOf, isAlive, readPids, removePids, writePids, type Entry } from './pid-file.ts';

/** Something that was started and is ready; its pid was noted before by `spawned`. */
export interface Part {
  name: string;
  pid: number;
  /** why it ended by itself; never resolves while it runs */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** Started parts in order; the pid file is kept in step, so that a crash of ours leaves nothing nameless. */
export class Stack {
  readonly #file: string;
  readonly #runner = entryOf('up', process.pid);
  readonly #parts: Part[] = [];
  readonly #entries: Entry[] = [];
  readonly #failure = Promise.withResolvers<string>();
  #stopping = false;

  /** Throws where the file names processes that still live: two stacks would share their data. */
  constructor(file: string) {
    const before = readPids(file);
    const living = before === null ? [] : [before.runner, ...before.parts].filter(isAlive);
    if (living.length > 0) {
      const names = living.map(({ name, pid }) => `${name} (${pid})`).join(', ');
      throw new Error(`still running: ${names}; \`npm run down\` ends it`);
    }
    this.#file = file;
    this.#note();
  }

  /** Notes a process that is not ready yet; one that comes while all is being stopped is killed at once. */
  spawned(name: string, pid: number): void {
    if (this.#stopping) return void process.kill(pid, 'SIGKILL');
    this.#entries.push(entryOf(name, pid));
    this.#note();
  }

  add(part: Part): void {
    this.#parts.push(part);
    void this.#watch(part);
  }

  async #watch({ name, ended }: Part): Promise<void> {
    const why = await ended;
    if (!this.#stopping) this.#failure.resolve(`${name} ended by itself: ${why}`);
  }

  /** Resolves with the reason when any part ends that was not told to. */
  get failure(): Promise<string> {
    return this.#failure.promise;
  }

  /** What is not ready yet is killed, the rest is stopped, last started first; one that cannot be stopped does not keep the others. Gives the names of those. */
  async stop(): Promise<string[]> {
    this.#stopping = true;
    const failed: string[] = [];
    const unready = this.#entries.filter(({ pid }) => !this.#parts.some((part) => part.pid === pid));
    unready.filter(isAlive).forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
    for (const part of this.#parts.splice(0).toReversed()) {
      await part.stop().catch((error: unknown) => failed.push(`${part.name}: ${(error as Error).message}`));
    }
    if (failed.length === 0) removePids(this.#file);
    return failed;
  }

  #note(): void {
    writePids(this.#file, { runner: this.#runner, parts: this.#entries });
  }
}
