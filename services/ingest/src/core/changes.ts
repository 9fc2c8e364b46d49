import { FACT_TABLES, type Facts } from '@duqing/warehouse';

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
  const changes = new Map<string, Change>();
  for (const table of FACT_TABLES) {
    for (const fact of facts[table]) {
      const change = { table, region: fact.region, quarter: fact.quarter, measure: measureOf(fact), since };
      changes.set(Object.values(change).join('\n'), change);
    }
  }
  return [...changes.values()];
}

function measureOf(fact: Facts[keyof Facts][number]): string {
  if ('measure' in fact) return fact.measure;
  return 'feed' in fact ? fact.feed : '';
}
