import { fetchWatermarks, type KafkaConfig, type PartitionReport } from '@duqing/kafka';
import { findHoles, type Hole, type Store } from '@duqing/warehouse';

export interface BalancingOptions {
  store: Store;
  kafka: KafkaConfig & { groupId: string };
  topics: readonly string[];
  everyMs: number;
  /** told after each look; empty = it holds */
  onLook: (holes: readonly Hole[]) => void;
  onError: (error: unknown) => void;
}

/**
 * Holds what the group committed against ledger and rejects, again and again. `problem` says what is unaccounted for at the last
 * look, null where all is well; a look that fails keeps the finding of the one before.
 */
export function startBalancing(options: BalancingOptions): { problem: () => string | null; stop: () => Promise<void> } {
  let holes: readonly Hole[] = [];
  let looking = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      holes = await committedHoles(options);
      options.onLook(holes);
    } catch (error) {
      options.onError(error);
    }
  };
  const timer = setInterval(() => void (looking = looking.then(look)), options.everyMs);
  return {
    problem: () => holesText(holes),
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Positions first, the store after them: what was committed then is there by now, and what is still on its way is left out. */
async function committedHoles({ store, kafka, topics }: BalancingOptions): Promise<Hole[]> {
  const positions = await fetchWatermarks(kafka, topics);
  const found = await findHoles(store, positions);
  return found.filter(({ topic, partition, from }) => {
    const position = positions.find((one) => one.topic === topic && one.partition === partition);
    return position?.committed !== undefined && position.committed !== null && BigInt(from) < position.committed;
  });
}

export function holesText(holes: readonly Hole[]): string | null {
  const [first] = holes;
  if (first === undefined) return null;
  const more = holes.length > 1 ? ` and ${holes.length - 1} more ranges` : '';
  return `unaccounted for: ${first.topic}/${first.partition} offsets ${first.from} to ${first.to}${more}`;
}

/** A pause or two are everyday; a batch that is refused again and again means that nothing gets through. */
const PATIENCE = 3;

export function retryingText(partitions: readonly PartitionReport[]): string | null {
  const stuck = partitions.find((one) => one.state === 'retrying' && one.attempt >= PATIENCE);
  if (stuck?.state !== 'retrying') return null;
  return `${stuck.topic}/${stuck.partition} tried ${stuck.attempt} times: ${stuck.reason}`;
}
