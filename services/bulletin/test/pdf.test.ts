import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildOutline } from '../src/core/build.ts';
import type { Outline } from '../src/core/types.ts';
import { requireGlyphs } from '../src/forms/fonts.ts';
import { renderPdf } from '../src/forms/pdf.ts';
import { inputOf, NOW, figuresIn, inOrder } from './support.ts';

const isMissing = !existsSync('/usr/bin/pdftotext') && process.env['CI'] !== 'true';
/** poppler warns of every attribute that it does not know */
const QUIET: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'ignore'];
const RARE = '婺城区磐安㎎“间”楼<b>#*_$';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duqing-pdf-'));
});
afterAll(async () => rm(folder, { recursive: true }));

describe.skipIf(isMissing)(`read back${isMissing ? ', skipped: needs poppler-utils' : ''}`, () => {
  test.each(['zh', 'en'] as const)(
    'P29: each figure of figures.json that the bulletin shows, in its place (%s)',
    async (lang) => {
      const { outline, text, input } = await read('pdftotext', { lang, args: ['-raw'] });
      const figures = figuresIn(outline, input);
      expect(figures.length).toBeGreaterThan(110);
      expect(inOrder(text, figures)).toEqual([]);
    },
  );

  test('P29: rare signs, quotes and markup are text as they were', async () => {
    const { text } = await read('pdftotext', { lang: 'zh', args: ['-raw'], rare: true });
    expect(text.replaceAll(/\s/g, '').split(RARE).length - 1).toBeGreaterThanOrEqual(11);
  });

  test.each(['zh', 'en'] as const)('模拟数据 and its number stand on every page (%s)', async (lang) => {
    const { text } = await read('pdftotext', { lang, args: ['-layout'] });
    const pages = text.split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(8);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('模拟数据');
      expect(page.replaceAll(' ', '')).toContain(`—${index + 1}—`);
    }
  });

  test('the font is embedded, the document tagged, its time the cut-off', async () => {
    const fonts = (await read('pdffonts', { lang: 'zh', args: [] })).text.split('\n').slice(2).filter(Boolean);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/NotoSans.* yes yes yes /);
    const { text } = await read('pdfinfo', { lang: 'zh', args: ['-isodates'] });
    expect(text).toMatch(/Title: +2026年第三季度毒情通报（初步版）/);
    expect(text).toMatch(/Tagged: +yes/);
    expect(Date.parse(/CreationDate: +(\S+)/.exec(text)?.[1] ?? '')).toBe(NOW);
  });
});

test.each(['zh', 'en'] as const)(
  'a bookmark for each heading in order, tables with heads, each picture with its sentence (%s)',
  async (lang) => {
    const outline = buildOutline(await inputOf({ lang }));
    const pdf = renderPdf(outline, NOW).toString('latin1');
    const charts = outline.blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart.description] : []));
    expect(stringsOf(pdf, /\/Parent \d+ 0 R[^>]*?\/Title/)).toEqual(headingsOf(outline));
    const tables = outline.blocks.filter((block) => block.kind === 'table' && block.rows.length > 0);
    expect(pdf.match(/\/S \/H1\b/g)).toHaveLength(headingsOf(outline).length);
    expect(pdf.match(/\/S \/Table\b/g)).toHaveLength(tables.length);
    expect(pdf.match(/\/S \/TH\b/g)?.length).toBeGreaterThan(3 * tables.length);
    expect([...new Set(stringsOf(pdf, /\/Alt/))].toSorted()).toEqual(charts.toSorted());
  },
);

function headingsOf({ blocks }: Outline): string[] {
  return blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
}

/** What stands behind a key of the PDF's own objects: UTF-16 as hexadecimal digits, or bytes in brackets. */
function stringsOf(pdf: string, key: RegExp): string[] {
  const found = pdf.matchAll(new RegExp(`${key.source} (?:<FEFF([0-9A-F]+)>|\\((.*?)\\))\\n`, 'gs'));
  return [...found].map(([, wide, narrow = '']) =>
    wide === undefined ? narrow.replaceAll(/\\(.)/g, '$1') : Buffer.from(wide, 'hex').swap16().toString('utf16le'),
  );
}

test('a sign without a glyph keeps the PDF from being made, and is named', async () => {
  const outline = buildOutline(await inputOf());
  expect(() => renderPdf({ ...outline, title: '𪚥通报' }, NOW)).toThrow(/no glyph for U\+2A6A5 .* in “𪚥通报”/);
  expect(() => requireGlyphs(['婺磐㎎“”—≥→①'])).not.toThrow();
});

test('without its font no form for paper is made, and the error names it', () => {
  const script = `import { registerHooks } from 'node:module';
registerHooks({ resolve: (name, context, next) => {
  if (name === '@embedpdf/fonts-sc') throw new Error('Cannot find module');
  return next(name, context);
} });
const { printFonts } = await import(${JSON.stringify(new URL('../src/forms/fonts.ts', import.meta.url).href)});
try { printFonts(); } catch (error) { process.stdout.write(error.message); }`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(said).toMatch(/^font: NotoSansHans-Regular\.otf of @embedpdf\/fonts-sc cannot be read/);
  expect(() => requireGlyphs(['字'], [])).toThrow(/none is given/);
});

async function read(tool: string, { lang, args, rare = false }: { lang: 'zh' | 'en'; args: string[]; rare?: boolean }) {
  const input = await inputOf({ lang });
  const units = input.units.map((unit) => (rare ? { ...unit, name: { zh: RARE, en: RARE } } : unit));
  const outline = buildOutline({ ...input, units });
  const path = join(folder, `${lang}${rare ? '-rare' : ''}.pdf`);
  await writeFile(path, renderPdf(outline, NOW));
  const text = execFileSync(tool, [...args, path, ...(tool === 'pdftotext' ? ['-'] : [])], {
    encoding: 'utf8',
    stdio: QUIET,
  });
  return { outline, text, input };
}
