import {
  AlignmentType,
  Document,
  Footer,
  Header,
  ImageRun,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
  type IParagraphOptions,
} from 'docx';
import { TextWatermark } from 'docx/watermarks';
import type { Block, Outline } from '../core/types.ts';
import { documentStyles, FACES, FONT_TABLE, run, type Style } from './docx-styles.ts';
import { docxTable } from './docx-table.ts';
import { chartPng } from './png.ts';
import { bandOf, forPaper } from './printed.ts';
import { steadyZip } from './zip.ts';

type Piece = Paragraph | ReturnType<typeof docxTable>;

/** Twips: A4 and the margins of GB/T 9704 (37 mm above, 35 below, 28 left, 26 right). */
const PAGE = {
  size: { width: 11_906, height: 16_838 },
  margin: { top: 2_098, bottom: 1_984, left: 1_588, right: 1_474, header: 851, footer: 1_588 },
};
const ITEMS = {
  level: 0,
  format: LevelFormat.BULLET,
  text: '•',
  style: { paragraph: { indent: { left: 360, hanging: 240 } } },
};
const CHART_WIDTH = 580;

/**
 * The bulletin as a Word document in the layout of an official one. `asOf` (ms) is its time of creation, so that the same outline gives
 * the same bytes. Throws a FontFault where the charts' font is not installed.
 */
export async function renderDocx(given: Outline, asOf: number): Promise<Buffer> {
  const outline = forPaper(given);
  const { title, letter, description } = outline;
  const footers = { default: footer(AlignmentType.RIGHT), even: footer(AlignmentType.LEFT) };
  const head = header(outline);
  const document = new Document({
    title,
    creator: letter.issuer,
    lastModifiedBy: letter.issuer,
    description,
    styles: documentStyles(outline.lang),
    numbering: { config: [{ reference: 'items', levels: [ITEMS] }] },
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        properties: { page: PAGE },
        ...(head && { headers: { default: head, even: head } }),
        footers,
        children: childrenOf(outline),
      },
    ],
  });
  return steadyZip(await Packer.toBuffer(document), {
    'docProps/core.xml': (text) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, new Date(asOf).toISOString()),
    'word/document.xml': numbered,
    'word/fontTable.xml': () => FONT_TABLE,
    'word/header1.xml': steadyShape,
    'word/header2.xml': steadyShape,
  });
}

/** Ids of drawings are counted by the library over the process's life: here over the document. */
function numbered(xml: string): string {
  let next = 0;
  return xml.replaceAll(/<wp:docPr id="[^"]*"/g, () => `<wp:docPr id="${(next += 1)}"`);
}

/** The watermark's shape has a random id. */
function steadyShape(xml: string): string {
  return xml.replaceAll(/(?<=PowerPlusWaterMarkObject)[\w-]+/g, '1');
}

function childrenOf({ letter, title, under, blocks, lang }: Outline): Piece[] {
  const at = blocks.findIndex((block) => block.kind === 'heading' && block.annex === true);
  const end = at < 0 ? blocks.length : at;
  const pieces = (part: readonly Block[]): Piece[] => part.flatMap((block) => blockPieces(block, lang));
  return [
    line('RedHead', letter.issuer),
    line('Number', letter.number),
    line('Title', title),
    ...under.map((text) => line('Under', text)),
    line('Addressee', letter.addressee),
    ...pieces(blocks.slice(0, end)),
    ...letter.annexes.map((text) => line('Body', text)),
    line('Signature', letter.issuer),
    line('Signature', letter.date),
    ...pieces(blocks.slice(end)),
  ];
}

function blockPieces(block: Block, lang: Outline['lang']): Piece[] {
  switch (block.kind) {
    case 'heading':
      return [paragraph('Heading1', block.text, { pageBreakBefore: block.annex === true })];
    case 'lead':
      return block.sentences.map((text) => line('Body', text));
    case 'paragraph':
      return [line('Body', block.text)];
    case 'list':
      return block.items.map((text, index) =>
        lang === 'zh'
          ? line('Body', `${index + 1}．${text}`)
          : paragraph('Item', text, { numbering: { reference: 'items', level: 0 } }),
      );
    case 'table':
      if (block.rows.length === 0) return [line('Body', block.empty)];
      return [line('Caption', block.caption), docxTable(block, lang), line('After', '')];
    case 'chart':
      return [chartPiece(block), line('Caption', block.chart.title)];
  }
}

function chartPiece({ chart }: Extract<Block, { kind: 'chart' }>): Paragraph {
  const { png, width, height } = chartPng(chart);
  const altText = { name: chart.id, title: chart.title, description: chart.description };
  const transformation = { width: CHART_WIDTH, height: Math.round((CHART_WIDTH * height) / width) };
  return new Paragraph({
    style: 'Picture',
    keepNext: true,
    children: [new ImageRun({ type: 'png', data: png, transformation, altText })],
  });
}

function line(style: Style, text: string): Paragraph {
  return paragraph(style, text, {});
}

function paragraph(style: Style, text: string, options: IParagraphOptions): Paragraph {
  return new Paragraph({ style, ...options, children: text === '' ? [] : [run(style, text)] });
}

/** On every page: the band of drafts and of made-up figures, and the watermark of these. */
function header(outline: Outline): Header | undefined {
  const band = bandOf(outline);
  if (band === '') return undefined;
  const watermark = new TextWatermark({ text: '模拟数据', font: FACES.heading.eastAsia, color: 'D9D9D9' });
  const children = [run('Band', band), ...(outline.simulated ? [watermark] : [])];
  return new Header({ children: [new Paragraph({ style: 'Band', children })] });
}

/** "— 1 —" at the outer edge. */
function footer(alignment: (typeof AlignmentType)['LEFT' | 'RIGHT']): Footer {
  const number = new TextRun({ font: FACES.page, children: ['— ', PageNumber.CURRENT, ' —'] });
  return new Footer({ children: [new Paragraph({ style: 'Footer', alignment, children: [number] })] });
}
