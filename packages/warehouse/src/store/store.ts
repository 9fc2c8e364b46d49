import type { ClickHouseClient } from '@clickhouse/client';
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';

export type StoreOptions =
  | {
      kind: 'embedded';
      /** data directory; one per process, made where it is absent */
      path: string;
    }
  | {
      kind: 'server';
      url: string;
      username?: string;
      password?: string;
      database?: string;
      /** ms until a statement is given up as a transient fault; default 60 000 */
      timeout?: number;
    };

/** Values of one statement's settings; they hold for that statement only. */
export type Settings = Readonly<Record<string, string | number>>;

/** Parameters by name, bound where the SQL says `{name:Type}`. */
export type QueryParams = Readonly<Record<string, unknown>>;

/** One client for the embedded engine and for a server. Every failure is a `StoreError`. */
export interface Store {
  /**
   * Rows of a SELECT. Integers up to 64 bits are numbers (one beyond ±2^53 throws a RangeError), wider ones and Decimals exact
   * text, Bool booleans, days text, NaN and infinities null.
   */
  query<T>(sql: string, params?: QueryParams, settings?: Settings): Promise<T[]>;
  /**
   * Inserts rows by column name. A row that has an unknown column, lacks one without a default, or is null where the column takes
   * none is refused, and with it all. A second insert with the same token is a no-op on tables that remember blocks.
   */
  insert(table: string, rows: readonly object[], options?: { token?: string }): Promise<void>;
  /** Runs one statement that gives no rows. */
  command(sql: string, params?: QueryParams): Promise<void>;
  /**
   * The official client, for what the three above do not do. On the embedded engine its settings stay for its later statements, and
   * after a failed one its next result may begin with what that had written.
   */
  readonly client: ClickHouseClient;
  close(): Promise<void>;
}

/** Opens a store; throws a transient `StoreError` where a server does not answer. */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.kind === 'embedded' ? openEmbedded(options) : openServer(options);
}
