import { describe, expect, it } from 'vitest';
import { RegionTable, type Region } from '../src/index.ts';

/** Jinhua's codes; years of change from GB/T 2260's history (repository yescallop/areacodes, CC0), days ours: 1 January. */
const region = (code: string, more: Partial<Region> = {}): Region => ({
  code,
  name: { zh: code, en: code },
  parent: '330700',
  level: 'county',
  role: 'monitored',
  validFrom: '1985-01-01',
  validTo: null,
  successors: [],
  source: 'GB/T 2260',
  ...more,
});
const ended = (year: number, ...successors: string[]) =>
  ({ role: 'historical', validTo: `${year}-01-01`, successors }) satisfies Partial<Region>;
const jinhua = [
  region('330000', { parent: null, level: 'province', role: 'reference' }),
  region('330700', { parent: '330000', level: 'city' }),
  region('330702'),
  region('330703', { validFrom: '2000-01-01' }),
  region('330782', { validFrom: '1988-01-01' }),
  region('330783', { validFrom: '1988-01-01' }),
  region('339008', { validFrom: '1988-01-01', ...ended(1992, '330783') }),
  region('330721', ended(2000, '330702', '330703')),
  region('330724', ended(1988, '339008')),
  region('330725', ended(1988, '330782')),
];
const table = new RegionTable(jinhua);

const codes = (day: string) => table.unitsOf('330700', day).map(({ code }) => code);

describe('where a code counts', () => {
  it.each([
    ['330782', '2026-05-03', { kind: 'placed', area: '330782', successorUsed: false }],
    ['330725', '1987-12-31', { kind: 'placed', area: '330725', successorUsed: false }],
    ['330725', '1988-01-01', { kind: 'placed', area: '330782', successorUsed: true }],
    ['330724', '1990-06-01', { kind: 'placed', area: '339008', successorUsed: true }],
    ['330724', '2026-01-01', { kind: 'placed', area: '330783', successorUsed: true }],
    ['330721', '1999-12-31', { kind: 'placed', area: '330721', successorUsed: false }],
    ['330721', '2000-01-01', { kind: 'unplaced', area: '330700' }],
    ['330703', '1999-12-31', { kind: 'unknown' }],
    ['999999', '2026-01-01', { kind: 'unknown' }],
  ])('%s on %s', (code, day, expected) => expect(table.place(code, day)).toEqual(expected));

  it('units are the monitored ones in force, never the reference or a code that ended', () => {
    expect(codes('2026-01-01')).toEqual(['330702', '330703', '330782', '330783']);
    expect(codes('1999-12-31')).toEqual(['330702', '330782', '330783']);
  });

  it('a source may write for its own area and below', () => {
    expect(table.isWithin('330782', '330700')).toBe(true);
    expect(table.isWithin('330782', '330782')).toBe(true);
    expect(table.isWithin('330700', '330782')).toBe(false);
    expect(table.isWithin('330702', '330782')).toBe(false);
  });
});

describe('a table that breaks its laws', () => {
  it('is refused where parents run in a circle', () => {
    const circle = [region('1', { parent: '2' }), region('2', { parent: '1' })];
    expect(() => new RegionTable(circle)).toThrow(/1: is above itself; 2: is above itself/);
  });

  it('is refused with every fault at once', () => {
    const faulty = [
      region('1', { parent: null, successors: ['9'] }),
      region('2', { parent: '8', validTo: '1985-01-01' }),
      region('3', { parent: null, ...ended(1990, '4') }),
      region('4', { parent: null, ...ended(1991, '3') }),
      region('1', { parent: null }),
    ];
    expect(() => new RegionTable(faulty)).toThrow(
      /1: listed twice.*1: unknown successor 9.*1: in force and succeeded.*2: unknown parent 8.*2: ends before.*3: succeeds itself.*4: succeeds itself/,
    );
  });
});
