import type { FactTable } from '../facts/facts.ts';
import type { Store } from '../store/store.ts';
import { withFactsAsOf } from './shadow.ts';

/**
 * Runs `use` over a store whose facts are those of a moment (ms, inclusive): statements that read `facts_…` read shadow tables. The
 * other tables are as they are now. Only for reading; the shadows are dropped whatever happens.
 */
export async function withStoreAsOf<T>(
  store: Store,
  { asOf, use }: { asOf: number; use: (store: Store) => Promise<T> },
): Promise<T> {
  return withFactsAsOf(store, {
    asOf,
    use: async (table) => {
      const shadowed = (sql: string): string =>
        sql.replaceAll(/\bfacts_[a-z_]+\b/g, (name) => table(name as FactTable));
      const query: Store['query'] = async (sql, params, settings) => store.query(shadowed(sql), params, settings);
      return use({ ...store, query });
    },
  });
}
