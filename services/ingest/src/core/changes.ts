import { FACT_TABLES, type Facts } from '@duqing/warehouse';

type Fact = Facts[keyof Facts][number];

/** A place in the facts that a batch wrote to: what cells read. */
export interface Change {
  table: (typeof FACT_TABLES)[number];
  /** area code as sent */
  region: string;
  quarter: string;
  /** a return's measure or an attestation's feed; '' for events */
  measure: string;
  /** ms: when the earliest record of the batch was received; vintages from then on may be wrong */
  since: number;
}

/** Every place written to, deletion rows too, each once; `since` in ms is the earliest receipt among what was written. */
export function changesOf(facts: Facts, since: number): Change[] {
  const changes: Change[] = [];
  for (const table of FACT_TABLES) {
    for (const [region, ofRegion] of Map.groupBy<string, Fact>(facts[table], (fact) => fact.region)) {
      for (const [quarter, ofQuarter] of Map.groupBy(ofRegion, (fact) => fact.quarter)) {
        for (const measure of new Set(ofQuarter.map(measureOf)))
          changes.push({ table, region, quarter, measure, since });
      }
    }
  }
  return changes;
}

function measureOf(fact: Fact): string {
  if ('measure' in fact) return fact.measure;
  return 'feed' in fact ? fact.feed : '';
}
