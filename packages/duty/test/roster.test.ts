import type { Roster } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { describe, expect, test } from 'vitest';
import { nextAt, onDuty, postName, rosterOf, spanAround, weekOf } from '../src/index.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);
const demo = rosterOf(await loadDeployment('demo'), at('2026-06-01T09:00:00')) as Roster;

describe('who is on duty, in Asia/Shanghai whatever the machine says', () => {
  test.each([
    ['Monday 08:30, the shift begins', '2026-06-01T08:30:00', 'analyst-day'],
    ['Monday 08:29', '2026-06-01T08:29:59', 'analyst-duty'],
    ['Monday 17:30, it is over', '2026-06-01T17:30:00', 'analyst-duty'],
    ['Saturday noon', '2026-06-06T12:00:00', 'analyst-duty'],
  ])('analysts on %s', (_name, moment, post) => {
    expect(onDuty(demo, 'analysts', at(moment))?.post).toBe(post);
  });

  test('a night shift belongs to the day on which it began', () => {
    const night: Roster = {
      ...demo,
      roles: [
        {
          role: 'engineers',
          post: 'by-day',
          standIn: null,
          escalate: null,
          perWeek: null,
          shifts: [{ days: ['sun'], from: '22:00', to: '06:00', post: 'by-night', standIn: null }],
        },
      ],
    };
    expect(onDuty(night, 'engineers', at('2026-06-01T05:59:00'))?.post).toBe('by-night');
    expect(onDuty(night, 'engineers', at('2026-06-01T23:00:00'))?.post).toBe('by-day');
    expect(onDuty(night, 'engineers', at('2026-06-07T22:00:00'))?.post).toBe('by-night');
  });

  test('a role that no roster names has nobody, and a post that it does not list keeps its id', () => {
    expect(onDuty(demo, 'department:justice', at('2026-06-01T09:00:00'))).toBeNull();
    expect(onDuty(null, 'commander', 0)).toBeNull();
    expect(postName(demo, 'office-head').zh).toBe('禁毒办主任岗');
    expect(postName(null, 'x')).toEqual({ zh: 'x', en: 'x' });
  });
});

test('hours: through midnight, the next time of day, the week of Monday', () => {
  const night = { from: '22:00', to: '07:00' };
  expect(spanAround(at('2026-06-01T06:59:59'), night)).toEqual({ day: '2026-05-31', end: at('2026-06-01T07:00:00') });
  expect(spanAround(at('2026-06-01T07:00:00'), night)).toBeNull();
  expect(spanAround(at('2026-06-01T22:00:00'), night)?.end).toBe(at('2026-06-02T07:00:00'));
  expect(nextAt(at('2026-06-01T08:30:00'), '08:30')).toBe(at('2026-06-02T08:30:00'));
  expect(nextAt(at('2026-06-01T08:29:59'), '08:30')).toBe(at('2026-06-01T08:30:00'));
  expect(weekOf(at('2026-06-07T23:59:59'))).toBe('2026-06-01');
  expect(weekOf(at('2026-06-08T00:00:00'))).toBe('2026-06-08');
});
