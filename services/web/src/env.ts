import { envField, LOG_LEVELS, readEnv } from '@duqing/runtime';
import { z } from 'zod';

const schema = z.object({
  DUQING_CLICKHOUSE_URL: envField.url(),
  DUQING_DEPLOYMENT: envField.text().default('jinhua'),
  /** on loopback; another address needs roles, which are not there yet */
  DUQING_HTTP_PORT: envField.port().default(0),
  DUQING_LOG_LEVEL: envField.oneOf(LOG_LEVELS).default('info'),
});

/** The whole configuration of the separate process; throws an EnvError that lists every fault. */
export function webEnv(env: NodeJS.ProcessEnv = process.env): z.output<typeof schema> {
  return readEnv(schema, env);
}
