import { html } from '@duqing/pages';
import { COLUMNS, figureRows } from '../core/figures.ts';
import { encoded, heldIfSmall, type Content } from '../core/content.ts';
import type { BulletinInput } from '../core/types.ts';
import { zipped } from './zip.ts';

type Value = string | number | boolean | null;

/**
 * All figures as a workbook, written row by row: a city of thousands of areas takes no more memory than one of eleven. Text is text and
 * never a formula, whatever it begins with; the same input gives the same bytes.
 */
export function figuresXlsx(input: BulletinInput): Content {
  return heldIfSmall(() => zipped(partsOf(input)));
}

function* partsOf(input: BulletinInput): Iterable<readonly [string, Iterable<Uint8Array>]> {
  for (const [name, text] of Object.entries(fixedParts(input.lang === 'zh' ? '数据' : 'Figures')))
    yield [name, [Buffer.from(XML + text)]];
  yield ['xl/worksheets/sheet1.xml', encoded(sheet(input))];
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Everything of a workbook but its sheet; style 1 is bold. */
function fixedParts(name: string): Record<string, string> {
  return {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('/xl/workbook.xml', 'sheet.main')}${part('/xl/styles.xml', 'styles')}${part('/xl/worksheets/sheet1.xml', 'worksheet')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships">${related(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${related(1, 'worksheet', 'worksheets/sheet1.xml')}${related(2, 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`,
  };
}

function related(id: number, kind: string, target: string): string {
  return `<Relationship Id="rId${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
}

function part(path: string, kind: string): string {
  return `<Override PartName="${path}" ContentType="${TYPE}.${kind}+xml"/>`;
}

const WIDE: readonly string[] = ['id', 'indicator', 'indicator_name', 'note'];

function* sheet(input: BulletinInput): Iterable<string> {
  const columns = COLUMNS.map(
    (name, at) => `<col min="${at + 1}" max="${at + 1}" width="${WIDE.includes(name) ? 36 : 14}" customWidth="1"/>`,
  );
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>`;
  yield rowOf(COLUMNS, { at: 1, style: ' s="1"' });
  let at = 1;
  for (const row of figureRows(input)) yield rowOf(row, { at: (at += 1), style: '' });
  yield '</sheetData></worksheet>';
}

function rowOf(values: readonly Value[], { at, style }: { at: number; style: string }): string {
  const cells = values.map((value, column) => cellOf(value, `r="${LETTERS[column] ?? ''}${at}"${style}`));
  return `<row r="${at}">${cells.join('')}</row>`;
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Signs that a cell of a workbook can hold. */
const LONGEST = 32_767;

function cellOf(value: Value, attributes: string): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return `<c ${attributes}><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c ${attributes} t="b"><v>${value ? 1 : 0}</v></c>`;
  const { text } = html`${value.slice(0, LONGEST)}`;
  return `<c ${attributes} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}
