import { text } from 'node:stream/consumers';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { SheetError } from '../said.ts';

/** Bytes of all parts together, unpacked: a return of thousands of rows has under one million. */
const MOST_BYTES = 10_000_000;
const MOST_ENTRIES = 1_000;

/** Parts of the workbook that say what its cells hold; nothing else is unpacked. */
const WANTED =
  /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/i;

/**
 * The parts of a workbook by name. Throws a SheetError where it is no archive or unpacks to more than a limit: sizes are held against
 * what is really unpacked, which stops at the size that was declared.
 */
export async function unpack(bytes: Uint8Array): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    let [left, entries] = [MOST_BYTES, 0];
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      if (entries > MOST_ENTRIES) throw new SheetError(TOO_LARGE);
      if (!WANTED.test(entry.fileName)) continue;
      left -= entry.uncompressedSize;
      if (left < 0) throw new SheetError(TOO_LARGE);
      parts.set(entry.fileName.toLowerCase(), await textOf(zip, entry));
    }
  } catch (error) {
    throw error instanceof SheetError ? error : new SheetError(BROKEN, { cause: error });
  }
  return parts;
}

async function textOf(zip: ZipFile, entry: Entry): Promise<string> {
  return text(await zip.openReadStreamPromise(entry));
}

const TOO_LARGE = {
  zh: `表格过大（展开后超过 ${MOST_BYTES / 1_000_000} MB）：请删除多余的行、列和工作表，或改存为 CSV`,
  en: `the workbook is too large (over ${MOST_BYTES / 1_000_000} MB unpacked): take out what is not needed, or save it as CSV`,
};
const BROKEN = {
  zh: '文件已损坏或加密，无法读取：请用表格软件打开后另存为 XLSX',
  en: 'the file is damaged or encrypted: open it in a spreadsheet program and save it as XLSX',
};
