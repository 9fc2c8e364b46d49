import type { Owed } from '../src/index.ts';
import { describe, expect, it } from 'vitest';
import { icsOf } from '../src/index.ts';

const AT = Date.parse('2026-11-25T08:00:00Z');

function owed(more: Partial<Owed> = {}): Owed {
  return {
    department: 'party-office',
    region: '990101',
    indicator: 'main-leader-activities',
    period: '2026Q4',
    kind: 'task',
    progress: { done: 1, wanted: 2 },
    due: '2026-12-31',
    isOverdue: false,
    text: { zh: '已完成 1/2 次活动;截止 12 月 31 日', en: '1 of 2 activities; due 2026-12-31' },
    ...more,
  };
}

function uids(text: string): string[] {
  return unfolded(text).filter((line) => line.startsWith('UID:'));
}

function ics(items: readonly Owed[], at = AT): string {
  return icsOf({
    name: '测试,市',
    at,
    id: 'tiny',
    owed: items,
    nameOf: () => '主要领导参加禁毒活动',
    areaOf: (id) => id,
    departmentOf: (id) => id,
  });
}

/** Lines as a reader of RFC 5545 sees them: a line break and a blank join. */
function unfolded(text: string): string[] {
  return text.replaceAll('\r\n ', '').split('\r\n');
}

describe('icsOf', () => {
  it('ends every line with CRLF and none is over 75 octets, nor cut within a character', () => {
    const text = ics([
      owed(),
      owed({ indicator: 'incharge-leader-activities' }),
      owed({ indicator: 'committee-hearings' }),
    ]);
    const lines = text.split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text).not.toContain('\uFFFD');
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
  });

  it('is a calendar with one all-day event a department, area and day, which ends on the next', () => {
    const lines = unfolded(ics([owed(), owed({ indicator: 'committee-hearings' }), owed({ region: '990102' })]));
    expect(lines.slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0']);
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
    expect(lines).toContain('DTSTART;VALUE=DATE:20261231');
    expect(lines).toContain('DTEND;VALUE=DATE:20270101');
    expect(lines).toContain('DTSTAMP:20261125T080000Z');
  });

  it('escapes commas, semicolons and line breaks', () => {
    const lines = unfolded(ics([owed(), owed({ indicator: 'committee-hearings' })]));
    expect(lines).toContain('X-WR-CALNAME:测试\\,市');
    expect(lines.find((line) => line.startsWith('DESCRIPTION:'))).toBe(
      'DESCRIPTION:主要领导参加禁毒活动:已完成 1/2 次活动\\;截止 12 月 31 日\\n主要领导参加禁毒活动:已完成 1/2 次活动\\;截止 12 月 31 日',
    );
  });

  it('gives the same UIDs on another day, and each event its own', () => {
    const items = [owed(), owed({ region: '990102' }), owed({ due: '2026-10-31' })];
    expect(uids(ics(items, AT + 86_400_000))).toEqual(uids(ics(items)));
    expect(new Set(uids(ics(items))).size).toBe(3);
  });
});
