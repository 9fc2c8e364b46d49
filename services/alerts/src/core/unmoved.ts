import type { Transition } from './types.ts';

/**
 * Of what was decided by an earlier state of the ledger the transitions of alerts that still stand as they did then: the others were
 * decided again meanwhile, from what is newer.
 */
export function unmoved(
  made: readonly Transition[],
  { previous, held }: { previous: readonly Transition[]; held: readonly Transition[] },
): Transition[] {
  if (made.length === 0) return [];
  const [before, now] = [newest(previous), newest(held)];
  return made.filter(({ key }) => before.get(key) === now.get(key));
}

/** Id of the newest transition by key; the ledger is in the order of its moments. */
function newest(ledger: readonly Transition[]): Map<string, string> {
  return new Map(ledger.map(({ key, transition_id }) => [key, transition_id]));
}
