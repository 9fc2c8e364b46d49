import { fetchWatermarks, type KafkaConfig } from '@duqing/kafka';
import { startTicking } from '@duqing/runtime';
import { lagOf, placeOf, stalled, standingsAfter, type Position, type Stalled, type Standings } from './core/stall.ts';

export interface WatchingOptions {
  kafka: KafkaConfig & { groupId: string };
  topics: readonly string[];
  everyMs: number;
  /** a partition with something to read that commits nothing for longer is stalled */
  limitMs: number;
  /** ms that only ever go forward */
  monotonic: () => number;
  /** whether a partition is this process's to read */
  isOurs: (place: { topic: string; partition: number }) => boolean;
  onLook: (looked: readonly Looked[]) => void;
  /** told once when what is stalled changes; empty = moving again */
  onStalled: (found: readonly Stalled[]) => void;
  onError: (error: unknown) => void;
}

/** What a look at one partition found. */
export interface Looked {
  topic: string;
  partition: number;
  lag: number;
  isStalled: boolean;
}

/** Looks again and again how far our partitions are. `found` is what stood still at the last look. */
export function startWatching(options: WatchingOptions): {
  found: () => readonly Stalled[];
  stop: () => Promise<void>;
} {
  const { monotonic, limitMs, everyMs, onError } = options;
  let standings: Standings = new Map();
  let found: readonly Stalled[] = [];
  const look = async (): Promise<void> => {
    const positions = (await fetchWatermarks(options.kafka, options.topics)).filter(options.isOurs);
    const now = monotonic();
    standings = standingsAfter(standings, positions, now);
    const before = found.map(placeOf).join();
    found = stalled(standings, positions, { now, limitMs });
    if (found.map(placeOf).join() !== before) options.onStalled(found);
    options.onLook(positions.map((position) => looked(position, found)));
  };
  const ticking = startTicking({ everyMs, run: look, onError });
  return { found: () => found, stop: ticking.stop };
}

function looked(position: Position, found: readonly Stalled[]): Looked {
  const { topic, partition } = position;
  return { topic, partition, lag: lagOf(position), isStalled: found.some((one) => placeOf(one) === placeOf(position)) };
}
