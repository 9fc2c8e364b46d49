import { envField } from '@duqing/runtime';
import { z } from 'zod';

/** Everything that the service is told from outside. */
export const ingestEnv = z.object({
  DUQING_KAFKA_BROKERS: envField.list(),
  DUQING_CLICKHOUSE_URL: envField.url(),
  DUQING_DEPLOYMENT: envField.text().default('jinhua'),
  /** health and metrics; 0 = any free port */
  DUQING_HTTP_PORT: envField.port().default(0),
  /** ms until the broker gives a silent member's partitions to others */
  DUQING_KAFKA_SESSION_MS: envField.whole(3_000, 60_000).default(10_000),
  /** whether `receivedtime` is honoured: a replay through Kafka, never in production */
  DUQING_REPLAY: z.enum(['yes', 'no']).default('no'),
  /** a partition that refuses so many messages in a row stops instead of dead-lettering everything */
  DUQING_REJECT_RUN: envField.whole(1, 1_000_000).default(200),
  /** or more than this share (%) of the last DUQING_REJECT_WINDOW messages */
  DUQING_REJECT_SHARE: envField.whole(1, 100).default(50),
  DUQING_REJECT_WINDOW: envField.whole(10, 100_000).default(1_000),
  /** how often ledger and rejects are held against the committed offsets */
  DUQING_BALANCE_SECONDS: envField.whole(1, 86_400).default(60),
  /** how often it looks how far its partitions are, and sends a marker through */
  DUQING_WATCH_SECONDS: envField.whole(1, 3_600).default(10),
  /** a partition that has messages and commits nothing, or a marker that does not arrive, turns readiness red after this */
  DUQING_STALL_SECONDS: envField.whole(1, 86_400).default(120),
});
