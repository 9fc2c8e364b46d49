import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Fault, notSupported } from './fault.ts';

/** What a request asks for beside its statement. */
export interface RequestOptions {
  /** of the Native format; 0 where the client names none */
  protocolVersion: number;
  queryId: string;
  database: string | null;
  defaultFormat: string;
  /** the whole result is made before the answer begins */
  waitEnd: boolean;
  /** the answer may be compressed as Accept-Encoding says */
  compress: boolean;
  /** settings and `param_*` values as text, in the order given */
  settings: [name: string, value: string][];
}

const REFUSED = new Set(['session_id', 'session_timeout', 'session_check', 'role', 'quota_key', 'query_kind']);
/** HTTP compression of ClickHouse's own block framing. */
const FRAMING = new Set(['compress', 'decompress']);
/** Read elsewhere, or without meaning for the embedded engine. */
const NO_SETTINGS = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'user',
  'password',
  'wait_end_of_query',
  'enable_http_compression',
  'buffer_size',
  'http_response_buffer_size',
  'http_zlib_compression_level',
  'http_headers_progress_interval_ms',
  'send_progress_in_http_headers',
  'cancel_http_readonly_queries_on_client_close',
  'client_protocol_version',
  'add_http_cors_header',
  'http_write_exception_in_output_format',
]);

/** Reads the address and headers of a request; what this server does not do is refused by name. */
export function optionsOf(query: URLSearchParams, headers: IncomingHttpHeaders): RequestOptions {
  for (const [name, value] of query) {
    if (REFUSED.has(name)) throw notSupported(name);
    if (FRAMING.has(name) && value !== '0') throw notSupported(`${name}=${value}`);
  }
  return {
    queryId: queryIdOf(query.get('query_id') ?? ''),
    database: query.get('database') ?? textOf(headers['x-clickhouse-database']),
    defaultFormat: query.get('default_format') ?? textOf(headers['x-clickhouse-format']) ?? 'TabSeparated',
    waitEnd: isOn(query.get('wait_end_of_query')),
    protocolVersion: versionOf(query.get('client_protocol_version')),
    compress: isOn(query.get('enable_http_compression')),
    settings: [...query].filter(([name]) => !NO_SETTINGS.has(name) && !FRAMING.has(name)),
  };
}

function queryIdOf(given: string): string {
  if (given === '') return randomUUID();
  if (!/^[\x21-\x7e]{1,255}$/.test(given))
    throw new Fault(36, 'BAD_ARGUMENTS', 'query_id: 1 to 255 visible ASCII characters');
  return given;
}

function versionOf(given: string | null): number {
  if (given === null) return 0;
  if (!/^\d{1,9}$/.test(given)) throw new Fault(36, 'BAD_ARGUMENTS', 'client_protocol_version: a whole number');
  return Number(given);
}

function textOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? header : null;
}

function isOn(value: string | null): boolean {
  return value === '1' || value === 'true';
}
