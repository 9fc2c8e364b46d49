import { createHash } from 'node:crypto';
import type { Change } from '@duqing/outlook';
import {
  entityRows,
  FACT_TABLES,
  factsOf,
  insertFacts,
  insertLedger,
  rankOf,
  type LedgerRow,
  type Store,
} from '@duqing/warehouse';

export interface Given {
  family: LedgerRow['family'];
  subject: string;
  region: string;
  data: Record<string, unknown>;
  receivedAt: number;
  revision?: number;
  withdrawn?: boolean;
  backfilled?: boolean;
}

const TOPICS: Record<string, string> = {
  case: 'duqing.cases',
  seizure: 'duqing.seizures',
  return: 'duqing.returns',
  attestation: 'duqing.returns',
};
let offset = 0;

/** One valid message as the ledger keeps it. */
function ledgerRow(given: Given): LedgerRow {
  const { family, subject, region, receivedAt, revision = 1, withdrawn = false, backfilled = false } = given;
  const data = JSON.stringify({ ...given.data, revision });
  const dataHash = createHash('sha256').update(data).digest('hex');
  offset += 1;
  return {
    topic: TOPICS[family] ?? '',
    partition: 0,
    offset: String(offset),
    received_at: receivedAt,
    processed_at: receivedAt,
    source: `/${region}/police`,
    id: `e-${offset}`,
    type: `duqing.${family}.${withdrawn ? 'withdrawn' : 'recorded'}.v1`,
    family,
    subject,
    revision,
    withdrawn,
    time: receivedAt,
    rank: rankOf({ revision, withdrawn, time: receivedAt, dataHash }),
    data_hash: dataHash,
    bytes_hash: dataHash,
    bytes: '',
    data,
    region: withdrawn ? '' : region,
    flags: [],
    simulated: true,
    backfilled,
  };
}

/** Writes messages into the ledger and the facts, as ingest does; gives the places that were written to, as its hints name them. */
export async function record(store: Store, given: readonly Given[]): Promise<Change[]> {
  const rows = given.map(ledgerRow);
  await insertLedger(store, rows, rows.map((row) => row.offset).join());
  const facts = factsOf(await entityRows(store, rows));
  await insertFacts(store, facts);
  return FACT_TABLES.flatMap((table) =>
    facts[table].map((fact) => ({
      table,
      region: fact.region,
      quarter: fact.quarter,
      measure: 'measure' in fact ? fact.measure : '',
    })),
  );
}
