import type { Metrics } from '@duqing/runtime';
import { SourceClasses } from './core/source-class.ts';
import type { Looked } from './watching.ts';

/** What became of one batch that was handled to its end; one that came again is told again. */
export interface Handled {
  topic: string;
  stored: number;
  rejects: readonly { code: string; source: string }[];
  /** ms from the first step to the last */
  tookMs: number;
}

export interface Measures {
  handled(batch: Handled): void;
  looked(looked: readonly Looked[]): void;
  /** ranges of offsets that are in no class of the balance; null where the look failed */
  balanced(ranges: number | null): void;
  beat(ageMs: number): void;
}

const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 30];

/** Everything that the service tells Prometheus; see docs/runbooks and infra/prometheus/rules.yml for what is made of it. */
export function createMeasures(metrics: Metrics): Measures {
  const classes = new SourceClasses();
  const stored = metrics.counter({
    name: 'duqing_ingest_stored_total',
    help: 'Messages put into the ledger, by topic',
  });
  const rejects = metrics.counter({
    name: 'duqing_ingest_rejects_total',
    help: 'Messages refused, by topic, reason code and kind of source',
  });
  const seconds = metrics.histogram({
    name: 'duqing_ingest_batch_seconds',
    help: 'Time a batch takes from validation to published changes, by topic',
    buckets: BUCKETS,
  });
  const lag = metrics.gauge({ name: 'duqing_ingest_lag_messages', help: 'Messages that wait, by partition of ours' });
  const still = metrics.gauge({
    name: 'duqing_ingest_stalled',
    help: '1 where a partition of ours has messages and commits nothing',
  });
  const ranges = metrics.gauge({
    name: 'duqing_ingest_unaccounted_ranges',
    help: 'Ranges of committed offsets that are neither in the ledger nor among the rejects; anything but 0 is an imbalance',
  });
  const failed = metrics.counter({
    name: 'duqing_ingest_balance_failed_total',
    help: 'Looks at the balance that could not be made',
  });
  const looks = metrics.counter({
    name: 'duqing_ingest_balance_looks_total',
    help: 'Looks at the balance that were made',
  });
  const age = metrics.gauge({
    name: 'duqing_ingest_heartbeat_age_seconds',
    help: 'Time since the sending of the newest marker that came through Kafka into the store',
  });
  const places = new Map<string, { topic: string; partition: string }>();
  return {
    handled: (batch) => {
      const { topic } = batch;
      stored.add({ topic }, batch.stored);
      for (const { code, source } of batch.rejects) rejects.add({ topic, code, source: classes.of(source) });
      seconds.observe({ topic }, batch.tookMs / 1_000);
    },
    looked: (found) => {
      // what went to another process waits there
      for (const labels of places.values()) [lag, still].forEach((gauge) => gauge.set(labels, 0));
      for (const { topic, partition, lag: waiting, isStalled } of found) {
        const labels = { topic, partition: String(partition) };
        places.set(`${topic}/${partition}`, labels);
        lag.set(labels, waiting);
        still.set(labels, Number(isStalled));
      }
    },
    balanced: (count) => {
      if (count === null) return failed.add();
      looks.add();
      ranges.set({}, count);
    },
    beat: (ageMs) => age.set({}, ageMs / 1_000),
  };
}
