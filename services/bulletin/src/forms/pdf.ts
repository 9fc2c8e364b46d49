import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler, PdfStandard, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import { chartSvg } from '@duqing/pages';
import type { Block, Outline } from '../core/types.ts';
import { FAMILY, lackingIn, printFonts, requireGlyphs } from './fonts.ts';
import { bandOf, columnsOf, forPaper, numberColumns, printedEntry } from './printed.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** A PDF that could not be set. */
class PdfFault extends Error {
  override readonly name = 'PdfFault';
}

/**
 * The bulletin as a PDF on A4: PDF/UA-1 (tagged, with bookmarks and alternative texts), its font embedded. `asOf` (ms) is its creation time, so that the same outline
 * gives the same bytes. Throws a FontFault where a sign has no glyph, a PdfFault where it cannot be set without a warning.
 */
export function renderPdf(given: Outline, asOf: number): Buffer {
  const outline = drawn(forPaper(given));
  const fonts = printFonts();
  const compiler = NodeCompiler.create({ workspace: HERE, fontArgs: [{ fontBlobs: fonts.map(({ bytes }) => bytes) }] });
  const blocks = outline.blocks.map((block, index) => printedBlock(block, { index, lang: outline.lang }));
  const printed = { ...outline, band: bandOf(outline), blocks };
  requireGlyphs(textsOf(printed));
  compiler.mapShadow(join(HERE, 'outline.json'), Buffer.from(JSON.stringify(printed)));
  outline.blocks.forEach((block, index) => {
    if (block.kind !== 'chart') return;
    compiler.mapShadow(join(HERE, chartFile(index)), Buffer.from(chartSvg(block.chart, FAMILY).text));
  });
  const compiled = compiler.compile({ mainFilePath: join(HERE, 'bulletin.typ') });
  const document = compiled.result;
  const faults = [compiled.takeError(), compiled.takeWarnings()].flatMap((error) => said(error));
  if (!document || faults.length > 0) throw new PdfFault(`pdf: ${faults.join('; ') || 'nothing was set'}`);
  return compiler.pdf(document, {
    creationTimestamp: Math.floor(asOf / 1000),
    pdfTags: true,
    pdfStandard: PdfStandard.UA_1,
  });
}

function said(error: NodeError | null): string[] {
  return error === null ? [] : error.shortDiagnostics.map((one) => JSON.stringify(one));
}

function chartFile(index: number): string {
  return `chart-${index}.svg`;
}

/** A block with what the template cannot work out itself. */
function printedBlock(block: Block, { index, lang }: { index: number; lang: Outline['lang'] }): object {
  switch (block.kind) {
    case 'heading':
      return { ...block, annex: block.annex === true };
    case 'lead':
    case 'paragraph':
    case 'list':
      return block;
    case 'table':
      return {
        ...block,
        small: block.small === true,
        columns: columnsOf(block, lang),
        numbers: numberColumns(block),
        rows: block.rows.map((row) => row.map((entry) => printedEntry(entry, lang))),
      };
    case 'chart': {
      const { title, description, unit, target, categories, series } = block.chart;
      const words = [unit, target?.label ?? '', ...categories, ...series.map(({ name }) => name)];
      return { kind: 'chart', title, alt: description, file: chartFile(index), words };
    }
  }
}

/** What a sender or a post wrote must not keep the bulletin from being made: of its signs those that cannot be drawn are □. */
function drawn({ given = [], ...outline }: Outline): Outline {
  const lacking = lackingIn(given);
  if (lacking.size === 0) return outline;
  const said = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? [...value].map((sign) => lacking.get(sign) ?? sign).join('') : value;
  return JSON.parse(JSON.stringify(outline, said)) as Outline;
}

/** Every text anywhere in a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
}
