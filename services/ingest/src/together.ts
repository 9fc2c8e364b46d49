interface Waiting<T, R> {
  item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/**
 * One piece of work at a time over everything that waits for it by then: a lone item starts at once, and the longer the work takes, the
 * more share its next round. A failure is told to every item of the round.
 */
export class Together<T, R> {
  readonly #run: (items: readonly T[]) => Promise<readonly R[]>;
  #waiting: Waiting<T, R>[] = [];
  #busy = false;

  /** `run` gives a result for each item, in their order. */
  constructor(run: (items: readonly T[]) => Promise<readonly R[]>) {
    this.#run = run;
  }

  async add(item: T): Promise<R> {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    this.#waiting.push({ item, resolve, reject });
    if (!this.#busy) void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const round = this.#waiting;
      this.#waiting = [];
      try {
        const results = await this.#run(round.map(({ item }) => item));
        round.forEach(({ resolve }, index) => resolve(results[index] as R));
      } catch (error) {
        round.forEach(({ reject }) => reject(error));
      }
    }
    this.#busy = false;
  }
}
