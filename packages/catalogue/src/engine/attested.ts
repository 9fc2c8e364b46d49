import { addDays, parsePeriod, quartersOf, type Day, type Period } from '@duqing/calendar';
import type { HeldAttestation } from '../holdings.ts';
import { lastDay } from './periods.ts';
import type { Scene } from './scene.ts';

export interface Chain {
  /** last day that the unbroken attestations from the period's start reach; null where there are none */
  through: Day | null;
  /** something is attested after a day that is not */
  gap: boolean;
  /** reaches the period's last day */
  complete: boolean;
  simulated: boolean;
}

interface ChainQuery {
  region: string;
  feed: HeldAttestation['feed'];
  period: Period;
}

/** How far a feed is attested, each quarter by its own attestation. */
export function chainOf({ index }: Scene, { region, feed, period }: ChainQuery): Chain {
  const chain: Chain = { through: null, gap: false, complete: false, simulated: false };
  let unbroken = true;
  for (const key of quartersOf(period)) {
    const quarter = parsePeriod(key);
    const held = index.attestation(feed, region, key);
    if (!quarter || !held || held.through < quarter.start) {
      unbroken = false;
      continue;
    }
    chain.simulated ||= held.simulated;
    chain.gap ||= !unbroken;
    if (unbroken) chain.through = held.through < lastDay(quarter) ? held.through : lastDay(quarter);
    unbroken &&= held.through >= lastDay(quarter);
  }
  chain.complete = chain.through !== null && chain.through >= lastDay(period);
  return chain;
}

/** Attested for measures other than zeros: through the end, or while the period runs through a day of the last 10. */
export function isAttested(chain: Chain, { period, today }: { period: Period; today: Day }): boolean {
  if (chain.complete) return true;
  return today < period.end && !chain.gap && chain.through !== null && chain.through >= addDays(today, -10);
}
