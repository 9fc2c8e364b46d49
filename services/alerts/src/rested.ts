/**
 * The same answer until so many times as long has passed as the question took: what reads the whole ledger is asked the more rarely the
 * more it holds. One that failed is asked again at once.
 */
export function rested<T>(
  ask: () => Promise<T>,
  { rest, monotonic = () => performance.now() }: { rest: number; monotonic?: () => number },
): () => Promise<T> {
  let held: { answer: T; until: number } | null = null;
  return async () => {
    const began = monotonic();
    if (held !== null && began < held.until) return held.answer;
    const answer = await ask();
    const ended = monotonic();
    held = { answer, until: ended + rest * (ended - began) };
    return answer;
  };
}
