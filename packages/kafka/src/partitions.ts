import type { KafkaMessage } from 'kafkajs';

export interface Place {
  topic: string;
  partition: number;
}

export interface BackOff {
  firstMs: number;
  /** the pause doubles up to this */
  maxMs: number;
}

/** What one partition of ours is doing, for metrics and health. */
export type PartitionReport = Place & {
  /** offset after the last committed message, as decimal text; null before the first commit of this membership */
  next: string | null;
  /** messages behind the end, as of the last batch; null before it */
  lag: number | null;
} & (
    { state: 'reading' } | { state: 'retrying'; attempt: number; reason: string } | { state: 'stopped'; reason: string }
  );

type Hold =
  | { kind: 'retry'; attempt: number; lastOffset: bigint; reason: string; timer: NodeJS.Timeout | null }
  | { kind: 'stop'; reason: string };

interface Entry extends Place {
  next: string | null;
  lag: number | null;
  hold: Hold | null;
}

/** Memory of the partitions that are assigned to this member: which wait for a retry, which are stopped, how far each is. */
export class Partitions {
  readonly #entries = new Map<string, Entry>();
  readonly #backOff: BackOff;

  constructor(backOff: BackOff) {
    this.#backOff = backOff;
  }

  /** True while nothing of this partition may be handed over. */
  isHeld(place: Place): boolean {
    const hold = this.#of(place).hold;
    return hold !== null && (hold.kind === 'stop' || hold.timer !== null);
  }

  /** A batch that failed comes again with the end it had, so that a handler's tokens of the batch stay the same. */
  sameEnd(place: Place, messages: KafkaMessage[]): KafkaMessage[] {
    const { hold } = this.#of(place);
    if (hold?.kind !== 'retry') return messages;
    const same = messages.filter(({ offset }) => BigInt(offset) <= hold.lastOffset);
    return same.length === 0 ? messages : same;
  }

  /** Holds the partition for the pause given back, then calls `resume`. */
  retryLater(
    place: Place,
    failed: { lastOffset: string; reason: string; resume: () => void },
  ): { attempt: number; pauseMs: number } {
    const entry = this.#of(place);
    const attempt = entry.hold?.kind === 'retry' ? entry.hold.attempt + 1 : 1;
    const pauseMs = Math.min(this.#backOff.firstMs * 2 ** (attempt - 1), this.#backOff.maxMs);
    const hold: Hold = {
      kind: 'retry',
      attempt,
      lastOffset: BigInt(failed.lastOffset),
      reason: failed.reason,
      timer: null,
    };
    hold.timer = setTimeout(() => {
      hold.timer = null;
      failed.resume();
    }, pauseMs);
    entry.hold = hold;
    return { attempt, pauseMs };
  }

  stop(place: Place, reason: string): void {
    this.#of(place).hold = { kind: 'stop', reason };
  }

  committed(place: Place, { next, end }: { next: string; end: string }): void {
    Object.assign(this.#of(place), { next, lag: Math.max(0, Number(BigInt(end) - BigInt(next))), hold: null });
  }

  /** Forgets what is assigned to others now, and gives the places back that were held. */
  keepOnly(assigned: Record<string, number[]>): Place[] {
    const gone = [...this.#entries.values()].filter(
      ({ topic, partition }) => assigned[topic]?.includes(partition) !== true,
    );
    for (const entry of gone) {
      this.#entries.delete(key(entry));
      clearRetry(entry);
    }
    for (const [topic, partitions] of Object.entries(assigned))
      partitions.forEach((partition) => this.#of({ topic, partition }));
    return gone.filter(({ hold }) => hold !== null).map(({ topic, partition }) => ({ topic, partition }));
  }

  clearTimers(): void {
    this.#entries.forEach(clearRetry);
  }

  report(): PartitionReport[] {
    return [...this.#entries.values()].map(({ topic, partition, next, lag, hold }) => {
      const place = { topic, partition, next, lag };
      if (hold === null) return { ...place, state: 'reading' };
      if (hold.kind === 'stop') return { ...place, state: 'stopped', reason: hold.reason };
      return { ...place, state: 'retrying', attempt: hold.attempt, reason: hold.reason };
    });
  }

  #of({ topic, partition }: Place): Entry {
    const id = key({ topic, partition });
    const entry = this.#entries.get(id) ?? { topic, partition, next: null, lag: null, hold: null };
    this.#entries.set(id, entry);
    return entry;
  }
}

function clearRetry({ hold }: Entry): void {
  if (hold?.kind === 'retry' && hold.timer !== null) clearTimeout(hold.timer);
}

function key({ topic, partition }: Place): string {
  return `${topic}/${partition}`;
}
