import { addDays, assertDay, type Day } from './day.ts';

const HOUR = 3_600_000;
/** No summer time after 1991: from here on the zone is +08:00 and nothing else. */
const FIXED_FROM = Date.UTC(1992, 0, 1);
const FORMAT = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Offset of Asia/Shanghai from UTC in ms at an instant, from the tz database before 1992 (summer time 1986–1991). */
function offsetAt(instant: number): number {
  if (instant >= FIXED_FROM) return 8 * HOUR;
  const whole = Math.floor(instant / 1000) * 1000;
  const part = Object.fromEntries(FORMAT.formatToParts(whole).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

const DAY = 24 * HOUR;
/** Texts of days by their number since the epoch: written once, asked for with every event. */
const TEXTS = new Map<number, Day>();
const MOST_TEXTS = 10_000;

/** The calendar day in Asia/Shanghai of an instant in ms since the epoch. */
export function dayOf(instant: number): Day {
  const number = Math.floor((instant + offsetAt(instant)) / DAY);
  const held = TEXTS.get(number);
  if (held !== undefined) return held;
  const day = new Date(number * DAY).toISOString().slice(0, 10);
  if (TEXTS.size >= MOST_TEXTS) TEXTS.clear();
  TEXTS.set(number, day);
  return day;
}

/** First instant (ms, inclusive) of a day in Asia/Shanghai; throws a RangeError where `day` is none. */
export function startOfDay(day: Day): number {
  assertDay(day);
  const local = Date.parse(`${day}T00:00:00Z`);
  const guess = local - offsetAt(local - 8 * HOUR);
  return local - offsetAt(guess);
}

/** First instant (ms) after a day: the exclusive end of the half-open day. */
export function endOfDay(day: Day): number {
  return startOfDay(addDays(day, 1));
}

/** An instant (ms since the epoch) as the contract writes it: RFC 3339 with milliseconds, at +08:00. */
export function shanghai(instant: number): string {
  return new Date(instant + 8 * HOUR).toISOString().replace('Z', '+08:00');
}
