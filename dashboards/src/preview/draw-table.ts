import { html, type Html } from '@duqing/pages';
import type { LinkJson, PanelJson } from './board-json.ts';
import { isHidden, shown } from './field.ts';
import { lengthOf, type Field, type Frame } from './frame.ts';
import { linksOf, type Href, type Linking } from './links.ts';

/** A table as its panel shows it: hidden columns left out, the first column leads where the row's links lead. */
export function drawTable(frame: Frame, { panel, ...linking }: Linking & { panel: PanelJson }): Html {
  const columns = frame.fields.filter((field) => !isHidden(field));
  const rows = Array.from({ length: lengthOf(frame) }, (_, row) => row);
  const links = panel.fieldConfig?.defaults.links ?? [];
  return html`<table>
    <caption class="unseen">
      ${panel.title}
    </caption>
    <thead>
      <tr>
        ${columns.map((field) => html`<th scope="col" ${kindOf(field)} ${widthOf(field)}>${headOf(field)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${columns.map((field, at) => {
              const own = at === 0 || leadsByValue(links) ? (field.config.links ?? links) : [];
              const value = field.values[row] ?? null;
              const text = linked(textOf(field, row), linksOf(own, { ...linking, frame, row, value }));
              return at === 0 ? html`<th scope="row">${text}</th>` : html`<td ${kindOf(field)}>${text}</td>`;
            })}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Links that say where a single field leads; others are the row's, and stand at its head. */
function leadsByValue(links: readonly LinkJson[]): boolean {
  return links.some(({ url }) => url.includes('${__value.raw}'));
}

function headOf({ name, config }: Field): string {
  return config.displayName ?? name;
}

/** Wide enough for what the panel says; on a narrow screen the style sheet decides. */
function widthOf({ config }: Field): Html | false {
  const width = config.custom?.['width'];
  return typeof width === 'number' && html`style="--w:${width}px"`;
}

function kindOf({ type }: Field): Html | false {
  return type === 'number' && html`class="number"`;
}

/** A value; coloured where its column says so. Mapped values carry their mark in the text, so that colour says nothing alone. */
function textOf(field: Field, row: number): Html | string {
  const { text, color } = shown(field.values[row] ?? null, field);
  const cell = (field.config.custom?.['cellOptions'] as { type?: string } | undefined)?.type ?? 'auto';
  if (color === null || text === '') return text;
  switch (cell) {
    case 'auto':
      return text;
    case 'color-text':
      return html`<b style="color:${color}">${text}</b>`;
    case 'color-background':
      return html`<span class="filled" style="background:${color};color:${inkOn(color)}">${text}</span>`;
    default:
      throw new RangeError(`cell type not known here: ${cell}`);
  }
}

function linked(text: Html | string, [first, ...others]: Href[]): Html {
  if (!first) return html`${text}`;
  return html`<a href="${first.href}" title="${first.title}">${text}</a>${others.map(
      ({ href, title }) => html` <a class="more" href="${href}" title="${title}" aria-label="${title}">▸</a>`,
    )}`;
}

/** Dark or light writing, whichever is easier to read on a colour given as #rrggbb. */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue > 150 ? '#1c2430' : '#ffffff';
}
