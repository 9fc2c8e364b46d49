import type { Outgoing } from '../core/outgoing.ts';

/** A way out of the house. `send` throws a TransientError where trying again may help, any other error where it cannot. */
export interface Channel {
  /** part of the ledger of delivery: never changes once used */
  id: string;
  send(message: Outgoing): Promise<void>;
}
