import { isDay } from '@duqing/calendar';

/** A place in a text that looks like personal data; `start` inclusive, `end` exclusive. */
export interface PersonalFind {
  kind: 'id-number' | 'mobile-number' | 'bank-card';
  start: number;
  end: number;
}

/** Runs of digits that no digit or letter touches; an 18-digit ID number may end in X. */
const RUN = /(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{11,19})(?![0-9A-Za-z])/g;

/** Digits in the shortest run. */
const LEAST_RUN = 11;

/** Digits as they come out of a Chinese input method, one character each. */
const WIDE = /[０-９Ｘｘ]/g;

/**
 * Finds what looks like an ID number (18 or 15 digits with a date that exists), a mobile number (11 digits) or a bank card (16 to
 * 19 digits that pass the Luhn check), in digits of either width. Dates of 15-digit ID numbers are of the twentieth century.
 */
export function findPersonalData(text: string): PersonalFind[] {
  if (!hasLongRun(text)) return [];
  const plain = text.replace(WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return [...plain.matchAll(RUN)].flatMap((match) => {
    const kind = kindOf(match[0]);
    return kind === null ? [] : [{ kind, start: match.index, end: match.index + match[0].length }];
  });
}

/** Whether so many digits stand in a row. Every such run holds a place that is a multiple of their number: the others need no look. */
export function hasLongRun(text: string): boolean {
  for (let at = LEAST_RUN - 1; at < text.length; at += LEAST_RUN) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let [from, to] = [at, at + 1];
    while (isDigit(text.charCodeAt(from - 1))) from -= 1;
    while (isDigit(text.charCodeAt(to))) to += 1;
    if (to - from >= LEAST_RUN) return true;
  }
  return false;
}

/** Of either width; NaN, what stands outside a text, is none. */
function isDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19);
}

/** The same text with the finds' characters replaced by `*`, of the same length. */
export function maskPersonalData(text: string): string {
  return findPersonalData(text).reduceRight(
    (masked, { start, end }) => masked.slice(0, start) + '*'.repeat(end - start) + masked.slice(end),
    text,
  );
}

function kindOf(run: string): PersonalFind['kind'] | null {
  if (run.length === 18 && isDate(run.slice(6, 14))) return 'id-number';
  if (run.length === 15 && isDate(`19${run.slice(6, 12)}`)) return 'id-number';
  if (/^1[3-9]\d{9}$/.test(run)) return 'mobile-number';
  if (/^\d{16,19}$/.test(run) && passesLuhn(run)) return 'bank-card';
  return null;
}

/** YYYYMMDD of the twentieth or twenty-first century that exists in the calendar. */
function isDate(digits: string): boolean {
  const isOfCentury = digits >= '19000101' && digits < '21000101';
  return isOfCentury && isDay(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`);
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
