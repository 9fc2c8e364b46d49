import type { Lang } from '@duqing/catalogue';
import { html, page, type Html } from '@duqing/pages';
import { WORDS } from '../words.ts';
import type { BoardJson, PanelJson, VariableJson } from './board-json.ts';
import type { Marks } from './draw-times.ts';
import { momentOf } from './field.ts';
import type { Href } from './links.ts';
import type { Lists, Scene } from './scenes.ts';

export interface Drawn {
  panel: PanelJson;
  /** null = nothing to draw */
  content: Html | null;
  links: Href[];
}

export interface BoardPage {
  board: BoardJson;
  lang: Lang;
  scene: Scene;
  lists: Lists;
  /** rows (headings) and panels in their order */
  parts: (Drawn | { title: string })[];
  marks: Marks[];
  menu: (Href & { isHere: boolean })[];
  /** the same board in the other language; null where that is not made */
  other: string | null;
  /** the page of a scene; null where it is not made */
  hrefOf(scene: Scene): string | null;
  simulated: boolean;
}

const NO_DATA = { zh: '无数据', en: 'no data' };
const SAID = {
  zh: '本站由看板文件和真实查询结果生成,静态,无需 Grafana。只生成了部分变量组合;灰色者请在 Grafana 中选择。',
  en: 'Static pages made from the boards and real results of their queries; no Grafana needed. Only some combinations were made: what is grey can be chosen in Grafana.',
};

/** A board of one combination as a page without scripts. */
export function boardPage(given: BoardPage): string {
  const { board, lang, parts, marks, menu, other, simulated } = given;
  const body = html`<a class="skip" href="#board">${lang === 'zh' ? '跳到正文' : 'Skip to content'}</a>
    <div class="wrap">
      <div class="top">
        <strong>${lang === 'zh' ? '毒情看板' : 'Duqing boards'}</strong>
        <nav aria-label="${lang === 'zh' ? '看板' : 'Boards'}">
          ${menu.map(
            ({ title, href, isHere }) => html`<a href="${href}" ${isHere && html`aria-current="page"`}>${title}</a>`,
          )}
          ${other !== null && html`<a href="${other}">${lang === 'zh' ? 'English' : '中文'}</a>`}
        </nav>
      </div>
      <main id="board">
        <h1>${board.title}</h1>
        <p>${board.description}</p>
        ${choicesBar(given)}
        <div class="board">${parts.map((part) => ('panel' in part ? panelOf(part, lang) : headingOf(part)))}</div>
        ${marksOf(marks, lang)}
      </main>
      <p class="notes">${SAID[lang]}</p>
    </div>`;
  return page({ title: board.title, lang, simulated, body, description: board.description, style: '../style.css' });
}

function headingOf({ title }: { title: string }): Html {
  return html`<h2>${title}</h2>`;
}

function panelOf({ panel, content, links }: Drawn, lang: Lang): Html {
  const { w, h } = panel.gridPos;
  return html`<section
    class="panel p-${panel.type}"
    data-panel="${panel.id}"
    style="grid-column:span ${w};--h:${h * 38}px"
    aria-label="${panel.title}"
  >
    <header>
      <h3>${panel.title}</h3>
      <details>
        <summary aria-label="${WORDS.definition[lang]}">i</summary>
        ${panel.description}
      </details>
    </header>
    <div class="body" tabindex="0" role="region" aria-label="${panel.title}">
      ${content ?? html`<p class="empty">${panel.fieldConfig?.defaults.noValue ?? NO_DATA[lang]}</p>`}
    </div>
    ${
      links.length > 0 &&
      html`<p class="links">${links.map(({ title, href }) => html`<a href="${href}">${title}</a>`)}</p>`
    }
  </section>`;
}

function choicesBar(given: BoardPage): Html {
  const shownAs = given.board.templating.list.filter(({ name }) => given.lists.has(name));
  return html`<div class="choices">${shownAs.map((variable) => choiceOf(variable, given))}</div>`;
}

function choiceOf({ name, label }: VariableJson, { scene, lists, hrefOf }: BoardPage): Html {
  const options = lists.get(name) ?? [];
  const here = options.find(({ value }) => value === scene[name]);
  return html`<details>
    <summary>${label ?? name}: <b>${here?.text.trim() ?? scene[name]}</b></summary>
    <ul>
      ${options.map(({ value, text }) => {
        const href = hrefOf({ ...scene, [name]: value });
        return value === scene[name]
          ? html`<li aria-current="true">${text.trim()}</li>`
          : html`<li>
              ${href === null ? html`<span class="off">${text.trim()}</span>` : html`<a href="${href}">${text.trim()}</a>`}
            </li>`;
      })}
    </ul>
  </details>`;
}

/** What boards mark on the time axis, as lists: the newest first. */
function marksOf(marks: Marks[], lang: Lang): Html | false {
  const known = marks.filter(({ moments }) => moments.length > 0);
  if (known.length === 0) return false;
  return html`<section class="marks">
    <h2>${lang === 'zh' ? '时间轴标注' : 'Marks on the time axis'}</h2>
    ${known.map(
      ({ annotation, moments }) =>
        html`<details>
          <summary>${annotation.name}: ${moments.length}</summary>
          <ul>
            ${moments.toSorted((a, b) => b.at - a.at).map(({ at, text }) => html`<li>${momentOf(at)} ${text}</li>`)}
          </ul>
        </details>`,
    )}
  </section>`;
}
