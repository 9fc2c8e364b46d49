import { envField, LOG_LEVELS, readEnv } from '@duqing/runtime';
import { z } from 'zod';

const schema = z.object({
  DUQING_CLICKHOUSE_URL: envField.url(),
  DUQING_DEPLOYMENT: envField.text().default('jinhua'),
  /** on loopback; another address needs roles, which are not there yet */
  DUQING_HTTP_PORT: envField.port().default(0),
  /** where events that come in over HTTP are produced; absent = no way in over HTTP */
  DUQING_KAFKA_BROKERS: envField.list().optional(),
  /** events a minute that each sending unit may send, on average */
  DUQING_INTAKE_PER_MINUTE: envField.whole(1, 1_000_000).default(6_000),
  /** the bulletin service's desk, as its ready line gives it; absent = bulletins are not drafted in these pages */
  DUQING_BULLETIN_DESK_URL: envField.url().optional(),
  DUQING_LOG_LEVEL: envField.oneOf(LOG_LEVELS).default('info'),
});

/** The whole configuration of the separate process; throws an EnvError that lists every fault. */
export function webEnv(env: NodeJS.ProcessEnv = process.env): z.output<typeof schema> {
  return readEnv(schema, env);
}
