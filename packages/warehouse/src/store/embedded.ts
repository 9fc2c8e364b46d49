import { mkdirSync } from 'node:fs';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import { drainPending } from 'chdb';
import { createChdbConnection } from 'chdb/connection';
import { decodeRows, ROW_FORMAT, ROW_SETTINGS } from './decode.ts';
import { storing } from './errors.ts';
import { Sessions } from './sessions.ts';
import { identifier, insertSettings, SESSION_SETTINGS, settingsList } from './settings.ts';
import { Shapes } from './shapes.ts';
import type { Store } from './store.ts';

/** The engine inside this process. A statement's own settings are written into it, since a SET would stay for later ones. */
export async function openEmbedded({ path }: { path: string }): Promise<Store> {
  mkdirSync(path, { recursive: true });
  const sessions = await storing(
    async () => new Sessions(path, `SET ${settingsList({ ...SESSION_SETTINGS, ...ROW_SETTINGS })}`),
  );
  const shapes = new Shapes(async (sql, params) => store.query(sql, params));
  let client: ClickHouseClient | undefined;
  const store: Store = {
    get client() {
      client ??= clientOf(path);
      return client;
    },
    query: async (sql, params = {}, settings = {}) => {
      const clause = Object.keys(settings).length > 0 ? `\nSETTINGS ${settingsList(settings)}` : '';
      return decodeRows(await run(sessions, { sql: `${sql}${clause}`, params }));
    },
    insert: async (table, rows, { token } = {}) => {
      if (rows.length === 0) return;
      await shapes.check(table, rows);
      await insertRows(sessions, { table, rows, token });
    },
    command: async (sql, params = {}) => {
      await run(sessions, { sql, params });
      shapes.forget();
    },
    close: async () => {
      await client?.close();
      sessions.close();
      await drainPending();
    },
  };
  return store;
}

function clientOf(path: string): ClickHouseClient {
  return createClient({ connection: createChdbConnection({ path }) } as unknown as Parameters<typeof createClient>[0]);
}

/** Text of the result in `ROW_FORMAT`. */
async function run(sessions: Sessions, { sql, params }: { sql: string; params: object }): Promise<string> {
  const options = { format: ROW_FORMAT };
  return storing(async () =>
    sessions.use(async (session) => {
      const bound = Object.keys(params).length > 0;
      const result = bound ? session.queryBindAsync(sql, params, options) : session.queryAsync(sql, options);
      return (await result).text();
    }),
  );
}

interface Insert {
  table: string;
  rows: readonly object[];
  token: string | undefined;
}

/** Hands the bytes to the engine beside the statement: a statement that holds millions of rows as text is parsed slowly. */
async function insertRows(sessions: Sessions, { table, rows, token }: Insert): Promise<void> {
  const values = Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));
  const insert = { table: identifier(table), values, format: 'JSONEachRow', settings: insertSettings(token) } as const;
  await storing(async () => sessions.use(async (session) => session.insert(insert)));
}
