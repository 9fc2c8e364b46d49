import type { Lang } from '@duqing/catalogue';
import { html, raw, type Html } from './html.ts';
import { STYLE } from './style.ts';

export interface Page {
  title: string;
  lang: Lang;
  /** any figure on it is made up */
  simulated: boolean;
  body: Html;
  /** one sentence for lists of files and search */
  description?: string;
  /** address of the style sheet; absent = the page carries it and is whole by itself */
  style?: string;
}

/** What stands on every page that holds anything made up. */
export const SIMULATED_BAND = {
  zh: '模拟数据 · 仅供演示，不反映任何真实地区',
  en: '模拟数据 Simulated data · for demonstration, of no real place',
} as const;

/** A whole document: charset and language declared, the band of simulated data on screen and on every printed sheet. */
export function page({ title, lang, simulated, body, description, style }: Page): string {
  const sheet =
    style === undefined
      ? html`<style>
          ${raw(STYLE)}
        </style>`
      : html`<link rel="stylesheet" href="${style}" />`;
  const doc = html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>${title}</title>
${description !== undefined && html`<meta name="description" content="${description}" />`}
${sheet}
</head>
<body${simulated && html` class="simulated"`}>
${
  simulated &&
  html`<div class="band" role="note">${SIMULATED_BAND[lang]}</div>
    <div class="watermark" aria-hidden="true">模拟数据</div>`
}
${body}
</body>
</html>
`;
  return doc.text;
}
