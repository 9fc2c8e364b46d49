import { createHash } from 'node:crypto';
import { isDay } from '@duqing/calendar';
import { decimal, multiply, toText } from '@duqing/substances';
import type { Mapping, Step, ValueRule } from './mapping.ts';

export interface Row {
  /** of the file, from 1 */
  line: number;
  cells: Record<string, string>;
}

/** What keeps a row from becoming an event. */
export interface Fault {
  line: number;
  column: string;
  reason: { zh: string; en: string };
}

export class RowFault extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(`line ${fault.line}, ${fault.column}: ${fault.reason.en}`);
    this.fault = fault;
  }
}

/** A number that keeps every digit of its text in JSON. */
class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toJSON(): unknown {
    return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(this.text);
  }
}

interface Scope {
  row: Row;
  lookups: Mapping['lookups'];
}

/** The value that a rule gives for a row; undefined for a blank cell (absent means unknown). Throws a RowFault. */
export function valueOf(rule: ValueRule, scope: Scope): unknown {
  if ('const' in rule) return rule.const;
  if ('line' in rule) return String(scope.row.line);
  if ('column' in rule)
    return stepped(cell(scope, rule.column), { steps: rule.steps ?? [], column: rule.column, scope });
  if ('join' in rule) return rule.join.map((part) => String(valueOf(part, scope) ?? '')).join(rule.with);
  if ('hash' in rule) return hashOf(rule, scope);
  if ('fiscal' in rule) return fiscalDay(rule.fiscal, scope);
  if ('list' in rule) return rule.list.map((part) => valueOf(part, scope));
  return objectOf(rule.object, scope);
}

export function objectOf(rules: Record<string, ValueRule>, scope: Scope): Record<string, unknown> {
  const entries = Object.entries(rules).map(([name, rule]) => [name, valueOf(rule, scope)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function cell({ row }: Scope, column: string): string {
  const text = row.cells[column];
  if (text === undefined) throw fault(row, column, { zh: '没有这一列', en: 'there is no such column' });
  return text;
}

function fault(row: Row, column: string, reason: Fault['reason']): RowFault {
  return new RowFault({ line: row.line, column, reason });
}

function hashOf({ hash, length }: { hash: string[]; length: number }, scope: Scope): string {
  const key = hash.map((column) => cell(scope, column)).join('\u001f');
  return createHash('sha256').update(key).digest('hex').slice(0, length);
}

/** Full-width spaces count as blank too. */
function isBlank(text: string): boolean {
  return text.trim() === '';
}

interface Stepping {
  steps: readonly Step[];
  column: string;
  scope: Scope;
}

function stepped(text: string, { steps, column, scope }: Stepping): unknown {
  let value: unknown = isBlank(text) ? undefined : text;
  for (const step of steps) {
    if (value === undefined && !('default' in step)) continue;
    value = apply(step, { text: String(value ?? ''), column, scope });
  }
  return value;
}

function apply(step: Step, { text, column, scope }: { text: string; column: string; scope: Scope }): unknown {
  if ('trim' in step) return text.trim();
  if ('padStart' in step) return text.padStart(step.padStart.length, step.padStart.fill);
  if ('slice' in step) return text.slice(...step.slice);
  if ('match' in step) return matched(step.match, { text, column, scope });
  if ('lookup' in step) return lookedUp(step, { text, column, scope });
  if ('default' in step) return isBlank(text) ? step.default : text;
  if ('date' in step) return dated(step.date, { text, column, scope });
  if ('integer' in step) return integer({ text, column, scope });
  return exact(step.number.times, { text, column, scope });
}

interface Place {
  text: string;
  column: string;
  scope: Scope;
}

function matched(pattern: string, { text, column, scope }: Place): string {
  const found = new RegExp(pattern, 'u').exec(text)?.[1];
  if (found === undefined)
    throw fault(scope.row, column, {
      zh: `“${text}”不符合 ${pattern}`,
      en: `${JSON.stringify(text)} does not match ${pattern}`,
    });
  return found;
}

/** What a table gives for the text; an empty entry means that there is nothing to say. */
function lookedUp(
  { lookup, otherwise }: { lookup: string; otherwise?: string | undefined },
  { text, column, scope }: Place,
): string | undefined {
  const found = scope.lookups[lookup]?.[text] ?? otherwise;
  if (found === undefined)
    throw fault(scope.row, column, {
      zh: `对照表 ${lookup} 没有“${text}”`,
      en: `lookup ${lookup} has no ${JSON.stringify(text)}`,
    });
  return found === '' ? undefined : found;
}

/** A day in the calendar by the format's tokens; what follows `…` is not looked at. */
function dated(format: string, { text, column, scope }: Place): string {
  const [head = '', ...rest] = format.split('…');
  const escaped = head.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  const pattern = escaped
    .replace('YYYY', String.raw`(?<year>\d{4})`)
    .replace('MM', String.raw`(?<month>\d{1,2})`)
    .replace('DD', String.raw`(?<day>\d{1,2})`);
  const found = new RegExp(`^${pattern}${rest.length > 0 ? '' : '$'}`, 'u').exec(text.trim())?.groups;
  const day = found ? [found['year'], found['month']?.padStart(2, '0'), found['day']?.padStart(2, '0')].join('-') : '';
  if (!isDay(day))
    throw fault(scope.row, column, {
      zh: `“${text}”不是 ${format} 格式的日期`,
      en: `${JSON.stringify(text)} is no date of the form ${format}`,
    });
  return day;
}

function integer({ text, column, scope }: Place): number {
  if (!/^\d{1,15}$/.test(text.trim()))
    throw fault(scope.row, column, {
      zh: `“${text}”不是非负整数`,
      en: `${JSON.stringify(text)} is not a whole number from 0 on`,
    });
  return Number(text.trim());
}

function exact(times: string | undefined, { text, column, scope }: Place): ExactNumber {
  try {
    const value = decimal(text.trim());
    return new ExactNumber(toText(times === undefined ? value : multiply(value, decimal(times))));
  } catch {
    throw fault(scope.row, column, { zh: `“${text}”不是数字`, en: `${JSON.stringify(text)} is no number` });
  }
}

function fiscalDay(
  { year, month, startMonth }: Extract<ValueRule, { fiscal: object }>['fiscal'],
  scope: Scope,
): string {
  const [fiscal, inYear] = [Number(valueOf(year, scope)), Number(valueOf(month, scope))];
  const calendar = startMonth > 1 && inYear >= startMonth ? fiscal - 1 : fiscal;
  const day = `${calendar}-${String(inYear).padStart(2, '0')}-01`;
  if (!isDay(day))
    throw fault(scope.row, 'fiscal', { zh: `财政年度月份不成立:${day}`, en: `no month of a fiscal year: ${day}` });
  return day;
}
