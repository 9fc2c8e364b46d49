import { setTimeout as sleep } from 'node:timers/promises';

interface Settle {
  resolve: () => void;
  reject: (error: unknown) => void;
}

interface Pacing {
  /** how long to rest after a pass, as a multiple of what it took; 0 by default */
  rest?: number;
  /** monotonic ms */
  monotonic?: () => number;
  pause?: (ms: number) => Promise<unknown>;
}

/**
 * One pass for everything that came while the one before was busy, or at rest from it: each call resolves when a pass that held its
 * items has ended, or fails as that pass failed. A pass costs nearly the same for one item as for a thousand, so under a steady flow
 * the rest bounds its share of the machine; what comes after a quiet moment is taken at once.
 */
export function merging<T>(
  pass: (items: T[]) => Promise<void>,
  { rest = 0, monotonic = () => performance.now(), pause = sleep }: Pacing = {},
): (items: readonly T[]) => Promise<void> {
  let waiting: { items: readonly T[]; settle: Settle }[] = [];
  let isBusy = false;
  let restedAt = -Infinity;
  const once = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    const began = monotonic();
    await pass(batch.flatMap(({ items }) => [...items])).then(
      () => batch.forEach(({ settle }) => settle.resolve()),
      (error: unknown) => batch.forEach(({ settle }) => settle.reject(error)),
    );
    const ended = monotonic();
    restedAt = ended + rest * (ended - began);
  };
  const run = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const left = restedAt - monotonic();
      if (left > 0) await pause(left);
      await once();
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
