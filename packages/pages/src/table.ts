import { html, type Html, type Part } from './html.ts';

export interface TableCell {
  content: Part;
  /** id of the figure that it shows: region/indicator/period */
  figure?: string;
  kind?: 'number' | 'text';
}

export interface Table {
  caption: Part;
  heads: readonly string[];
  /** the first cell of a row is its heading */
  rows: readonly (readonly TableCell[])[];
  /** row after row instead of columns where the screen is narrow */
  stacked?: boolean;
  /** said where there are no rows */
  empty: string;
}

/** A table with a caption and headings in both directions; one sentence instead where it has no rows. */
export function table({ caption, heads, rows, stacked = true, empty }: Table): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<div class="table-frame">
    <table class="${stacked ? 'stacked' : 'plain'}">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((head, index) => headOf(head, rows[0]?.[index]?.kind === 'number'))}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => rowOf(row, heads))}
      </tbody>
    </table>
  </div>`;
}

function headOf(head: string, isNumber: boolean): Html {
  return html`<th scope="col" ${isNumber && html` class="number"`}>${head}</th>`;
}

function rowOf(row: readonly TableCell[], heads: readonly string[]): Html {
  return html`<tr>
    ${row.map((cell, index) =>
      index === 0 ? html`<th scope="row">${cell.content}</th>` : dataCell(cell, heads[index] ?? ''),
    )}
  </tr>`;
}

function dataCell({ content, figure, kind }: TableCell, head: string): Html {
  const id = figure === undefined ? null : html` data-figure="${figure}"`;
  return html`<td data-label="${head}" class="${kind ?? 'text'}" ${id}><div class="in">${content}</div></td>`;
}
