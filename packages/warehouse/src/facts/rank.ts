import type { Contender } from '@duqing/events';

const HASH_BITS = 128n;
const TIME_BITS = 63n;

/**
 * The total order of `compareContenders` as one number below 2^256, decimal text: revision, withdrawal bit, time, hash prefix. The
 * version of the facts' rows, so that they may be written in any order.
 */
export function rankOf({ revision, withdrawn, time, dataHash }: Contender): string {
  const head = (BigInt(revision) << 1n) | (withdrawn ? 1n : 0n);
  const clock = BigInt(Math.max(0, time));
  const hash = BigInt(`0x${dataHash.slice(0, 32)}`);
  return ((((head << TIME_BITS) | clock) << HASH_BITS) | hash).toString();
}
