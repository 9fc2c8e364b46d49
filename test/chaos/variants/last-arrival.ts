import type { LedgerRow, Store } from '@duqing/warehouse';
import { serveIngest } from './serve.ts';

/** Wrong on purpose: what came last wins, whatever its revision. */
await serveIngest({ storeOf: (store) => ({ ...store, client: store.client, insert: rankedByArrival(store) }) });

function rankedByArrival(store: Store): Store['insert'] {
  return async (table, rows, options) => {
    if (table !== 'ledger') return store.insert(table, rows, options);
    const ranked = (rows as LedgerRow[]).map((row) => ({ ...row, rank: String(BigInt(row.offset) + 1n) }));
    return store.insert(table, ranked, options);
  };
}
