import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { buildOutline } from '../src/core/build.ts';
import { renderDocx } from '../src/forms/docx.ts';
import { figuresIn, inOrder, inputOf, NOW } from './support.ts';

const RARE = '婺城区磐安㎎“间”楼<b>&';

async function partsOf(lang: 'zh' | 'en') {
  const input = await inputOf({ lang });
  const units = input.units.map((unit, index) => (index === 0 ? { ...unit, name: { zh: RARE, en: RARE } } : unit));
  const outline = buildOutline({ ...input, units });
  const archive = await renderDocx(outline, NOW);
  const files = unzipSync(archive);
  const part = (name: string): string => new TextDecoder('utf-8', { fatal: true }).decode(files[name]);
  return { input, outline, files, archive, part, xml: part('word/document.xml') };
}

/** What the runs say, in order. */
function saidIn(xml: string): string {
  const text = [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, said]) => said).join('\n');
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

describe.each(['zh', 'en'] as const)('the document in %s', (lang) => {
  test('P30: is UTF-8 that says so, and each figure reads as in figures.json, in its place', async () => {
    const { xml, outline, input } = await partsOf(lang);
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"/);
    const figures = figuresIn(outline, input);
    expect(figures.length).toBeGreaterThan(110);
    expect(inOrder(saidIn(xml), figures)).toEqual([]);
    expect(saidIn(xml)).toContain(RARE);
    expect(saidIn(xml)).toContain(outline.title);
  });

  test('every run says its East Asian face; headings, header rows and pictures are real', async () => {
    const { xml, outline, part, files } = await partsOf(lang);
    const runs = xml.match(/<w:r>(?:(?!<\/w:r>).)*<w:t[ >]/gs) ?? [];
    expect(runs.length).toBeGreaterThan(800);
    for (const one of runs) expect(one).toMatch(/w:eastAsia="[^"]+"/);
    const count = (pattern: RegExp): number => xml.match(pattern)?.length ?? 0;
    const kinds = (kind: string): number => outline.blocks.filter((block) => block.kind === kind).length;
    const tables = outline.blocks.filter((block) => block.kind === 'table' && block.rows.length > 0).length;
    expect(count(/<w:pStyle w:val="Heading1"\/>/g)).toBe(kinds('heading'));
    expect([count(/<w:tbl>/g), count(/<w:tblHeader\/>/g)]).toEqual([tables, tables]);
    const alts = [...xml.matchAll(/<wp:docPr [^>]*descr="([^"]+)"/g)];
    expect(alts).toHaveLength(kinds('chart'));
    expect(Object.keys(files).filter((name) => name.endsWith('.png'))).toHaveLength(kinds('chart'));
    expect(part('word/fontTable.xml')).toMatch(/w:name="仿宋_GB2312"><w:altName w:val="[^"]+"/);
    expect(xml).not.toMatch(/(<w:pStyle [^>]*>){2}/);
  });

  test('模拟数据 stands in the header of odd and even pages', async () => {
    const { part, xml } = await partsOf(lang);
    for (const name of ['word/header1.xml', 'word/header2.xml']) expect(part(name)).toContain('模拟数据');
    for (const kind of ['default', 'even'])
      for (const side of ['header', 'footer'])
        expect(xml).toMatch(new RegExp(`<w:${side}Reference [^>]*w:type="${kind}"`));
    const real = await renderDocx({ ...(await partsOf(lang)).outline, simulated: false }, NOW);
    expect(Object.keys(unzipSync(real)).filter((name) => name.includes('header'))).toEqual([]);
  });
});

test('the same bytes again in the same process', async () => {
  const { outline, archive } = await partsOf('zh');
  expect((await renderDocx(outline, NOW)).equals(archive)).toBe(true);
});
