import { AlertsService, foldStates } from '@duqing/alerts';
import { CHANGED_TOPIC, DEAD_LETTER_TOPIC, INPUT_TOPICS, IngestService } from '@duqing/ingest';
import { INDICATORS_TOPIC, IndicatorsService } from '@duqing/indicators';
import type { Deployment } from '@duqing/regions';
import { createMemoryBus, type Clock, type MemoryBus } from '@duqing/runtime';
import { createReader, lastOffset, settle, type Reader, type Store } from '@duqing/warehouse';

export interface StandaloneOptions {
  store: Store;
  deployment: Deployment;
  clock: Clock;
  /** whether `receivedtime` is honoured: replays and imports */
  replay: boolean;
}

/** All services in one process over an in-process bus. */
export interface Standalone {
  bus: MemoryBus;
  reader: Reader;
  /** Resolves when everything published so far is ingested; rejects where a topic stopped. */
  ingested(): Promise<void>;
  /** Recomputes what the ingested changes touch, evaluates alerts, and settles the watermark at `now`. */
  settled(): Promise<void>;
}

/** Wires the services; changes are gathered and recomputed once when `settled` is called, not batch by batch. */
export function openStandalone(options: StandaloneOptions): Standalone {
  const { store, deployment, clock } = options;
  const bus = createMemoryBus({ firstOffset: async (topic) => (await lastOffset(store, topic)) + 1n, clock });
  const reader = createReader({ store, deployment, clock, foldAlerts: foldStates });
  const ingest = new IngestService({ ...options, publisher: bus });
  const indicators = new IndicatorsService({ store, publisher: bus, deployment, clock });
  const alerts = new AlertsService({ store, reader, publisher: bus, deployment, clock });
  for (const topic of INPUT_TOPICS) bus.subscribe(topic, async (batch) => ingest.handle(batch));
  return { bus, reader, ingested: async () => bus.idle(), settled: async () => finish() };
}
