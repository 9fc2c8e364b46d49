import type { Deployment } from '@duqing/regions';
import type { Clock, Health, Logger } from '@duqing/runtime';
import type { Reader } from '@duqing/warehouse';
import type { Desk } from '../desk/desk.ts';

/** What the routes work with. */
export interface Scene {
  reader: Reader;
  deployment: Deployment;
  clock: Clock;
  logger: Logger;
  health: Health;
  /** null = pages can only be read */
  desk: Desk | null;
}
