import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { envField, readEnv } from '@duqing/runtime';
import { z } from 'zod';

/** In order of start: ingest first, since it writes what the others read. */
const services = ['ingest', 'indicators', 'alerts', 'bulletin', 'web'] as const;

const schema = z.object({
  /** data, logs and pid file; kept between runs */
  DUQING_UP_DIR: envField.text().default('.duqing/up'),
  /** an existing Kafka instead of one started here */
  DUQING_KAFKA_BROKERS: envField.text().optional(),
  /** an existing ClickHouse instead of the embedded engine's server */
  DUQING_CLICKHOUSE_URL: envField.url().optional(),
  DUQING_DEPLOYMENT: envField.text().default('jinhua'),
  /** some of the services, or `none` for Kafka and ClickHouse alone */
  DUQING_UP_SERVICES: envField
    .list()
    .pipe(z.array(z.enum([...services, 'none'])))
    .default([...services]),
  DUQING_TOPIC_PARTITIONS: envField.whole(1, 1000).default(4),
});

/** Repository root: every path of the stack is relative to it, from wherever it is started. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface UpEnv {
  folder: string;
  pidFile: string;
  brokers: string[] | null;
  clickhouse: string | null;
  deployment: string;
  services: readonly string[];
  /** of each topic that is missing */
  partitions: number;
}

/** Throws an error that lists every fault. */
export function upEnv(env: NodeJS.ProcessEnv = process.env): UpEnv {
  const read = readEnv(schema, env);
  const folder = resolve(root, read.DUQING_UP_DIR);
  return {
    folder,
    pidFile: resolve(folder, 'pids.json'),
    brokers: read.DUQING_KAFKA_BROKERS?.split(',') ?? null,
    clickhouse: read.DUQING_CLICKHOUSE_URL ?? null,
    deployment: read.DUQING_DEPLOYMENT,
    services: services.filter((name) => read.DUQING_UP_SERVICES.includes(name)),
    partitions: read.DUQING_TOPIC_PARTITIONS,
  };
}
