import type { Lang } from '@duqing/catalogue';
import { placeText, writtenValue, type FieldView, type RejectCase } from '@duqing/mending';
import { html, table, type Html } from '@duqing/pages';
import { reasonName, shownId } from '../core/mending.ts';
import { langInput, layout, say } from './layout.ts';
import { link } from './links.ts';
import { discardChoice, valueInput } from './rejects-parts.ts';

export interface RejectsAlikePage {
  lang: Lang;
  place: string;
  simulated: boolean;
  code: string;
  field: FieldView;
  source: string;
  /** unsettled ones that fail alike, as many as one page takes */
  cases: readonly { one: RejectCase; value: unknown; seesAll: boolean }[];
  /** further ones, for another go */
  more: number;
}

/** Many alike at once: one value for all, or each its own. */
export function rejectsAlikePage(given: RejectsAlikePage): string {
  const { lang, field, cases, more, code, source } = given;
  const t = say(lang);
  const places = cases.map(({ one }) => html`<input type="hidden" name="place" value="${placeText(one.row)}" />`);
  const body = html`<p>
      <strong>${reasonName(code, lang)}</strong> · ${field.name[lang]} <code>${field.path}</code> ·
      <code>${source}</code>
    </p>
    ${field.right[lang] !== '' && html`<p>${t('正确写法：', 'A right value: ')}${field.right[lang]}</p>`}
    ${
      field.path !== '' &&
      html`<form method="post" action="/rejects/try">
        ${places}<input type="hidden" name="what" value="fix" /><input
          type="hidden"
          name="path"
          value="${field.path}"
        />${langInput(lang)}
        <h2>${t('一起改', 'Mend together')}</h2>
        <div class="stack">
          ${valueInput({ id: 'value', name: 'value', label: t('全部改为（可留空，在下面逐件填写）', 'One value for all (or leave it blank and write each below)'), field, value: '', lang })}
          <span class="field"
            ><input id="remove" name="remove" type="checkbox" value="yes" /><label for="remove"
              >${t('全部删除这一项', 'Take this field out of all')}</label
            ></span
          >
        </div>
        ${caseTable(given)}
        <button>${t('试改并检验（不生效）', 'Try it (nothing is written)')}</button>
      </form>`
    }
    <h2>${t('一起作废', 'Discard together')}</h2>
    <form class="stack" method="post" action="/rejects/try">
      ${places}<input type="hidden" name="what" value="discard" />${langInput(lang)}${discardChoice(lang)}
      <button>${t('查看作废结果（不生效）', 'See what that does (nothing is written)')}</button>
    </form>
    ${more > 0 && html`<p class="small">${t(`另有 ${more} 件，提出这些之后再改。`, `${more} more: propose these first.`)}</p>`}
    <p><a href="${link('/rejects', { lang })}">${t('← 回到清单', '← Back to the list')}</a></p>`;
  const heading = t(`同类退件 ${cases.length} 件`, `${cases.length} alike`);
  return layout({ ...given, path: '/rejects/alike', fields: { code, field: field.path, source }, heading, body });
}

function caseTable({ cases, field, lang }: RejectsAlikePage): Html {
  const t = say(lang);
  return table({
    caption: t('逐件填写的优先于上面的值', 'What is written here goes before the value above'),
    heads: [t('消息', 'Message'), t('现在的内容', 'Now'), t('改为', 'Becomes')],
    rows: cases.map(({ one, value, seesAll }, index) => {
      const place = placeText(one.row);
      const id = shownId(one.row, seesAll);
      const label = html`<a href="${link('/rejects/case', { place, lang })}">${id === '' ? place : id}</a>`;
      const input = valueInput({
        id: `value-${index}`,
        name: `value ${place}`,
        label: html`<span class="vh">${t('改为', 'becomes')}</span>`,
        field,
        value: '',
        lang,
      });
      return [
        { content: label },
        { content: value === undefined ? '—' : writtenValue(value) },
        { content: html`<span class="field">${input}</span>` },
      ];
    }),
    empty: t('没有同类的未办结退件。', 'No unsettled reject is alike.'),
  });
}
