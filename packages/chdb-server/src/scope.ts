import { Fault } from './fault.ts';

/** What a statement runs under. */
export interface Scope {
  database: string | null;
  /** settings and `param_*` values as text, in the order given */
  settings: readonly (readonly [name: string, value: string])[];
  readonly: boolean;
  /** the statement itself changes what a connection holds: settings, the database, temporary tables */
  changing: boolean;
}

/** Characters, well under the engine's limit of 256 KiB even where each takes three bytes. */
const LONG = 65_536;

/**
 * Scopes of one key may follow each other on a connection: the statements of the second set everything that those of the first did. A
 * read-only connection cannot be set any more, so there the values must be the same too.
 */
export function keyOf({ database, settings, readonly }: Scope): string {
  const held = readonly ? settings : [...new Set(settings.map(([name]) => name))].sort();
  return JSON.stringify([database, readonly, held]);
}

/** Whether the connection may be used again; a request that makes itself read-only could not be followed by any. */
export function isReusable({ settings, changing }: Scope): boolean {
  return !changing && settings.every(([name]) => name !== 'readonly');
}

/** The statements that set a connection up for a scope; `readonly` last, since nothing can be set after it. */
export function prepareStatements({ database, settings, readonly }: Scope): string[] {
  const use = `USE ${quoted(database ?? 'default')}`;
  const list = settings.map(([name, value]) => `${settingName(name)} = ${literal(value)}`);
  if (readonly) list.push('readonly = 1');
  if (list.length === 0) return [use];
  const set = list.join(', ');
  return set.length < LONG ? [use, `SET ${set}`] : [use, ...longSet(set, settings)];
}

/** A list of parameters may be longer than a statement may be. */
function longSet(set: string, settings: Scope['settings']): string[] {
  const raise = `SET max_query_size = ${Buffer.byteLength(set) + LONG}`;
  const isGiven = settings.some(([name]) => name === 'max_query_size');
  return [raise, isGiven ? `SET ${set}` : `SET max_query_size = DEFAULT, ${set}`];
}

function settingName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new Fault(115, 'UNKNOWN_SETTING', `Unknown setting '${name}'`);
  return name;
}

/** The engine reads a statement up to its first NUL. */
export function literal(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0');
  return `'${escaped}'`;
}

function quoted(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
