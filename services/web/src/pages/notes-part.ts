import type { Cell, Lang } from '@duqing/catalogue';
import { html, momentText, type Html } from '@duqing/pages';
import { langInput, say } from './layout.ts';

interface Notes {
  cell: Cell;
  lang: Lang;
  /** the post that asks may add notes and take them back */
  mayNote: boolean;
}

/** What analysts say of a figure; nothing where there is nothing to read or to write. */
export function notesPart(given: Notes): Html | false {
  const { cell, lang, mayNote } = given;
  const notes = cell.notes ?? [];
  if (notes.length === 0 && !mayNote) return false;
  return html`<section aria-labelledby="notes">
    <h2 id="notes">${say(lang)('备注', 'Notes')}</h2>
    ${
      notes.length > 0 &&
      html`<ul>
        ${notes.map((note) => noteItem(note, given))}
      </ul>`
    }
    ${mayNote && addForm(given)}
  </section>`;
}

function noteItem({ id, at, author, text }: NonNullable<Cell['notes']>[number], { cell, lang, mayNote }: Notes): Html {
  const t = say(lang);
  return html`<li>
    ${text} <span class="why">— ${author}, ${momentText(at, lang)}</span>
    ${
      mayNote &&
      html`<form class="inline" method="post" action="/notes/${id}/withdraw">
        ${cellInputs(cell, lang)}<button>${t('撤回', 'Take back')}</button>
      </form>`
    }
  </li>`;
}

function addForm({ cell, lang }: Notes): Html {
  const t = say(lang);
  return html`<form class="stack" method="post" action="/notes">
    ${cellInputs(cell, lang)}
    <label for="note"
      >${t('添加备注（不超过 500 字，不写个人信息；保存后只能撤回，不能修改）', 'Add a note (500 characters at most, no personal data; it can be taken back, not changed)')}</label
    >
    <textarea id="note" name="text" rows="3" maxlength="500" required></textarea>
    <button>${t('添加', 'Add')}</button>
  </form>`;
}

function cellInputs({ indicator, region, period }: Cell, lang: Lang): Html {
  return html`<input type="hidden" name="indicator" value="${indicator}" /><input
      type="hidden"
      name="region"
      value="${region}"
    /><input type="hidden" name="period" value="${period}" />${langInput(lang)}`;
}
