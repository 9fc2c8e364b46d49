import type { Department } from '@duqing/catalogue';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import writeXlsxFile, { type Row, type Sheet } from 'write-excel-file/node';
import { describe, expect, it } from 'vitest';
import {
  COLUMNS,
  csvTemplate,
  formOf,
  planOf,
  readSheet,
  returnEvent,
  SheetError,
  xlsxTemplate,
  type Figures,
  type FormQuery,
  type FormRow,
  type SheetReading,
} from '../src/index.ts';
import { zipOf } from './zip.ts';

const CALENDAR = { returnsDueDays: 10, provisionalDays: 20 } as FormQuery['calendar'];
const AREAS: FormQuery['areas'] = [
  { code: '990102', name: '甲县', level: 'county' },
  { code: '990103', name: '乙县', level: 'county' },
];
const TIME = '2026-07-04T07:00:00.000Z';

function rowsOf(department: Department): FormRow[] {
  return formOf({ department, period: '2026Q2', areas: AREAS, calendar: CALENDAR });
}

/** Figures that a row of this kind takes; null = left blank. */
function figuresFor({ takes }: FormRow): fc.Arbitrary<Figures | null> {
  const count = fc.oneof(fc.nat(20), fc.nat(1_000_000_000));
  const nil = fc.constant<Figures>({ nil: true });
  const blank = fc.constant(null);
  switch (takes) {
    case 'ratio':
      return fc.oneof(fc.record({ numerator: count, denominator: count }), nil, blank);
    case 'numerator':
      return fc.oneof(fc.record({ numerator: count }), nil, blank);
    case 'value':
      return fc.oneof(fc.record({ value: count }), nil, blank);
    case 'flag':
      return fc.oneof(fc.record({ value: fc.boolean() }), blank);
    case 'attestation':
      return fc.oneof(fc.record({ through: fc.constantFrom('2026-06-30', '2026-04-01'), count }), blank);
  }
}

const DEPARTMENTS: Department[] = ['justice', 'police', 'education', 'drug-control-office'];
const FILLED = fc
  .constantFrom(...DEPARTMENTS)
  .map(rowsOf)
  .chain((rows) => fc.tuple(...rows.map(figuresFor)).map((figures) => ({ rows, figures })));

type Filled = typeof FILLED extends fc.Arbitrary<infer T> ? T : never;

/** What goes into the columns that are filled in; booleans in words. */
function cellsOf(figures: Figures | null): Record<string, string | number> {
  const { value, count, nil, ...rest } = figures ?? {};
  const said = typeof value === 'boolean' ? (value ? '是' : '否') : (value ?? count);
  return { ...rest, ...(said !== undefined && { value: said }), ...(nil && { nil: '是' }) };
}

const KEYS = Object.keys(COLUMNS);

/** The template's own lines with the figures put in. */
function filledLines({ rows, figures }: Filled): (string | number)[][] {
  const template = csvTemplate(rows.map((row) => ({ ...row, sent: '' })));
  const lines = template.replace('\ufeff', '').trim().split('\r\n');
  return lines.map((line, index) => {
    const cells: (string | number)[] = line
      .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((cell) => cell.replaceAll('"', ''));
    if (index > 0)
      for (const [key, value] of Object.entries(cellsOf(figures[index - 1] ?? null))) cells[KEYS.indexOf(key)] = value;
    return cells;
  });
}

async function workbook(lines: (string | number)[][], asText = false): Promise<Uint8Array> {
  const data = lines.map((cells): Row =>
    cells.map((value) =>
      typeof value === 'number' && !asText ? { value, type: Number } : { value: String(value), type: String },
    ),
  );
  return writeXlsxFile([{ data, sheet: '填报' } satisfies Sheet<never>]).toBuffer();
}

function eventsOf({ rows }: SheetReading): unknown[] {
  const { planned } = planOf(rows, { held: [], source: () => '' });
  return planned.map((row) => JSON.parse(returnEvent(row, { source: '/990102/x', time: TIME })) as unknown);
}

function expectedData({ rows, figures }: Filled): object[] {
  return rows.flatMap(({ region, measure, period }, index) => {
    const said = figures[index];
    if (said === null || said === undefined) return [];
    const what = measure.startsWith('feed:') ? { feed: measure.slice(5) } : { measure };
    return [{ revision: 1, region, ...what, period, ...said }];
  });
}

describe('template, filled in, read back', () => {
  it('gives the same events as a workbook with numbers, with numbers as text, and as CSV', async () => {
    await fc.assert(
      fc.asyncProperty(FILLED, fc.boolean(), async (filled, asText) => {
        const lines = filledLines(filled);
        const csv = lines.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n');
        const readings = [await readSheet(await workbook(lines, asText)), await readSheet(Buffer.from(csv))];
        for (const reading of readings) {
          expect(reading.faults).toEqual([]);
          const data = eventsOf(reading).map((event) => (event as { data: object }).data);
          expect(data).toEqual(expectedData(filled));
          expect(reading.blank.length).toBe(filled.figures.filter((one) => one === null).length);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('the workbook itself, untouched, is every row blank', async () => {
    const rows = rowsOf('police').map((row) => ({ ...row, sent: '第1版 3/80' }));
    const { rows: filled, faults, blank } = await readSheet(await xlsxTemplate(rows));
    expect([filled, faults, blank.length]).toEqual([[], [], rows.length]);
  });
});

/** A workbook by hand: `cells` is the XML of row 2, below our headings. */
function byHand(given: {
  cells?: string;
  rest?: string;
  styles?: string;
  sheets?: string;
  second?: string;
  before?: string;
}): Uint8Array {
  const head = KEYS.map(
    (key, index) => `<c r="${letters(index)}1" t="inlineStr"><is><t>${COLUMNS[key as 'name']}</t></is></c>`,
  );
  const place = [
    ['A', '990102'],
    ['C', 'x'],
    ['E', '2026Q2'],
  ].map(([column, text]) => `<c r="${column}2" t="inlineStr"><is><t>${text}</t></is></c>`);
  const sheet = (row: string): string =>
    `${given.before ?? ''}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">${head.join('')}</row><row r="2">${place.join('')}${row}</row></sheetData>${given.rest ?? ''}</worksheet>`;
  const main =
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  return zipOf({
    'xl/workbook.xml': `<workbook ${main}>${given.sheets ?? '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'}</workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
    'xl/styles.xml': `<styleSheet ${main}>${given.styles ?? ''}</styleSheet>`,
    'xl/worksheets/sheet1.xml': sheet(given.cells ?? ''),
    ...(given.second !== undefined && { 'xl/worksheets/sheet2.xml': sheet(given.second) }),
  });
}

function letters(index: number): string {
  return String.fromCodePoint(65 + index);
}

const DAYS =
  '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0&quot;d&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs>';
const number = (column: string, value: string, style = '0'): string =>
  `<c r="${column}2" s="${style}"><v>${value}</v></c>`;

async function errorOf(bytes: Uint8Array): Promise<SheetError> {
  const error: unknown = await readSheet(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SheetError);
  return error as SheetError;
}

function sheetTag(id: number, state = ''): string {
  return `<sheet name="s${id}" sheetId="${id}" r:id="r${id}"${state}/>`;
}

describe('a workbook', () => {
  it.each([
    ['a number', { cells: number('M', '5') }, { value: 5 }],
    ['a number as the program wrote it', { cells: number('M', '1.2E+2') }, { value: 120 }],
    ['a format that only shows a letter', { cells: number('M', '5', '3'), styles: DAYS }, { value: 5 }],
    ['a boolean cell', { cells: '<c r="M2" t="b"><v>1</v></c>' }, { value: true }],
    ['nil as a boolean cell', { cells: '<c r="N2" t="b"><v>1</v></c>' }, { nil: true }],
  ])('%s', async (_, given, figures) => {
    const { rows, faults } = await readSheet(byHand(given));
    expect([faults, rows.map((row) => row.figures)]).toEqual([[], [figures]]);
  });

  it.each([
    ['shown as 2026年6月30日', number('O', '46203', '1'), ''],
    ['shown as 2026/6/30', number('O', '46203', '2'), ''],
    ['as a bare serial', number('O', '46203'), ''],
    ['counted from 1904', number('O', '44741', '2'), '<workbookPr date1904="1"/>'],
  ])('a day %s', async (_, cell, properties) => {
    const feed = '<c r="C2" t="inlineStr"><is><t>feed:cases</t></is></c>';
    const sheets = `${properties}<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>`;
    const { rows, faults } = await readSheet(byHand({ cells: feed + cell, styles: DAYS, sheets }));
    expect([faults, rows.map((row) => row.figures)]).toEqual([[], [{ through: '2026-06-30' }]]);
  });

  it.each([
    ['a formula, whatever it last came to', { cells: '<c r="M2"><f>1+1</f><v>2</v></c>' }, 'M2', '公式'],
    [
      'a merged cell',
      { cells: number('M', '5'), rest: '<mergeCells><mergeCell ref="M2:M4"/></mergeCells>' },
      'M2',
      '合并',
    ],
    ['an error', { cells: '<c r="M2" t="e"><v>#N/A</v></c>' }, 'M2', '错误'],
    [
      'a figure that became a day (3/80 is March 1980)',
      { cells: number('K', '29312', '2'), styles: DAYS },
      'K2',
      '日期',
    ],
    ['a figure that became a day of this century', { cells: number('K', '46203', '2'), styles: DAYS }, 'K2', '日期'],
    ['a fraction', { cells: number('M', '0.25') }, 'M2', '整数'],
    ['a count beyond exact numbers', { cells: number('M', '9007199254740993') }, 'M2', ''],
  ])('%s is named by its cell', async (_, given, cell, word) => {
    const { rows, faults } = await readSheet(byHand(given));
    expect([rows, faults.map((fault) => fault.cell)]).toEqual([[], [cell]]);
    expect(faults[0]?.reason.zh).toContain(word);
  });

  it('a hidden sheet of returns is not sent, nor one of two', async () => {
    const hidden = byHand({
      cells: number('M', '5'),
      sheets: `<sheets>${sheetTag(1, ' state="veryHidden"')}</sheets>`,
    });
    expect((await errorOf(hidden)).said.zh).toContain('隐藏');
    const two = byHand({
      cells: number('M', '5'),
      second: number('M', '6'),
      sheets: `<sheets>${sheetTag(1)}${sheetTag(2)}</sheets>`,
    });
    expect((await errorOf(two)).said.zh).toContain('只保留一张');
    const beside = byHand({
      cells: number('M', '5'),
      second: number('M', '6'),
      sheets: `<sheets>${sheetTag(1, ' state="hidden"')}${sheetTag(2)}</sheets>`,
    });
    expect((await readSheet(beside)).rows.map(({ figures }) => figures)).toEqual([{ value: 6 }]);
  });

  it('a document type, which could expand without end, is refused', async () => {
    expect((await errorOf(byHand({ before: '<!DOCTYPE x [<!ENTITY a "b">]>' }))).said.en).toContain('damaged');
  });

  it('an archive that unpacks to more than the limit is refused by what it declares', async () => {
    const large = zipOf({ 'xl/workbook.xml': '<x/>', 'xl/worksheets/sheet1.xml': ' '.repeat(10_000_001) });
    expect(large.length).toBeLessThan(100_000);
    expect((await errorOf(large)).said.zh).toContain('过大');
  });

  it('and by what it really unpacks to, where it declares less', async () => {
    const packed = deflateRawSync(Buffer.from(`<x>${' '.repeat(5_000_000)}</x>`));
    const lying = zipOf({ 'xl/workbook.xml': { packed, size: 100 } });
    expect((await errorOf(lying)).said.zh).toContain('已损坏');
  });

  it('rows without end are refused', async () => {
    const lines = [
      Object.values(COLUMNS) as (string | number)[],
      ...Array.from({ length: 5_001 }, (_, index) => [index]),
    ];
    expect((await errorOf(await workbook(lines))).said.zh).toContain('5000 行');
  });

  it('whatever bytes follow an archive’s first four, it is read or refused in words', async () => {
    const whole = byHand({ cells: number('M', '5') });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 5), fc.nat(255), async (at, byte) => {
        const bytes = Uint8Array.from(whole);
        bytes[at + 4] = byte;
        const said: unknown = await readSheet(bytes).catch((error: unknown) => error);
        expect(said instanceof Error && !(said instanceof SheetError)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
