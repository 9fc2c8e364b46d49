import { endOfDay } from '@duqing/calendar';
import type { Cell } from '@duqing/catalogue';
import { describe, expect, it } from 'vitest';
import { momentHead, monthEnds, triangleOf } from '../src/core/triangle.ts';

const MAY = endOfDay('2026-05-31') - 1;
const JUNE = endOfDay('2026-06-30') - 1;

function cell(period: string, value: number): Cell {
  return {
    period,
    value,
    numerator: value,
    denominator: null,
    verdict: 'met',
    reason: null,
    stage: 'final',
    unit: 'cases',
  } as Cell;
}

describe('monthEnds', () => {
  it('are the last moments of months in Shanghai, and the watermark itself', () => {
    const until = Date.parse('2026-07-20T08:00:00+08:00');
    expect(monthEnds('2026-05-14', until)).toEqual([MAY, JUNE, until]);
  });

  it('of a watermark at a month’s last moment that one once', () => {
    expect(monthEnds('2026-05-01', JUNE)).toEqual([MAY, JUNE]);
  });

  it('go over the year’s end and through February', () => {
    const found = monthEnds('2027-12-01', endOfDay('2028-02-29') - 1).map(momentHead);
    expect(found).toEqual(['2027-12-31', '2028-01-31', '2028-02-29']);
  });
});

describe('triangleOf', () => {
  it('has a row a period and a column a moment; null where there was no cell yet', () => {
    const found = triangleOf({ indicator: 'cases-filed', region: '990101' }, [
      { asOf: JUNE, cells: [cell('2026Q1', 5), cell('2026Q2', 2)] },
      { asOf: MAY, cells: [cell('2026Q1', 4)] },
    ]);
    expect(found.asOf).toEqual([MAY, JUNE]);
    expect(found.rows.map(({ period, points }) => [period, points.map((point) => point?.value ?? null)])).toEqual([
      ['2026Q1', [4, 5]],
      ['2026Q2', [null, 2]],
    ]);
  });
});
