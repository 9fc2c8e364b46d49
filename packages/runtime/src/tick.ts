export interface Ticking {
  /** ms between the end of one run and the start of the next */
  everyMs: number;
  run: () => Promise<unknown>;
  onError: (error: unknown) => void;
}

/** Runs now and again and again; a failed run is told and the next one comes all the same. `stop` waits for the one under way. */
export function startTicking({ everyMs, run, onError }: Ticking): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let current: Promise<void> = Promise.resolve();
  const turn = async (): Promise<void> => {
    await run().catch(onError);
    if (!isStopped) timer = setTimeout(next, everyMs);
  };
  const next = (): void => {
    current = turn();
  };
  next();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
