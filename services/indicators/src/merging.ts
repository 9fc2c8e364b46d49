type Settle = { resolve: () => void; reject: (error: unknown) => void };

/**
 * One pass for everything that came while the one before was busy: each call resolves when a pass that held its items has ended, or
 * fails as that pass failed. A pass costs nearly the same for one change as for a thousand.
 */
export function merging<T>(pass: (items: T[]) => Promise<void>): (items: readonly T[]) => Promise<void> {
  let waiting: { items: readonly T[]; settle: Settle }[] = [];
  let isBusy = false;
  const run = async (): Promise<void> => {
    isBusy = true;
    for (let batch = waiting; batch.length > 0; batch = waiting) {
      waiting = [];
      await pass(batch.flatMap(({ items }) => [...items])).then(
        () => batch.forEach(({ settle }) => settle.resolve()),
        (error: unknown) => batch.forEach(({ settle }) => settle.reject(error)),
      );
    }
    isBusy = false;
  };
  return async (items) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ items, settle: { resolve, reject } });
    // what else is handed over at this moment comes along
    if (!isBusy) setImmediate(() => void (isBusy || run()));
    return promise;
  };
}
