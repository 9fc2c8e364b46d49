import { INDICATORS, measureContracts } from '@duqing/catalogue';
import { describe, expect, it } from 'vitest';
import { formOf, readSheet, sheetOf, type FormArea } from '../src/index.ts';
import { COLUMNS } from '../src/returns/sheet.ts';

const AREAS: FormArea[] = [
  { code: '990100', name: '示例市', level: 'city' },
  { code: '990102', name: '甲县', level: 'county' },
];
const SENDER = { source: '/990102/justice', time: '2026-07-04T07:00:00.000Z' };
const HEAD = ['区划代码', '指标编码', '统计期', '分子', '分母', '数值', '零报告', '版次'];

function sheet(...rows: string[][]): Uint8Array {
  return Buffer.from([HEAD, ...rows].map((cells) => cells.join(',')).join('\n'));
}
function row(over: Partial<Record<'分子' | '分母' | '数值' | '零报告' | '版次', string>> = {}): string[] {
  const cells: Record<string, string> = {
    区划代码: '990102',
    指标编码: 'lost-contact-rate',
    统计期: '2026Q2',
    版次: '1',
    ...over,
  };
  return HEAD.map((name) => cells[name] ?? '');
}
const dataOf = (bytes: Uint8Array): unknown[] =>
  readSheet(bytes, SENDER).returns.map(({ text }) => (JSON.parse(text) as { data: unknown }).data);

function idOf(cells: string[]): unknown {
  return (JSON.parse(readSheet(sheet(cells), SENDER).returns[0]?.text ?? '{}') as { id: unknown }).id;
}

describe('the form of a department', () => {
  it('holds what it owes for the period, item by item, area by area', () => {
    const rows = formOf({ department: 'justice', period: '2026Q2', areas: AREAS });
    expect(rows.map(({ region, measure }) => `${region} ${measure}`)).toContain('990102 lost-contact-rate');
    expect(rows.find(({ measure }) => measure === 'lost-contact-rate')).toMatchObject({
      takes: 'ratio',
      areaName: '甲县',
    });
    expect(rows.every(({ counts }) => counts !== '')).toBe(true);
  });

  it('over all departments and kinds of period asks for every measure that returns are read of, and for no other', () => {
    const departments = [...new Set(INDICATORS.map(({ columns }) => columns.department))];
    const asked = departments.flatMap((department) =>
      ['2026Q2', '2026H1', '2026'].flatMap((period) =>
        formOf({ department, period, areas: AREAS }).map(({ measure }) => measure),
      ),
    );
    const read = measureContracts().filter(({ id, refused }) => refused === null && !id.endsWith(':reported-total'));
    expect([...new Set(asked)].sort()).toEqual(read.map(({ id }) => id).sort());
  });

  it('asks the city for nothing that its counties add up to', () => {
    const rows = formOf({ department: 'justice', period: '2026Q2', areas: AREAS.slice(0, 1) });
    expect(rows.map(({ measure }) => measure)).not.toContain('lost-contact-rate');
  });

  it.each([['2026Q5'], ['creation'], ['']])('is empty for %s, which no return names', (period) => {
    expect(formOf({ department: 'justice', period, areas: AREAS })).toEqual([]);
  });
});

describe('a sheet', () => {
  it('left as it was downloaded sends nothing: blank is not zero', () => {
    const rows = formOf({ department: 'justice', period: '2026Q2', areas: AREAS });
    const text = sheetOf(rows);
    expect(text.startsWith('\ufeff区划代码,')).toBe(true);
    const { returns, faults, blank } = readSheet(Buffer.from(text), SENDER);
    expect([returns, faults, blank.length]).toEqual([[], [], rows.length]);
  });

  it.each([
    ['a ratio', row({ 分子: '3', 分母: '80' }), { numerator: 3, denominator: 80 }],
    ['zero of some', row({ 分子: '0', 分母: '80' }), { numerator: 0, denominator: 80 }],
    ['a count', row({ 数值: '12' }), { value: 12 }],
    ['zero as a number', row({ 数值: '0' }), { value: 0 }],
    ['zero by the zero button', row({ 零报告: '是' }), { nil: true }],
    ['yes', row({ 数值: '是' }), { value: true }],
    ['no', row({ 数值: '否' }), { value: false }],
    ['a decimal', row({ 数值: '12.5' }), { value: 12.5 }],
  ])('%s', (_, cells, figures) => {
    expect(dataOf(sheet(cells))).toEqual([
      { revision: 1, region: '990102', measure: 'lost-contact-rate', period: '2026Q2', ...figures },
    ]);
  });

  it.each([
    ['a separator', row({ 数值: '"1,200"' }), '数值'],
    ['a percent sign', row({ 数值: '5%' }), '数值'],
    ['wide digits', row({ 分子: '１２' }), '分子'],
    ['a negative number', row({ 分母: '-1' }), '分母'],
    ['words', row({ 数值: '无' }), '数值'],
    ['1e3', row({ 数值: '1e3' }), '数值'],
    ['zero and a figure', row({ 数值: '3', 零报告: '是' }), '零报告'],
    ['another word under zero', row({ 零报告: '不是' }), '零报告'],
  ])('refuses %s by line and column', (_, cells, column) => {
    const { returns, faults } = readSheet(sheet(row({ 数值: '1' }), cells), SENDER);
    expect([returns.length, faults.map((fault) => [fault.line, fault.column])]).toEqual([1, [[3, column]]]);
    expect(faults[0]?.reason.zh).toMatch(/\p{Script=Han}/u);
  });

  it('names the columns that a file of another kind lacks', () => {
    const { faults } = readSheet(Buffer.from('a,b\n1,2'), SENDER);
    expect(faults).toMatchObject([{ line: 1, column: expect.stringContaining('区划代码') }]);
  });

  it('is read in GB18030 as spreadsheet programs save it', () => {
    const gb = Buffer.from(
      'c7f8bbaeb4fac2eb2cd6b8b1eab1e0c2eb2ccdb3bcc6c6da2cb7d6d7d32cb7d6c4b82ccafdd6b52cc1e3b1a8b8e62cb0e6b4ce0a3939303130322c782c3230323651322c2c2c352c2c310a',
      'hex',
    );
    expect(dataOf(gb)).toEqual([{ revision: 1, region: '990102', measure: 'x', period: '2026Q2', value: 5 }]);
  });

  it('sent twice is the same message, a higher version another', () => {
    expect(idOf(row({ 数值: '1' }))).toBe('sheet:990102/lost-contact-rate/2026Q2:1');
    expect(idOf(row({ 数值: '1', 版次: '2' }))).toBe('sheet:990102/lost-contact-rate/2026Q2:2');
  });

  it('counts lines as the file does, blank ones between too', () => {
    const bytes = Buffer.from(`${HEAD.join(',')}\r\n\r\n${row({ 数值: '1' }).join(',')}\r\n`);
    expect(readSheet(bytes, SENDER).returns.map(({ line }) => line)).toEqual([3]);
  });

  it('has the columns of the form and no others', () => {
    expect(sheetOf([]).trim().split(',')).toEqual(Object.values(COLUMNS));
  });
});
