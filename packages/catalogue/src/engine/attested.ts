import type { Day, Period } from '@duqing/calendar';
import type { HeldAttestation } from '../holdings.ts';
import { inForce } from './areas.ts';
import { daysLater, lastDay, periodNamed, quartersIn } from './periods.ts';
import type { Scene } from './scene.ts';

export interface Chain {
  /** last day that the unbroken attestations from the period's start reach; null where there are none */
  through: Day | null;
  /** something is attested after a day that is not */
  gap: boolean;
  /** reaches the last day on which the area was in force */
  complete: boolean;
  simulated: boolean;
  /** another count was attested than is held */
  countDiffers: boolean;
}

interface ChainQuery {
  region: string;
  feed: HeldAttestation['feed'];
  period: Period;
}

/** How far a feed is attested, each quarter by its own attestation, for the days on which the area was in force. */
export function chainOf(scene: Scene, { region, feed, period }: ChainQuery): Chain {
  const { from, to } = inForce(scene, region, period);
  const chain: Chain = { through: null, gap: false, complete: false, simulated: false, countDiffers: false };
  let unbroken = true;
  for (const key of quartersIn({ start: from, end: to })) {
    const held = scene.index.attestation(feed, region, key);
    const quarter = periodNamed(key);
    if (held) note(chain, held);
    if (!quarter || !held || held.through < quarter.start || held.through < from) {
      unbroken = false;
      continue;
    }
    chain.gap ||= !unbroken;
    const goal = earlier(lastDay(quarter), daysLater(to, -1));
    if (unbroken) chain.through = earlier(held.through, goal);
    unbroken &&= held.through >= goal;
  }
  return { ...chain, complete: unbroken };
}

function note(chain: Chain, { simulated, count, held }: HeldAttestation): void {
  chain.simulated ||= simulated;
  chain.countDiffers ||= count !== null && held !== undefined && held !== count;
}

function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}

/** Days back from today within which an attestation must reach while the period runs. */
const RECENT_DAYS = 10;

/** Attested for measures other than zeros: through the end, or while the period runs through a day of the last 10. */
export function isAttested(chain: Chain, { period, today }: { period: Period; today: Day }): boolean {
  if (chain.complete) return true;
  const isRecent = !chain.gap && chain.through !== null && chain.through >= daysLater(today, -RECENT_DAYS);
  return today < period.end && isRecent;
}

/** Whether a zero holds: through the end, or while the period runs through some day from its start. */
export function zeroHolds(chain: Chain, { period, today }: { period: Period; today: Day }): boolean {
  return chain.complete || (today < period.end && chain.through !== null && !chain.gap);
}
