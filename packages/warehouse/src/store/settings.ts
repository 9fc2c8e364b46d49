import { randomUUID } from 'node:crypto';
import type { Settings } from './store.ts';

/** What every statement runs under, so that no server's defaults change a figure. */
export const SESSION_SETTINGS = {
  session_timezone: 'UTC',
  join_use_nulls: 1,
} as const satisfies Settings;

/** What every insert runs under: synchronous, and nothing dropped or filled in silently. */
const INSERT_SETTINGS = {
  async_insert: 0,
  optimize_on_insert: 0,
  input_format_skip_unknown_fields: 0,
  input_format_null_as_default: 0,
  // a history spans more quarters than the default lets one insert write
  max_partitions_per_insert_block: 0,
} as const satisfies Settings;

/** An insert without a token gets one of its own: rows that look alike are not taken for a repetition. */
export function insertSettings(token: string | undefined): Settings {
  return { ...INSERT_SETTINGS, insert_deduplication_token: token ?? randomUUID() };
}

/** Text of a SETTINGS clause's or SET statement's list; refuses a name that is no identifier. */
export function settingsList(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${identifier(name)} = ${literal(value)}`)
    .join(', ');
}

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** The name unchanged if it is safe to write into SQL, `database.table` included; else a RangeError. */
export function identifier(name: string): string {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$/.test(name)) throw new RangeError(`not an identifier: ${name}`);
  return name;
}
