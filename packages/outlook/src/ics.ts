import { createHash } from 'node:crypto';
import type { Owed } from './pace.ts';

const FOLD = 75;

export interface Calendar {
  name: string;
  /** ms: when the list was made */
  at: number;
  /** deployment's id: part of every UID */
  id: string;
  owed: readonly Owed[];
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
  departmentOf: (department: string) => string;
}

/** An iCalendar file (RFC 5545): an all-day event for each department, area and due day; the same UIDs every time. */
export function icsOf(calendar: Calendar): string {
  const groups = Map.groupBy(calendar.owed, ({ department, region, due }) => `${department}/${region}/${due}`);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//duqing//pace//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(calendar.name)}`,
    ...[...groups].flatMap(([key, items]) => eventOf(key, items, calendar)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventOf(key: string, items: readonly Owed[], calendar: Calendar): string[] {
  const [first] = items;
  if (!first) return [];
  const { areaOf, departmentOf, nameOf, at, id } = calendar;
  const summary = `${areaOf(first.region)} ${departmentOf(first.department)}:${items.length} 项待办`;
  const description = items.map(({ indicator, text }) => `${nameOf(indicator)}:${text.zh}`).join('\n');
  const uid = createHash('sha256').update(`${id}/${key}`).digest('hex').slice(0, 32);
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@duqing`,
    `DTSTAMP:${stamp(at)}`,
    `DTSTART;VALUE=DATE:${first.due.replaceAll('-', '')}`,
    `DTEND;VALUE=DATE:${dayAfter(first.due).replaceAll('-', '')}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** TEXT of RFC 5545: backslash, semicolon, comma and line breaks. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll(/\r?\n/g, '\\n');
}

/** Cut into lines of at most 75 octets, never within a character; each further one begins with a blank. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    const limit = parts.length === 0 ? FOLD : FOLD - 1;
    if (Buffer.byteLength(part + character) > limit) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].join('\r\n ');
}
