/** When a partition is stopped instead of dead-lettering what comes: a bad release, not bad messages. */
export interface BreakerLimits {
  /** rejects in a row, inclusive */
  run: number;
  /** share of rejects among the last `window` messages, from 0 to 1; exclusive */
  share: number;
  /** messages that the share looks back on; it counts only once so many were seen */
  window: number;
}

/** What is remembered of one partition: whether each of its last messages was refused, oldest first. */
export interface BreakerState {
  recent: readonly boolean[];
  run: number;
  /** offset of the newest message counted, so that a redelivery counts once; null before the first */
  through: bigint | null;
}

export const UNTRIED: BreakerState = { recent: [], run: 0, through: null };

export interface Outcome {
  offset: string;
  rejected: boolean;
}

export type Trip =
  { kind: 'run'; rejected: number; offset: string } | { kind: 'share'; rejected: number; of: number; offset: string };

/** The state after a batch, and the first message at which a limit is broken; messages counted before are passed over. */
export function advance(
  state: BreakerState,
  outcomes: readonly Outcome[],
  limits: BreakerLimits,
): { state: BreakerState; trip: Trip | null } {
  const fresh = outcomes.filter(({ offset }) => state.through === null || BigInt(offset) > state.through);
  const recent = [...state.recent];
  let rejected = recent.filter(Boolean).length;
  let { run, through } = state;
  let trip: Trip | null = null;
  for (const { offset, rejected: isReject } of fresh) {
    recent.push(isReject);
    rejected += Number(isReject) - Number(recent.length > limits.window && recent.shift());
    run = isReject ? run + 1 : 0;
    through = BigInt(offset);
    trip ??= tripOf({ run, rejected, seen: recent.length, offset }, limits);
  }
  return { state: { recent, run, through }, trip };
}

function tripOf(
  { run, rejected, seen, offset }: { run: number; rejected: number; seen: number; offset: string },
  limits: BreakerLimits,
): Trip | null {
  if (run >= limits.run) return { kind: 'run', rejected: run, offset };
  if (seen < limits.window || rejected <= seen * limits.share) return null;
  return { kind: 'share', rejected, of: seen, offset };
}

/** A partition stopped because it refuses too much; final: a person has to look. */
export class TooManyRejectsError extends Error {
  override readonly name = 'TooManyRejectsError';
}

/** Why a partition is stopped, and what to do, for engineers. */
export function tripText(
  trip: Trip,
  { topic, partition, codes }: { topic: string; partition: number; codes: readonly string[] },
): string {
  const seen =
    trip.kind === 'run' ? `${trip.rejected} rejects in a row` : `${trip.rejected} rejects among ${trip.of} messages`;
  const [most = 'unknown', count = 0] = mostFrequent(codes) ?? [];
  return `${topic}/${partition}: ${seen} up to offset ${trip.offset}, most of this batch for ${most} (${count}); nothing of it was dead-lettered. Mend the sender or the contract, or raise DUQING_REJECT_RUN / DUQING_REJECT_SHARE, and start again`;
}

function mostFrequent(codes: readonly string[]): [string, number] | undefined {
  return [...Map.groupBy(codes, (code) => code)]
    .map(([code, all]): [string, number] => [code, all.length])
    .sort(([, a], [, b]) => b - a)[0];
}
