import { add, decimal, toText, type Decimal } from '@duqing/substances';
import { parse } from 'csv-parse/sync';
import { decodeText } from './decode.ts';
import type { Mapping } from './mapping.ts';
import { objectOf, RowFault, valueOf, type Fault, type Row } from './value.ts';

export interface ImportResult {
  /** CloudEvents as JSON text, in the file's order */
  events: { line: number; subject: string; type: string; text: string }[];
  faults: Fault[];
  /** rows left out by each skip rule, in the mapping's order */
  skipped: number[];
  /** null where the file has none; `difference` = footer less sum, exact decimal text */
  footer: { line: number; total: string; sum: string; difference: string } | null;
}

export interface ImportOptions {
  mapping: Mapping;
  bytes: Uint8Array;
  /** the revision that every record of this file has */
  revision: number;
}

/** A file of others as events. Rows that cannot be read are faults, never left out in silence; nothing is guessed. */
export function importFile({ mapping, bytes, revision }: ImportOptions): ImportResult {
  const result: ImportResult = { events: [], faults: [], skipped: mapping.skip.map(() => 0), footer: null };
  let sum = decimal(0);
  for (const row of rowsOf(bytes, mapping)) {
    try {
      if (mapping.footer && isSelected(mapping.footer.when, row)) {
        result.footer = footerOf(row, { column: mapping.footer.total, sum });
        continue;
      }
      const rule = mapping.skip.findIndex((one) => isSelected(one, row));
      if (rule >= 0) {
        result.skipped[rule] = (result.skipped[rule] ?? 0) + 1;
        continue;
      }
      if (mapping.footer) sum = add(sum, numberIn(row, mapping.footer.total));
      check(row, mapping);
      result.events.push(eventOf(row, { mapping, revision }));
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      result.faults.push(error.fault);
    }
  }
  return result;
}

function rowsOf(bytes: Uint8Array, { encoding, format, delimiter }: Mapping): Row[] {
  const text = decodeText(bytes, encoding);
  if (format === 'ndjson') return jsonRows(text);
  const parsed = parse(text, {
    columns: true,
    bom: true,
    delimiter,
    info: true,
    skip_empty_lines: true,
    relax_column_count: false,
  }) as unknown as {
    record: Record<string, string>;
    info: { lines: number };
  }[];
  return parsed.map(({ record, info }) => ({ line: info.lines, cells: record }));
}

function jsonRows(text: string): Row[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = JSON.parse(line) as Record<string, unknown>;
    const cells = Object.fromEntries(
      Object.entries(value).map(([name, cell]) => [name, cell === null ? '' : String(cell)]),
    );
    return [{ line: index + 1, cells }];
  });
}

function isSelected(
  rule: { column: string; equals?: string | undefined; blank?: boolean | undefined; matches?: string | undefined },
  { cells }: Row,
): boolean {
  const text = cells[rule.column] ?? '';
  if (rule.equals !== undefined && text !== rule.equals) return false;
  if (rule.blank !== undefined && (text.trim() === '') !== rule.blank) return false;
  return rule.matches === undefined || new RegExp(rule.matches, 'u').test(text);
}

function numberIn(row: Row, column: string): Decimal {
  const text = row.cells[column] ?? '';
  try {
    return decimal(text.trim());
  } catch {
    throw new RowFault({
      line: row.line,
      column,
      reason: { zh: `“${text}”不是数字`, en: `${JSON.stringify(text)} is no number` },
    });
  }
}

function footerOf(row: Row, { column, sum }: { column: string; sum: Decimal }): NonNullable<ImportResult['footer']> {
  const total = numberIn(row, column);
  const difference = add(total, { units: -sum.units, scale: sum.scale });
  return { line: row.line, total: toText(total), sum: toText(sum), difference: toText(difference) };
}

/** Throws a RowFault where two columns contradict each other. */
function check(row: Row, { checks, lookups }: Mapping): void {
  for (const { weekday } of checks) {
    const day = String(valueOf(weekday.day, { row, lookups }));
    const expected = weekday.names[new Date(`${day}T00:00:00Z`).getUTCDay()];
    const found = row.cells[weekday.column]?.trim();
    if (found === expected) continue;
    throw new RowFault({
      line: row.line,
      column: weekday.column,
      reason: { zh: `${day} 应为 ${expected},写作 ${found}`, en: `${day} is ${expected}, the file says ${found}` },
    });
  }
}

function eventOf(
  row: Row,
  { mapping, revision }: { mapping: Mapping; revision: number },
): ImportResult['events'][number] {
  const scope = { row, lookups: mapping.lookups };
  const { type, source, id, subject, time, data } = mapping.event;
  const event = {
    specversion: '1.0',
    id: `${String(valueOf(id, scope))}-r${revision}`,
    source: String(valueOf(source, scope)),
    type,
    subject: String(valueOf(subject, scope)),
    time: String(valueOf(time, scope)),
    datacontenttype: 'application/json',
    data: { revision, ...objectOf(data, scope) },
  };
  return { line: row.line, subject: event.subject, type, text: JSON.stringify(event) };
}
