import type { Deployment } from '@duqing/regions';
import type { Clock, Health, Logger } from '@duqing/runtime';
import type { Reader } from '@duqing/warehouse';

/** What the routes work with. */
export interface Scene {
  reader: Reader;
  deployment: Deployment;
  clock: Clock;
  logger: Logger;
  health: Health;
}
