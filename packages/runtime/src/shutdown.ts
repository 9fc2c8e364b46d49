import type { Logger } from './logger.ts';

export interface ShutdownOptions {
  logger: Logger;
  /** ms for all closers together */
  deadlineMs: number;
}

export interface Shutdown {
  /** What was opened last is closed first. Opened while stopping, it is closed by the run that is under way. */
  add(name: string, close: () => Promise<void> | void): void;
  /** Runs the closers once, whoever asks and how often; true where all ended well within the deadline. Never rejects. */
  stop(reason: string): Promise<boolean>;
  /** SIGTERM and SIGINT stop and end the process: 0 where all closed, else 1. A repeated signal changes nothing: npm forwards its own. */
  onSignals(): void;
}

type Closer = [name: string, close: () => Promise<void> | void];

/** Ordered closing with a deadline: a closer that fails or hangs is named in the log and does not keep the others open. */
export function createShutdown({ logger, deadlineMs }: ShutdownOptions): Shutdown {
  const closers: Closer[] = [];
  let stopping: Promise<boolean> | undefined;
  const stop = async (reason: string): Promise<boolean> => {
    stopping ??= run(closers, { logger, deadlineMs, reason });
    return stopping;
  };
  const onSignal = (signal: string): void => void stop(signal).then((isClean) => process.exit(isClean ? 0 : 1));
  return {
    add: (name, close) => void closers.push([name, close]),
    stop,
    onSignals: () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
    },
  };
}

async function run(closers: Closer[], { logger, deadlineMs, reason }: ShutdownOptions & { reason: string }) {
  logger.info({ reason }, 'stopping');
  const until = performance.now() + deadlineMs;
  let isClean = true;
  for (let next = closers.pop(); next; next = closers.pop()) {
    const [name, close] = next;
    try {
      await within(Math.max(0, until - performance.now()), close);
    } catch (error) {
      isClean = false;
      logger.error({ err: error, part: name }, 'part did not close');
    }
  }
  logger.info({ reason, isClean }, 'stopped');
  return isClean;
}

/** Rejects where `work` has not ended in `ms`; the work itself goes on. */
async function within(ms: number, work: () => Promise<void> | void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('not closed before the deadline')), ms);
  });
  try {
    await Promise.race([(async () => work())(), late]);
  } finally {
    clearTimeout(timer);
  }
}
