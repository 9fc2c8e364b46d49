import { mkdirSync } from 'node:fs';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { drainPending } from 'chdb';
import { createChdbConnection } from 'chdb/connection';
import { decodeRows, ROW_FORMAT, ROW_SETTINGS } from './decode.ts';
import { storing } from './errors.ts';
import { identifier, insertSettings, SESSION_SETTINGS, settingsList } from './settings.ts';
import type { Store } from './store.ts';

type Connection = ReturnType<typeof createChdbConnection>;

/**
 * The engine inside this process. Its connection turns a client's settings into SET statements that stay for later statements: so
 * the session's are set once, and a statement's own are written into the statement.
 */
export async function openEmbedded({ path }: { path: string }): Promise<Store> {
  mkdirSync(path, { recursive: true });
  const connection = await storing(async () => createChdbConnection({ path }));
  const client = createClient({ connection } as unknown as Parameters<typeof createClient>[0]);
  await storing(async () => client.command({ query: `SET ${settingsList({ ...SESSION_SETTINGS, ...ROW_SETTINGS })}` }));
  return {
    client,
    query: async (sql, params = {}, settings = {}) => {
      const clause = Object.keys(settings).length > 0 ? `\nSETTINGS ${settingsList(settings)}` : '';
      return decodeRows(await textOf(client, { query: `${sql}${clause}`, query_params: { ...params } }));
    },
    insert: async (table, rows, { token } = {}) => {
      if (rows.length > 0) await insertRows(connection, { table, rows, token });
    },
    command: async (sql, params = {}) => {
      await storing(async () => client.command({ query: sql, query_params: { ...params } }));
    },
    close: async () => {
      await client.close();
      await drainPending();
    },
  };
}

async function textOf(
  client: ClickHouseClient,
  statement: { query: string; query_params: Record<string, unknown> },
): Promise<string> {
  return storing(async () => (await client.query({ ...statement, format: ROW_FORMAT })).text());
}

interface Insert {
  table: string;
  rows: readonly object[];
  token: string | undefined;
}

/** Hands the bytes to the engine beside the statement: a statement that holds millions of rows as text is parsed slowly. */
async function insertRows(connection: Connection, { table, rows, token }: Insert): Promise<void> {
  await storing(async () =>
    connection.chdb.rawInsert({
      table: identifier(table),
      values: Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')),
      format: 'JSONEachRow',
      settings: insertSettings(token),
    }),
  );
}
