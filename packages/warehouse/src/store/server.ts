import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { decodeRows, ROW_FORMAT, ROW_SETTINGS } from './decode.ts';
import { StoreError, storing } from './errors.ts';
import { nativeOf } from './native.ts';
import { identifier, insertSettings, SESSION_SETTINGS } from './settings.ts';
import { Shapes } from './shapes.ts';
import type { Settings, Store, StoreOptions } from './store.ts';

const TIMEOUT = 60_000;

/** A server over HTTP. Results are sent only when complete, so that a failure in the middle is an error and not a short result. */
export async function openServer({
  url,
  username,
  password,
  database,
  timeout = TIMEOUT,
}: ServerOptions): Promise<Store> {
  const client = createClient({
    url,
    // a failure is the caller's to report
    log: { level: ClickHouseLogLevel.OFF },
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    request_timeout: timeout * 2,
    use_multipart_params_auto: true,
    clickhouse_settings: { ...SESSION_SETTINGS, ...ROW_SETTINGS, wait_end_of_query: 1 },
  });
  const call = async <T>(run: (abort_signal: AbortSignal) => Promise<T>): Promise<T> => withTimeout(timeout, run);
  const shapes = new Shapes(async (sql, params) => store.query(sql, params));
  const store: Store = {
    client,
    query: async (sql, params = {}, settings = {}) => {
      const statement = { query: sql, query_params: { ...params }, clickhouse_settings: { ...settings } };
      return decodeRows(
        await call(async (abort_signal) =>
          (await client.query({ ...statement, format: ROW_FORMAT, abort_signal })).text(),
        ),
      );
    },
    insert: async (table, rows, { token } = {}) => {
      if (rows.length === 0) return;
      const name = identifier(table);
      const native = nativeOf(table, await shapes.columns(table), rows);
      const clickhouse_settings = insertSettings(token);
      if (native !== null)
        return call(async (abort_signal) => sendNative(client, { name, native, clickhouse_settings, abort_signal }));
      await shapes.check(table, rows);
      const request = { table: name, values: rows, format: 'JSONEachRow', clickhouse_settings } as const;
      await call(async (abort_signal) => client.insert({ ...request, abort_signal }));
    },
    command: async (sql, params = {}) => {
      await call(async (abort_signal) => client.command({ query: sql, query_params: { ...params }, abort_signal }));
      shapes.forget();
    },
    close: async () => client.close(),
  };
  await reached(store);
  return store;
}

type ServerOptions = Omit<Extract<StoreOptions, { kind: 'server' }>, 'kind'>;

async function reached(store: Store): Promise<void> {
  try {
    await store.query('SELECT 1');
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Gives a request up after `timeout` ms; the client's own timeout carries neither class nor code. */
async function withTimeout<T>(timeout: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(timeout);
  try {
    return await storing(async () => run(signal));
  } catch (cause) {
    if (!signal.aborted) throw cause;
    throw new StoreError(`no answer within ${timeout} ms`, { code: null, type: 'ETIMEDOUT', transient: true, cause });
  }
}

interface NativeInsert {
  name: string;
  native: Buffer;
  clickhouse_settings: Settings;
  abort_signal: AbortSignal;
}

/** The client knows of no bytes that it is to send as they are, save in a statement of one's own. */
async function sendNative(client: ClickHouseClient, { name, native, ...options }: NativeInsert): Promise<void> {
  const values = Readable.from([native], { objectMode: false });
  const { stream } = await client.exec({ query: `INSERT INTO ${name} FORMAT Native`, values, ...options });
  stream.resume();
  await finished(stream);
}
