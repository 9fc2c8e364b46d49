import { AlertsService } from '@duqing/alerts';
import { CHANGED_TOPIC, INPUT_TOPICS, IngestService } from '@duqing/ingest';
import { IndicatorsService, type Change } from '@duqing/indicators';
import { Setting, type Deployment } from '@duqing/regions';
import { createMemoryBus, type Clock, type MemoryBus } from '@duqing/runtime';
import { createReader, lastOffset, settleWatermark, writeDimensions, type Reader, type Store } from '@duqing/warehouse';

export interface StandaloneOptions {
  store: Store;
  deployment: Deployment;
  clock: Clock;
  /** whether `receivedtime` is honoured: replays and imports */
  replay: boolean;
  /** coordinates of the in-process bus; default 0. Beside a broker's messages it must be none of the broker's */
  partition?: number;
}

/** All services in one process over an in-process bus. */
export interface Standalone {
  bus: MemoryBus;
  reader: Reader;
  /**
   * Ingests what was published, recomputes every cell that it touches, evaluates alerts (not for `history`, which raises none), and
   * settles the watermark at the moment it returns. Rejects where a topic stopped; nothing is settled then.
   */
  settle(source: 'replay' | 'import' | 'history'): Promise<void>;
}

/** Wires the services. Changes are gathered and recomputed once, when `settle` is called, not batch by batch. */
export function openStandalone(options: StandaloneOptions): Standalone {
  const { store, deployment, clock } = options;
  const bus = createMemoryBus({
    firstOffset: async (topic) => (await lastOffset(store, topic)) + 1n,
    clock,
    ...(options.partition !== undefined && { partition: options.partition }),
  });
  const ingest = new IngestService({ ...options, publisher: bus });
  const indicators = new IndicatorsService({ store, publisher: bus, deployment, clock });
  const reader = createReader({ store, deployment, clock });
  const alerts = new AlertsService({ store, reader, publisher: bus, deployment, clock });
  const changes = new Map<string, Change>();
  for (const topic of INPUT_TOPICS) bus.subscribe(topic, async (batch) => ingest.handle(batch));
  bus.subscribe(CHANGED_TOPIC, async ({ messages }) => {
    for (const { value } of messages) gather(changes, value);
  });
  const settle: Standalone['settle'] = async (source) => {
    await bus.idle();
    await indicators.settle([...changes.values()]);
    changes.clear();
    if (source !== 'history') await alerts.evaluate();
    const at = clock();
    await writeDimensions(store, { setting: new Setting(deployment, at), writtenAt: at });
    await settleWatermark(store, { at, source });
  };
  return { bus, reader, settle };
}

/** Each place once, with the earliest receipt among what was written to it. */
function gather(changes: Map<string, Change>, value: Uint8Array | null): void {
  for (const { since = Infinity, ...place } of JSON.parse(Buffer.from(value ?? []).toString('utf8')) as Change[]) {
    const key = Object.values(place).join('\n');
    changes.set(key, { ...place, since: Math.min(since, changes.get(key)?.since ?? Infinity) });
  }
}
