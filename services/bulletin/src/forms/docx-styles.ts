import type { Lang } from '@duqing/catalogue';
import { AlignmentType, BorderStyle, TextRun, type IStylesOptions } from 'docx';

const LATIN = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman' };
/** The faces that GB/T 9704 names. None of them is free: FONT_TABLE names what to draw them with where they are not installed. */
export const FACES = {
  title: { ...LATIN, eastAsia: '方正小标宋简体' },
  heading: { ...LATIN, eastAsia: '黑体' },
  body: { ...LATIN, eastAsia: '仿宋_GB2312' },
  page: { ...LATIN, eastAsia: '宋体' },
} as const;

/** Face, size in points (Chinese, English) and bold of each paragraph style. */
const STYLES = {
  RedHead: { face: FACES.title, zh: 32, en: 18, bold: false },
  Number: { face: FACES.body, zh: 16, en: 11, bold: false },
  Title: { face: FACES.title, zh: 22, en: 17, bold: false },
  Under: { face: FACES.body, zh: 12, en: 9, bold: false },
  Addressee: { face: FACES.body, zh: 16, en: 11, bold: false },
  Heading1: { face: FACES.heading, zh: 16, en: 13, bold: false },
  Body: { face: FACES.body, zh: 16, en: 11, bold: false },
  Item: { face: FACES.body, zh: 16, en: 11, bold: false },
  Caption: { face: FACES.heading, zh: 12, en: 10, bold: false },
  TableHead: { face: FACES.heading, zh: 9, en: 8.5, bold: true },
  TableText: { face: FACES.page, zh: 9, en: 8.5, bold: false },
  Picture: { face: FACES.body, zh: 12, en: 10, bold: false },
  After: { face: FACES.body, zh: 8, en: 6, bold: false },
  Signature: { face: FACES.body, zh: 16, en: 11, bold: false },
  Band: { face: FACES.heading, zh: 9, en: 9, bold: true },
  Footer: { face: FACES.page, zh: 14, en: 10, bold: false },
} as const;
export type Style = keyof typeof STYLES;

/** In Chinese these stand out by their face. */
const HEAVY: readonly Style[] = ['RedHead', 'Title', 'Heading1', 'Caption'];
const RED = 'B3001B';
const BUILT_IN: readonly Style[] = ['Title', 'Heading1'];

/** Text with the face of its style said on the run itself, East Asian signs included. */
export function run(style: Style, text: string): TextRun {
  const { face, bold } = STYLES[style];
  return new TextRun({ text, font: face, ...(bold && { bold }) });
}

/** The paragraph styles; English is smaller and not indented. */
export function documentStyles(lang: Lang): IStylesOptions {
  const isZh = lang === 'zh';
  const text = (style: Style) => ({
    font: STYLES[style].face,
    size: STYLES[style][lang] * 2,
    bold: STYLES[style].bold || (!isZh && HEAVY.includes(style)),
  });
  const language = { value: isZh ? 'zh-CN' : 'en-GB', eastAsia: 'zh-CN' };
  return {
    default: {
      document: { run: { ...text('Body'), language } },
      title: { run: { ...text('Title'), color: '000000' }, paragraph: paragraphOf('Title', lang) },
      heading1: { run: { ...text('Heading1'), color: '000000' }, paragraph: paragraphOf('Heading1', lang) },
    },
    paragraphStyles: (Object.keys(STYLES) as Style[])
      .filter((style) => !BUILT_IN.includes(style))
      .map((style) => ({
        id: style,
        name: style,
        basedOn: 'Normal',
        quickFormat: true,
        run: { ...text(style), ...(style === 'RedHead' && { color: RED }) },
        paragraph: paragraphOf(style, lang),
      })),
  };
}

/** 22 lines of 28.9 points on a page. */
const LINE = { line: 579, lineRule: 'exact' } as const;

function paragraphOf(style: Style, lang: Lang): object {
  const isZh = lang === 'zh';
  const body = isZh ? { ...LINE } : { after: 120 };
  switch (style) {
    case 'RedHead':
      return { alignment: AlignmentType.CENTER, spacing: { before: 240, after: isZh ? 480 : 120 } };
    case 'Number': {
      const bottom = { style: BorderStyle.SINGLE, size: 18, color: RED, space: 6 };
      return { alignment: AlignmentType.CENTER, border: { bottom }, spacing: { after: isZh ? 480 : 240 } };
    }
    case 'Title':
      return { alignment: AlignmentType.CENTER, spacing: { after: 120 } };
    case 'Under':
      return { alignment: AlignmentType.CENTER };
    case 'Addressee':
      return { spacing: { ...body, before: isZh ? 579 : 240 } };
    case 'Heading1':
      return {
        keepNext: true,
        spacing: isZh ? LINE : { before: 240, after: 80 },
        ...(isZh && { indent: { firstLine: 640 } }),
      };
    case 'Body':
      return { spacing: body, ...(isZh && { indent: { firstLine: 640 }, alignment: AlignmentType.BOTH }) };
    case 'Item':
      return { spacing: body };
    case 'Caption':
      return { alignment: AlignmentType.CENTER, keepNext: true, spacing: { before: 120, after: 60 } };
    case 'Signature':
      return {
        alignment: AlignmentType.RIGHT,
        keepNext: true,
        spacing: { ...body, before: 120 },
        indent: { right: 640 },
      };
    case 'Band':
    case 'Picture':
      return { alignment: AlignmentType.CENTER };
    case 'TableHead':
    case 'TableText':
    case 'After':
    case 'Footer':
      return {};
  }
}

const SUBSTITUTES = [
  ['方正小标宋简体', 'Noto Serif CJK SC', 'roman'],
  ['黑体', 'Noto Sans CJK SC', 'swiss'],
  ['仿宋_GB2312', 'FandolFang R', 'roman'],
  ['宋体', 'Noto Serif CJK SC', 'roman'],
] as const;

/** Each face with the free one that may stand for it (Noto: OFL; Fandol: GPL with font exception). */
export const FONT_TABLE = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${[
  ...SUBSTITUTES.map(
    ([name, instead, family]) =>
      `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/><w:family w:val="${family}"/></w:font>`,
  ),
  '<w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:charset w:val="00"/><w:family w:val="roman"/></w:font>',
].join('')}</w:fonts>`;
