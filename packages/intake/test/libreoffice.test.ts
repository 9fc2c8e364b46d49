import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  csvTemplate,
  formOf,
  readSheet,
  xlsxTemplate,
  type Figures,
  type FormQuery,
  type FormRow,
} from '../src/index.ts';

/**
 * The template of the police for 2026Q2, opened, filled in and saved by LibreOffice Calc 7.4 (as XLSX, and as CSV in GB18030 with
 * dates as Chinese spreadsheet programs show them). By line: each fourth was left blank, the one after it says nil where it is a ratio.
 */
const SAVED = ['libreoffice-police-2026Q2.xlsx', 'libreoffice-police-2026Q2-gb18030.csv'] as const;
const CALENDAR = { returnsDueDays: 10, provisionalDays: 20 } as FormQuery['calendar'];
const AREAS: FormQuery['areas'] = [
  { code: '990102', name: '甲县', level: 'county' },
  { code: '990103', name: '乙县', level: 'county' },
];
const ROWS = formOf({ department: 'police', period: '2026Q2', areas: AREAS, calendar: CALENDAR });

function filledIn({ takes }: FormRow, at: number): Figures | null {
  if (at % 4 === 0) return null;
  if (at % 4 === 1 && (takes === 'ratio' || takes === 'numerator')) return { nil: true };
  switch (takes) {
    case 'ratio':
      return { numerator: at * 3, denominator: 1000 + at * 7 };
    case 'numerator':
      return { numerator: at * 3 };
    case 'value':
      return { value: 12345 + at };
    case 'flag':
      return { value: at % 2 === 1 };
    case 'attestation':
      return { count: 12345 + at, through: '2026-06-30' };
  }
}

it.each(SAVED)('%s: every figure arrives as it was filled in, blank lines are none', async (name) => {
  const { rows, faults, blank } = await readSheet(await readFile(new URL(`fixtures/${name}`, import.meta.url)));
  const said = ROWS.map((row, index) => ({ row, figures: filledIn(row, index + 1), line: index + 2 }));
  expect(faults).toEqual([]);
  expect(blank).toEqual(said.flatMap(({ figures, line }) => (figures === null ? line : [])));
  expect(rows.map(({ region, measure, period, figures }) => ({ region, measure, period, figures }))).toEqual(
    said.flatMap(({ row: { region, measure, period }, figures }) =>
      figures === null ? [] : { region, measure, period, figures },
    ),
  );
});

it.each([
  ['both languages', (head: string) => head],
  ['Chinese alone', (head: string) => head.split(' ')[0] ?? ''],
  ['English alone', (head: string) => head.split(' ').slice(1).join(' ')],
  ['a line break between', (head: string) => head.replace(' ', '\r\n')],
])('headings in %s are those of the template', async (_, told) => {
  const [head = '', ...lines] = csvTemplate(ROWS.map((row) => ({ ...row, sent: '' })))
    .slice(1)
    .trim()
    .split('\r\n');
  const heads = head.split(',').map((one) => `"${told(one)}"`);
  const { faults, blank } = await readSheet(Buffer.from([heads.join(','), ...lines].join('\r\n')));
  expect(faults).toEqual([]);
  expect(blank.length).toBe(ROWS.length);
});

it('a workbook’s headings say both languages', async () => {
  const { faults, blank } = await readSheet(await xlsxTemplate(ROWS.map((row) => ({ ...row, sent: '' }))));
  expect([faults.length, blank.length]).toEqual([0, ROWS.length]);
});
