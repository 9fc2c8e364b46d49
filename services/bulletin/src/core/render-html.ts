import { chartSvg, html, page, table, verdictBadge, type Html, type TableCell } from '@duqing/pages';
import type { Block, Entry, Outline } from './types.ts';

/** The bulletin as one HTML file that needs nothing else: styles and pictures inline, no script. */
export function renderHtml(outline: Outline): string {
  const { title, lang, simulated, description, under, blocks } = outline;
  const body = html`<main class="wrap bulletin">
    <h1>${title}</h1>
    <div class="under">${under.map((line) => html`<div>${line}</div>`)}</div>
    ${contents(outline)} ${blocks.map((block) => blockHtml(block, lang))}
  </main>`;
  return page({ title, lang, simulated, description, body });
}

function contents({ blocks, lang }: Outline): Html {
  const heads = blocks.filter((block) => block.kind === 'heading');
  return html`<nav class="noprint contents" aria-label="${lang === 'zh' ? '目录' : 'Contents'}">
    <ul>
      ${heads.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}
    </ul>
  </nav>`;
}

function blockHtml(block: Block, lang: Outline['lang']): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h2 id="${block.id}">${block.text}</h2>`;
    case 'lead':
      return html`<div class="lead">${block.sentences.map((sentence) => html`<p>${sentence}</p>`)}</div>`;
    case 'paragraph':
      return html`<p>${block.text}</p>`;
    case 'list':
      return html`<ul>
        ${block.items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
    case 'table':
      return tableHtml(block, lang);
    case 'chart':
      return html`<figure>
        <figcaption>${block.chart.title}</figcaption>
        ${chartSvg(block.chart)}
      </figure>`;
  }
}

function tableHtml(block: Extract<Block, { kind: 'table' }>, lang: Outline['lang']): Html {
  const rows = block.rows.map((row) => row.map((entry) => cellOf(entry, lang)));
  const made = table({ caption: block.caption, heads: block.heads, rows, empty: block.empty });
  return block.small ? html`<div class="glossary">${made}</div>` : made;
}

function cellOf({ text, sub, verdict, figure, isNumber }: Entry, lang: Outline['lang']): TableCell {
  const shown = html`${text !== '' && html`<span class="fig">${text}</span>`}${verdict && html` ${verdictBadge(verdict, lang)}`}`;
  const content = sub ? html`${shown}<span class="sub">${sub}</span>` : shown;
  return { content, kind: isNumber ? 'number' : 'text', ...(figure !== undefined && { figure }) };
}
