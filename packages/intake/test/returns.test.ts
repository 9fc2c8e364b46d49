import { INDICATORS, measureContracts } from '@duqing/catalogue';
import { describe, expect, it } from 'vitest';
import {
  COLUMNS,
  csvTemplate,
  formOf,
  readSheet,
  SheetError,
  type FormArea,
  type FormQuery,
  type FormRow,
} from '../src/index.ts';

const AREAS: FormArea[] = [
  { code: '990100', name: '示例市', level: 'city' },
  { code: '990102', name: '甲县', level: 'county' },
];
const CALENDAR = { returnsDueDays: 10, provisionalDays: 20 } as FormQuery['calendar'];
const HEAD = ['区划代码', '指标编码', '统计期', '分子', '分母', '数值', '零报告', '确认至', '版次'];

function form(over: Partial<FormQuery> = {}): FormRow[] {
  return formOf({ department: 'justice', period: '2026Q2', areas: AREAS, calendar: CALENDAR, ...over });
}

function sheet(...rows: string[][]): Uint8Array {
  return Buffer.from([HEAD, ...rows].map((cells) => cells.join(',')).join('\n'));
}
function row(
  over: Partial<Record<'分子' | '分母' | '数值' | '零报告' | '版次' | '确认至' | '指标编码', string>> = {},
): string[] {
  const cells: Record<string, string> = {
    区划代码: '990102',
    指标编码: 'lost-contact-rate',
    统计期: '2026Q2',
    ...over,
  };
  return HEAD.map((name) => cells[name] ?? '');
}
async function figuresOf(bytes: Uint8Array): Promise<unknown[]> {
  return (await readSheet(bytes)).rows.map(({ figures }) => figures);
}

function feedsOf(rows: FormRow[]): string[] {
  return rows.filter(({ takes }) => takes === 'attestation').map(({ measure }) => measure);
}

function isNotOfCounty({ indicator, region }: { indicator: string; region: string }): boolean {
  return indicator !== 'lost-contact-rate' || region !== '990102';
}

describe('the form of a department', () => {
  it('holds what it owes for the period, item by item, area by area, with unit and due day', () => {
    const rows = form();
    expect(rows.find(({ measure, region }) => measure === 'lost-contact-rate' && region === '990102')).toMatchObject({
      takes: 'ratio',
      areaName: '甲县',
      unit: { zh: '名' },
      due: '2026-07-10',
    });
    expect(rows.every(({ counts, unit }) => counts.zh !== '' && unit.zh !== '' && unit.en !== '')).toBe(true);
  });

  it('over all departments and kinds of period asks for every measure that returns are read of, and for no other', () => {
    const departments = [...new Set(INDICATORS.map(({ columns }) => columns.department))];
    const asked = departments.flatMap((department) =>
      ['2026Q2', '2026H1', '2026'].flatMap((period) => form({ department, period }).map(({ measure }) => measure)),
    );
    const read = measureContracts().filter(({ refused, compared }) => refused === null && !compared);
    const feeds = ['feed:cases', 'feed:intelligence', 'feed:seizures'];
    expect([...new Set(asked)].sort()).toEqual([...read.map(({ id }) => id), ...feeds].sort());
  });

  it('asks for feeds by the quarter alone, and of departments whose items count them', () => {
    expect(feedsOf(form())).toEqual([]);
    expect(feedsOf(form({ department: 'police', period: '2026' }))).toEqual([]);
    expect(feedsOf(form({ department: 'police', areas: AREAS.slice(1) }))).toContain('feed:cases');
  });

  it('asks the city for nothing that its counties add up to', () => {
    const rows = form({ areas: AREAS.slice(0, 1) });
    expect(rows.map(({ measure }) => measure)).not.toContain('lost-contact-rate');
  });

  it('asks no area for an item that does not concern it', () => {
    expect(form({ isConcerned: isNotOfCounty }).map(({ measure }) => measure)).not.toContain('lost-contact-rate');
  });

  it.each([['2026Q5'], ['creation'], ['']])('is empty for %s, which no return names', (period) => {
    expect(form({ period })).toEqual([]);
  });
});

describe('a sheet', () => {
  it('left as it was downloaded sends nothing: blank is not zero', async () => {
    const rows = form({ department: 'police' });
    const text = csvTemplate(rows.map((one) => ({ ...one, sent: '' })));
    expect(text.startsWith('\ufeff区划代码 area code,')).toBe(true);
    const { rows: filled, faults, blank } = await readSheet(Buffer.from(text));
    expect([filled, faults, blank.length]).toEqual([[], [], rows.length]);
  });

  it.each([
    ['a ratio', row({ 分子: '3', 分母: '80' }), { numerator: 3, denominator: 80 }],
    ['zero of some', row({ 分子: '0', 分母: '80' }), { numerator: 0, denominator: 80 }],
    ['a count', row({ 数值: '12' }), { value: 12 }],
    ['zero as a number', row({ 数值: '0' }), { value: 0 }],
    ['zero by the zero column', row({ 零报告: '是' }), { nil: true }],
    ['yes', row({ 数值: '是' }), { value: true }],
    ['no', row({ 数值: '否' }), { value: false }],
    ['yes in English', row({ 数值: 'Yes' }), { value: true }],
    ['no in English', row({ 数值: 'no' }), { value: false }],
    ['nil in English', row({ 零报告: 'nil' }), { nil: true }],
    ['a feed through a day', row({ 指标编码: 'feed:cases', 确认至: '2026-06-30' }), { through: '2026-06-30' }],
    [
      'a feed with its count',
      row({ 指标编码: 'feed:cases', 数值: '41', 确认至: '2026年6月3日' }),
      { through: '2026-06-03', count: 41 },
    ],
  ])('%s', async (_, cells, figures) => {
    expect(await figuresOf(sheet(cells))).toEqual([figures]);
  });

  it.each([
    ['a separator', row({ 数值: '"1,200"' }), 'F3'],
    ['a percent sign', row({ 数值: '5%' }), 'F3'],
    ['a decimal', row({ 数值: '12.5' }), 'F3'],
    ['full-width digits', row({ 分子: '１２' }), 'D3'],
    ['a negative number', row({ 分母: '-1' }), 'E3'],
    ['words', row({ 数值: '无' }), 'F3'],
    ['1e3', row({ 数值: '1e3' }), 'F3'],
    ['zero and a figure', row({ 数值: '3', 零报告: '是' }), 'G3'],
    ['another word under zero', row({ 零报告: '不是' }), 'G3'],
    ['a day for no feed', row({ 数值: '1', 确认至: '2026-06-30' }), 'H3'],
    ['a feed with a count alone', row({ 指标编码: 'feed:cases', 数值: '0' }), 'H3'],
    ['a feed through no day', row({ 指标编码: 'feed:cases', 确认至: '2026-06-31' }), 'H3'],
    ['a feed as nil', row({ 指标编码: 'feed:cases', 零报告: '是' }), 'G3'],
    ['a revision that is none', row({ 数值: '1', 版次: '0' }), 'I3'],
  ])('refuses %s, and says in which cell', async (_, cells, cell) => {
    const { rows, faults } = await readSheet(sheet(row({ 数值: '1', 指标编码: 'x' }), cells));
    expect([rows.length, faults.map((fault) => [fault.line, fault.cell])]).toEqual([1, [[3, cell]]]);
    expect(faults[0]?.reason.zh).toMatch(/\p{Script=Han}/u);
    expect(faults[0]?.reason.en.replaceAll(/[是否]|"１２"/g, '')).not.toMatch(/\p{Script=Han}/u);
  });

  it('takes blanks of any width for nothing: they are no zero', async () => {
    const { rows, faults, blank } = await readSheet(sheet(row({ 分子: '　', 分母: ' ', 数值: '\u00a0' })));
    expect([rows, faults, blank]).toEqual([[], [], [2]]);
  });

  it('refuses the same figure in two rows: which of them counts is not for us to say', async () => {
    const { rows, faults } = await readSheet(sheet(row({ 数值: '1' }), row({ 数值: '2' })));
    expect([rows.length, faults[0]?.line, faults[0]?.reason.zh]).toEqual([1, 3, expect.stringContaining('第 2 行')]);
  });

  it('names the columns that a file of another kind lacks', async () => {
    const { faults } = await readSheet(Buffer.from('a,b\n1,2'));
    expect(faults).toMatchObject([{ line: 1, column: expect.stringContaining('区划代码') }]);
  });

  it('is read in GB18030 as spreadsheet programs save it', async () => {
    const gb = Buffer.from(
      'c7f8bbaeb4fac2eb2cd6b8b1eab1e0c2eb2ccdb3bcc6c6da2cb7d6d7d32cb7d6c4b82ccafdd6b52cc1e3b1a8b8e62cb0e6b4ce0a3939303130322c782c3230323651322c2c2c352c2c310a',
      'hex',
    );
    expect((await readSheet(gb)).rows).toEqual([
      { line: 2, label: '', region: '990102', measure: 'x', period: '2026Q2', figures: { value: 5 }, revision: 1 },
    ]);
  });

  it('counts lines as the file does, blank ones between too, and takes a title above the headings', async () => {
    const bytes = Buffer.from(`二季度报表\r\n${HEAD.join(',')}\r\n\r\n${row({ 数值: '1' }).join(',')}\r\n`);
    expect((await readSheet(bytes)).rows.map(({ line }) => line)).toEqual([4]);
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeff区划代码', 'utf16le')],
    ['no table', Buffer.from('"')],
    ['an old .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a cut workbook', Buffer.from('504b030414000000', 'hex')],
  ])('%s cannot be read at all, and that is said in words', async (_, bytes) => {
    const error: unknown = await readSheet(bytes).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SheetError);
    expect((error as SheetError).said.zh).toMatch(/XLSX/);
  });

  it('has the columns of the form and no others, in Chinese with the English beside it', () => {
    const heads = csvTemplate([]).replace('\ufeff', '').trim().split(',');
    expect(heads.map((head) => head.split(' ')[0])).toEqual(Object.values(COLUMNS));
    expect(heads.filter((head) => !/ [a-z]/.test(head))).toEqual([]);
  });
});
