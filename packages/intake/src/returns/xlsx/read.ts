import type { Grid } from '../grid.ts';
import { SheetError } from '../said.ts';
import { dayStyles } from './formats.ts';
import { parseXml } from './parse.ts';
import { sheetRows, type Shared } from './sheet-part.ts';
import { unpack } from './unpack.ts';

export interface WorkbookSheet {
  name: string;
  /** its user does not see it */
  hidden: boolean;
  grid: Grid;
}

const MOST_SHEETS = 20;

/** Whether the bytes begin as an archive does: a workbook, whatever its file is called. */
export function looksLikeXlsx(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]);
}

/** The sheets of a workbook in their order, with what `isDay` styles and shared strings make of their cells. */
export async function readXlsx(bytes: Uint8Array): Promise<WorkbookSheet[]> {
  const parts = await unpack(bytes);
  const workbook = workbookOf(parts);
  if (workbook.sheets.length === 0) throw new SheetError(NONE);
  if (workbook.sheets.length > MOST_SHEETS) throw new SheetError(TOO_MANY);
  const shared: Shared = {
    strings: stringsOf(parts.get('xl/sharedstrings.xml')),
    isDayStyle: dayStyles(parts.get('xl/styles.xml')),
    epoch: workbook.epoch,
  };
  return workbook.sheets.map(({ name, hidden, part }) => {
    const xml = parts.get(part);
    return { name, hidden, grid: xml === undefined ? [] : sheetRows(xml, shared) };
  });
}

/** An old workbook (.xls) or an encrypted one: both begin alike and are not read. */
export function looksLikeOldXls(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]);
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

interface Workbook {
  epoch: Shared['epoch'];
  sheets: { name: string; hidden: boolean; part: string }[];
}

function workbookOf(parts: ReadonlyMap<string, string>): Workbook {
  const targets = relations(parts.get('xl/_rels/workbook.xml.rels'));
  const workbook: Workbook = { epoch: 1900, sheets: [] };
  const xml = parts.get('xl/workbook.xml');
  if (xml === undefined) throw new SheetError(NONE);
  parseXml(xml, {
    open: ({ name, attributes }) => {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) workbook.epoch = 1904;
      if (name !== 'sheet') return;
      const { name: title = '', state = 'visible', id = '' } = attributes;
      workbook.sheets.push({ name: title, hidden: state !== 'visible', part: targets.get(id) ?? '' });
    },
    close: () => undefined,
  });
  return workbook;
}

/** Parts by the id of their relation, as they are named in the archive, in small letters. */
function relations(xml: string | undefined): Map<string, string> {
  const targets = new Map<string, string>();
  if (xml === undefined) return targets;
  parseXml(xml, {
    open: ({ name, attributes: { Id = '', Target = '' } }) => {
      const part = Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`;
      if (name === 'Relationship') targets.set(Id, part.toLowerCase());
    },
    close: () => undefined,
  });
  return targets;
}

/** Texts that cells point to; how a word is pronounced is no part of it. */
function stringsOf(xml: string | undefined): string[] {
  const strings: string[] = [];
  if (xml === undefined) return strings;
  let [text, isInPhonetic] = ['', false];
  parseXml(xml, {
    open: ({ name }) => {
      if (name === 'si') text = '';
      if (name === 'rPh') isInPhonetic = true;
    },
    close: (name, inner) => {
      if (name === 't' && !isInPhonetic) text += inner;
      if (name === 'rPh') isInPhonetic = false;
      if (name === 'si') strings.push(text);
    },
  });
  return strings;
}

const NONE = {
  zh: '文件中没有工作表：请用模板填写，存为 XLSX 或 CSV',
  en: 'the file has no sheet: fill in the template and save it as XLSX or CSV',
};
const TOO_MANY = {
  zh: `工作表超过 ${MOST_SHEETS} 张：请只保留要报送的那一张`,
  en: `more than ${MOST_SHEETS} sheets: keep the one that is to be sent`,
};
