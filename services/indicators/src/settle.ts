import { fetchWatermarks, type KafkaConfig } from '@duqing/kafka';
import type { Clock } from '@duqing/runtime';
import { settleWatermark, type Store } from '@duqing/warehouse';
import { isReadToEnd } from './core/settled.ts';

/** What has to be read to its end before a moment is settled, in the order in which messages go through. */
export interface Stage {
  groupId: string;
  topics: readonly string[];
}

/**
 * Settles the moment before the look where every stage has read its topics to their ends: nothing received until then is still on
 * its way. Says whether it did.
 */
export async function settleIfIdle(options: {
  store: Store;
  kafka: KafkaConfig;
  stages: readonly Stage[];
  clock: Clock;
}): Promise<boolean> {
  const { store, kafka, stages, clock } = options;
  const at = clock();
  for (const { groupId, topics } of stages) {
    if (!isReadToEnd(await fetchWatermarks({ ...kafka, groupId }, topics))) return false;
  }
  await settleWatermark(store, { at, source: 'services' });
  return true;
}
