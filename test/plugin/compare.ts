import { expandMacros, expandVariables, type Range } from '@duqing/dashboards/plugin';
import type { Answered } from './backend.ts';
import type { Asked } from './queries.ts';

/** The same query as our own expansion and the client of this project read it. */
export interface Own {
  sql: string;
  columns: { name: string; type: string }[];
  rows: Record<string, unknown>[];
}

/** What of a query differs between the plugin and us; null where nothing does. */
export function difference(plugin: Answered, own: Own): string | null {
  if (plugin.error !== undefined) return `error: ${plugin.error.slice(0, 300)}`;
  if (plugin.executed !== own.sql) return `SQL: ${firstDifference(plugin.executed, own.sql)}`;
  // a result without rows comes without columns through HTTP: the panel says what it says where there is nothing
  if (own.rows.length === 0 && plugin.rows.length === 0) return null;
  const names = own.columns.map(({ name }) => name);
  if (names.join('\n') !== plugin.fields.map(({ name }) => name).join('\n'))
    return `columns: ${plugin.fields.map(({ name }) => name).join(', ')} for ${names.join(', ')}`;
  const odd = own.columns.find(({ type }, at) => !isDrawn(type, (plugin.fields[at]?.type ?? '').replace('*', '')));
  if (odd) return `column ${odd.name}: ${odd.type} became ${plugin.fields[names.indexOf(odd.name)]?.type}`;
  if (plugin.rows.length !== own.rows.length) return `${plugin.rows.length} rows for ${own.rows.length}`;
  for (const [at, row] of own.rows.entries())
    for (const [column, { name, type }] of own.columns.entries()) {
      const [theirs, ours] = [plain(plugin.rows[at]?.[column], type), plain(row[name], type)];
      if (theirs !== ours) return `row ${at + 1}, ${name}: ${String(theirs)} for ${String(ours)}`;
    }
  return null;
}

/** Our expansion of a query whose variables are in. */
export function ownSql({ model, from, to }: Asked): string {
  return expandMacros(expandVariables(model.rawSql, {}), { from, to } satisfies Range);
}

function firstDifference(theirs: string, ours: string): string {
  const at = [...theirs].findIndex((character, index) => character !== ours[index]);
  return `${JSON.stringify(theirs.slice(at, at + 80))} for ${JSON.stringify(ours.slice(at, at + 80))}`;
}

/** A number must be a number for Grafana, a moment a time, a text a string: all else a panel cannot draw. */
function isDrawn(type: string, field: string): boolean {
  const bare = type.replace(/^LowCardinality\((.*)\)$/, '$1').replace(/^Nullable\((.*)\)$/, '$1');
  if (/^DateTime|^Date/.test(bare)) return field === 'time.Time';
  if (/^U?Int|^Float|^Decimal/.test(bare)) return /^u?int|^float/.test(field);
  if (bare === 'Bool') return field === 'bool';
  return field === 'string';
}

function plain(value: unknown, type: string): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (/Date/.test(type)) return momentOf(String(value), type);
  if (/Int|Float|Decimal/.test(type)) return Number(value);
  if (/Bool/.test(type)) return Boolean(value);
  return String(value);
}

/** ms; the client's text is in the column's zone, the plugin's has an offset. */
function momentOf(text: string, type: string): number {
  if (/T.*(Z|[+-]\d\d:\d\d)$/.test(text)) return Date.parse(text);
  const offset = /Asia\/Shanghai/.test(type) ? '+08:00' : 'Z';
  return Date.parse(`${text.replace(' ', 'T')}${text.includes(' ') ? offset : `T00:00:00${offset}`}`);
}
