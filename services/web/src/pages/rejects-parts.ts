import type { Lang } from '@duqing/catalogue';
import { DISCARD_REASONS, writtenValue, type Change, type FieldView } from '@duqing/mending';
import { html, table, type Html, type Part } from '@duqing/pages';
import { fieldView } from '../core/mending.ts';
import { choice, say } from './layout.ts';

export const DISCARD_NAMES: Record<(typeof DISCARD_REASONS)[number], { zh: string; en: string }> = {
  'test-message': { zh: '测试消息', en: 'a test message' },
  'sent-elsewhere': { zh: '已另行报送', en: 'sent otherwise' },
  'not-ours': { zh: '不属于本系统', en: 'not for this system' },
  unreadable: { zh: '无法读出', en: 'not readable' },
  other: { zh: '其他', en: 'other' },
};

export function discardChoice(lang: Lang): Html {
  const options = DISCARD_REASONS.map((code) => [code, DISCARD_NAMES[code][lang]] as const);
  return choice({
    id: 'reason',
    label: say(lang)('作废原因', 'Why it is discarded'),
    options,
    chosen: DISCARD_REASONS[0],
  });
}

interface ValueInput {
  id: string;
  name: string;
  label: Part;
  field: FieldView;
  value: string;
  lang: Lang;
}

/** Where a value is written: a list where the contract has one, yes or no where it takes these, else a line of text. */
export function valueInput({ id, name, label, field, value, lang }: ValueInput): Html {
  const t = say(lang);
  if (field.form === 'code' || field.form === 'yes-no') {
    const values = field.form === 'code' ? field.codes : ['是', '否'];
    const options = ['', ...values].map(
      (one) => [one, one === '是' ? t('是', 'yes') : one === '否' ? t('否', 'no') : one] as const,
    );
    return html`<label for="${id}">${label}</label
      ><select id="${id}" name="${name}">
        ${options.map(
          ([one, text]) =>
            html`<option value="${one}" ${one === value && html` selected`}>${text === '' ? '—' : text}</option>`,
        )}
      </select>`;
  }
  return html`<label for="${id}">${label}</label
    ><input id="${id}" name="${name}" type="text" value="${value}" autocomplete="off" />`;
}

/** A value as people read it; — where there is none. Text in place of a number or of yes and no is quoted, so that it shows. */
export function valueText(value: unknown, { field, lang }: { field: Pick<FieldView, 'form'>; lang: Lang }): string {
  if (value === undefined) return '—';
  if (typeof value === 'boolean') return value ? say(lang)('是', 'yes') : say(lang)('否', 'no');
  const isOdd = typeof value === 'string' && (value === '' || NO_TEXT.has(field.form));
  return isOdd ? JSON.stringify(value) : writtenValue(value);
}

const NO_TEXT = new Set<FieldView['form']>(['number', 'yes-no', 'number-or-yes-no', 'only-true']);

export function changesTable(changes: readonly Change[], { type, lang }: { type: string; lang: Lang }): Html {
  const t = say(lang);
  return table({
    caption: t('改动', 'Changes'),
    heads: [t('项目', 'Field'), t('原来', 'Before'), t('改为', 'After')],
    rows: changes.map(({ path, before, after }) => {
      const field = fieldView(type, path);
      return [
        { content: html`${field.name[lang]} <span class="code">${path}</span>` },
        { content: valueText(before, { field, lang }) },
        {
          content: html`<strong
            >${after === undefined ? t('删除', 'taken out') : valueText(after, { field, lang })}</strong
          >`,
        },
      ];
    }),
    empty: t('没有改动', 'nothing is changed'),
  });
}
