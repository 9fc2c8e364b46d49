import { html, page } from '@duqing/pages';
import type { BoardJson } from './board-json.ts';

/** The first page: every board in every language. */
export function indexPage(
  planned: readonly { id: string; lang: string; board: BoardJson }[],
  simulated: boolean,
): string {
  const body = html`<div class="wrap">
    <main>
      <h1>毒情看板 · Duqing boards</h1>
      <ul>
        ${planned.map(
          ({ id, lang, board }) =>
            html`<li lang="${lang}">
              <a href="${lang}/${id}.html">${board.title}</a> <small>${board.description}</small>
            </li>`,
        )}
      </ul>
    </main>
  </div>`;
  return page({ title: '毒情看板 · Duqing boards', lang: 'zh', simulated, body, style: 'style.css' });
}
