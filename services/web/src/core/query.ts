import { INDICATORS, type Lang } from '@duqing/catalogue';
import { parsePeriod } from '@duqing/calendar';
import type { CellQuery } from '@duqing/warehouse';

export interface Text {
  zh: string;
  en: string;
}

/** One part of a query that cannot be taken as it is. */
export interface Fault {
  field: string;
  reason: Text;
}

/** The query is wrong: answered with 400 and all its faults. */
export class BadQueryError extends Error {
  override readonly name = 'BadQueryError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ field, reason }) => `${field}: ${reason.en}`).join('; '));
    this.faults = faults;
  }
}

/** Reads the text of one field; what is thrown by `wrong` becomes a fault of that field. */
type Field<T> = (text: string) => T;
type Fields = Record<string, Field<unknown>>;
type Values<F extends Fields> = { [K in keyof F]?: ReturnType<F[K]> };

class WrongError extends Error {
  readonly reason: Text;

  constructor(reason: Text) {
    super(reason.en);
    this.reason = reason;
  }
}

function wrong(zh: string, en: string): never {
  throw new WrongError({ zh, en });
}

/**
 * Reads a query whose fields are known; a blank one counts as absent. Throws a BadQueryError that lists every fault: unknown fields,
 * fields given twice, values that are none.
 */
export function readQuery<F extends Fields>(raw: Readonly<Record<string, unknown>>, fields: F): Values<F> {
  const faults: Fault[] = [];
  const values: Record<string, unknown> = {};
  for (const [field, text] of Object.entries(raw)) {
    try {
      const value = readField(field, { text, fields });
      if (value !== undefined) values[field] = value;
    } catch (error) {
      if (!(error instanceof WrongError)) throw error;
      faults.push({ field: field.slice(0, 40), reason: error.reason });
    }
  }
  if (faults.length > 0) throw new BadQueryError(faults);
  return values as Values<F>;
}

function readField(field: string, { text, fields }: { text: unknown; fields: Fields }): unknown {
  const read = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (!read) return wrong('没有这个参数', `no such field; there are ${Object.keys(fields).join(', ')}`);
  if (typeof text !== 'string') return wrong('只能给一次', 'may be given once only');
  return text.trim() === '' ? undefined : read(text.trim());
}

/** Throws a BadQueryError that names each needed field that is absent. */
export function need<T extends object, K extends keyof T & string>(
  values: T,
  names: readonly K[],
): T & Required<Pick<T, K>> {
  const absent = names.filter((name) => values[name] === undefined);
  if (absent.length > 0)
    throw new BadQueryError(absent.map((field) => ({ field, reason: { zh: '必须给出', en: 'is needed' } })));
  return values as T & Required<Pick<T, K>>;
}

export function langField(text: string): Lang {
  return text === 'zh' || text === 'en' ? text : wrong('只能是 zh 或 en', 'zh or en');
}

/** 2026Q2, 2026H1, 2026 or creation. */
export function periodField(text: string): string {
  return text === 'creation' || parsePeriod(text)
    ? text
    : wrong('不是时期，应如 2026Q2、2026H1、2026 或 creation', 'no period: 2026Q2, 2026H1, 2026 or creation');
}

/** 2026Q2 alone. */
export function quarterField(text: string): string {
  return parsePeriod(text)?.kind === 'quarter' ? text : wrong('不是季度，应如 2026Q2', 'no quarter, such as 2026Q2');
}

/** Number of a page of a list, from 1. */
export function pageField(text: string): number {
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : wrong('不是页码', 'no page number');
}

/** One of a few words. */
export function choiceField<T extends string>(choices: readonly T[]): Field<T> {
  return (text) => choices.find((one) => one === text) ?? wrong(`只能是 ${choices.join('、')}`, choices.join(', '));
}

/** A kind of alert, known or not: a list by one that nobody has is empty. */
export function kindField(text: string): string {
  return /^[a-z][a-z-]{0,39}$/.test(text) ? text : wrong('不是预警种类', 'no kind of alert');
}

export function indicatorField(text: string): string {
  return INDICATORS.some(({ id }) => id === text) ? text : wrong('没有这个指标', 'no such indicator');
}

export function departmentField(text: string): string {
  const isKnown = INDICATORS.some(({ columns }) => columns.department === text);
  return isKnown ? text : wrong('没有这个部门', 'no such department');
}

/** A code of the deployment's table; `isKnown` says which there are. */
export function regionField(isKnown: (code: string) => boolean): Field<string> {
  return (text) => (isKnown(text) ? text : wrong('没有这个地区代码', 'no such area code'));
}

export function byField(text: string): NonNullable<CellQuery['by']> {
  return text === 'substance' || text === 'method' || text === 'channel'
    ? text
    : wrong('只能是 substance、method 或 channel', 'substance, method or channel');
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** RFC 3339 with an offset, in ms; a `+` that a browser has read as a blank is taken for what it was. */
export function momentField(text: string): number {
  const ms = Date.parse(text.replace(/ (?=\d{2}:\d{2}$)/, '+'));
  if (!MOMENT.test(text.replace(/ (?=\d{2}:\d{2}$)/, '+')) || Number.isNaN(ms))
    return wrong(
      '不是带时区的时刻，应如 2026-07-20T00:00:00+08:00',
      'no moment with an offset, such as 2026-07-20T00:00:00+08:00',
    );
  return ms;
}
