import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RegionTable, type Region, type Version } from '../src/index.ts';

const file = new URL('../../../deployments/jinhua/regions.json', import.meta.url);
const [installed]: Version<Region[]>[] = JSON.parse(readFileSync(file, 'utf8'));
if (!installed) throw new Error('deployments/jinhua/regions.json has no version');
const table = new RegionTable(installed.value);

describe('the regions of Jinhua', () => {
  it('keep the laws of a table and have nine counties and two zones', () => {
    expect(table.unitsOf('330700', '2026-01-01').map(({ code, name }) => `${code} ${name.zh}`)).toEqual([
      '330702 婺城区',
      '330703 金东区',
      '330723 武义县',
      '330726 浦江县',
      '330727 磐安县',
      '330781 兰溪市',
      '330782 义乌市',
      '330783 东阳市',
      '330784 永康市',
      '3307A1 金华开发区',
      '3307A2 金义都市新区',
    ]);
  });

  it.each([
    ['330719', '330781'],
    ['330722', '330784'],
    ['330724', '330783'],
    ['330725', '330782'],
  ])('the former code %s counts for %s today', (former, today) =>
    expect(table.place(former, '2026-05-03')).toEqual({ kind: 'placed', area: today, successorUsed: true }),
  );

  it('Jinhua County became two: its code today counts for the city, unplaced', () =>
    expect(table.place('330721', '2026-05-03')).toEqual({ kind: 'unplaced', area: '330700' }));

  it('the province is a reference, not a unit, and may hold the city', () => {
    expect(table.get('330000')?.role).toBe('reference');
    expect(table.isWithin('3307A1', '330000')).toBe(true);
  });
});
