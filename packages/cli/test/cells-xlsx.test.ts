import { inflateRawSync } from 'node:zlib';
import { createEvaluator, type Cell } from '@duqing/catalogue';
import { Setting } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { describe, expect, it } from 'vitest';
import { cellsXlsx } from '../src/render/cells-xlsx.ts';

const deployment = await loadDeployment('demo');
const asOf = Date.parse('2026-10-25T00:00:00Z');
const setting = new Setting(deployment, asOf);
const holdings = { asOf, aggregates: [], returns: [], attestations: [], sealedBulletins: [] };
const cells = createEvaluator({ setting, holdings }).cellsOf({ region: setting.city, period: '2026Q2' });

/** The files of a ZIP archive by name, from its central directory. */
function filesOf(zip: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  let at = zip.readUInt32LE(zip.length - 22 + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size, nameLength] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
    ];
    const [extra, comment, local] = [zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString();
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + size);
    found.set(name, (method === 0 ? bytes : inflateRawSync(bytes)).toString());
    at += 46 + nameLength + extra + comment;
  }
  return found;
}

async function workbook(some: readonly Cell[], lang: 'zh' | 'en' = 'zh'): Promise<Map<string, string>> {
  return filesOf(await cellsXlsx({ cells: some, lang, nameOf: (id) => id, areaOf: (code) => code }));
}

describe('cellsXlsx', () => {
  it('has a row a cell and a sheet of definitions for the items shown', async () => {
    const shown = cells.filter(({ indicator }) => ['it-solved-share', 'lost-contact-rate'].includes(indicator));
    const files = await workbook(shown, 'en');
    expect(files.get('xl/worksheets/sheet1.xml')?.match(/<row /g)).toHaveLength(3);
    expect(files.get('xl/worksheets/sheet2.xml')?.match(/<row /g)).toHaveLength(3);
    const texts = files.get('xl/sharedStrings.xml') ?? '';
    expect(texts).toContain('drugCrime cases solved');
    expect(files.get('xl/workbook.xml')).toContain('name="Definitions"');
  });

  it('keeps text that begins like a formula text, and drops signs that XML cannot hold', async () => {
    const [cell] = cells;
    const notes = [{ id: 'n1', at: '', author: 'analysts', text: '=HYPERLINK("http://x")\u0007 <b>&' }];
    const files = await workbook(cell ? [{ ...cell, note: { zh: '=1+1', en: '' }, notes }] : []);
    const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).not.toMatch(/<f[ >]/);
    const texts = files.get('xl/sharedStrings.xml') ?? '';
    expect(texts).toContain('=1+1');
    expect(texts).toContain('&lt;b&gt;&amp;');
    expect(texts).not.toContain('\u0007');
  });

  it('leaves a cell empty where a figure is missing: never 0', async () => {
    const [none] = cells.filter(({ indicator, value }) => indicator === 'it-solved-share' && value === null);
    expect(none).toBeDefined();
    const sheet = (await workbook(none ? [none] : [])).get('xl/worksheets/sheet1.xml') ?? '';
    const row = sheet.slice(sheet.indexOf('<row r="2"'));
    expect(row).not.toMatch(/<c r="[EFG]2"[^>]*><v>/);
  });
});
