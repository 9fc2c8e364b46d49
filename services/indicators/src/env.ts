import { envField } from '@duqing/runtime';
import { z } from 'zod';

/** Everything that the service is told from outside. */
export const indicatorsEnv = z.object({
  DUQING_KAFKA_BROKERS: envField.list(),
  DUQING_CLICKHOUSE_URL: envField.url(),
  DUQING_DEPLOYMENT: envField.text().default('jinhua'),
  /** health and metrics; 0 = any free port */
  DUQING_HTTP_PORT: envField.port().default(0),
  /** ms until the broker gives a silent member's partitions to others */
  DUQING_KAFKA_SESSION_MS: envField.whole(3_000, 60_000).default(10_000),
  /** how often it looks whether everything received is computed, which settles the watermark */
  DUQING_SETTLE_SECONDS: envField.whole(1, 3_600).default(10),
});
