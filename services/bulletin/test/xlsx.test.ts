import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { figureRows } from '../src/core/figures.ts';
import { figuresXlsx } from '../src/forms/xlsx.ts';
import { bytesOf, inputOf } from './support.ts';

type Value = string | number | boolean | null;

async function workbook(note?: string) {
  const input = await inputOf();
  const [cell] = input.cells;
  if (!cell) throw new Error('no cells');
  const given =
    note === undefined ? input : { ...input, cells: [{ ...cell, note: { zh: note, en: note } }], history: [] };
  const files = unzipSync(bytesOf(figuresXlsx(given)));
  const part = (name: string): string => new TextDecoder('utf-8', { fatal: true }).decode(files[name]);
  return { given, part, files: Object.keys(files) };
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

const CELL =
  /<c r="([A-Z])\d+"(?: s="\d")?(?: t="(\w+)")?>(?:<v>([^<]*)<\/v>|<is><t xml:space="preserve">([^<]*)<\/t><\/is>)<\/c>/g;

/** The values of a sheet, read by the types of its cells. */
function valuesOf(part: (name: string) => string): Value[][] {
  const rows = [...part('xl/worksheets/sheet1.xml').matchAll(/<row [^>]*>(.*?)<\/row>/gs)];
  return rows.map(([, row = '']) => {
    const values: Value[] = Array.from({ length: 24 }, () => null);
    for (const [, name = '', type, number, text = ''] of row.matchAll(CELL))
      values[name.charCodeAt(0) - 65] =
        number === undefined ? unescaped(text) : type === 'b' ? number === '1' : Number(number);
    return values;
  });
}

test('every figure of the quarter is in the workbook as it is', async () => {
  const { given, part } = await workbook();
  const rows = [...figureRows(given)].map((row) => row.map((value) => (value === '' ? null : value)));
  expect(rows.length).toBeGreaterThan(900);
  expect(valuesOf(part).slice(1)).toEqual(rows);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', "=cmd|'/c calc'!A0", '<f>1</f>\u0000\u202e'])(
  '%s is text and no formula',
  async (note) => {
    const { part } = await workbook(note);
    expect(part('xl/worksheets/sheet1.xml')).not.toMatch(/<f[ >]/);
    expect(valuesOf(part)[1]?.[23]).toBe(note.replaceAll('\u0000', '\ufffd').replaceAll('\u202e', '\ufffd'));
  },
);
