import type { Lang } from '@duqing/catalogue';
import { placeText, writtenValue, type Change, type FieldView, type Leaf, type RejectCase } from '@duqing/mending';
import { html, momentText, table, type Html } from '@duqing/pages';
import { fieldName, fieldView, reasonName, typeName } from '../core/mending.ts';
import { choice, langInput, layout, say, terms } from './layout.ts';
import { link } from './links.ts';
import { STATE_NAMES } from './rejects-list-page.ts';
import { changesTable, DISCARD_NAMES, discardChoice, valueInput, valueText } from './rejects-parts.ts';

export interface RejectCasePage {
  lang: Lang;
  place: string;
  simulated: boolean;
  one: RejectCase;
  /** '' where it has none or may not be shown */
  id: string;
  leaves: readonly Leaf[] | null;
  /** the whole text, where it cannot be taken apart; null = withheld */
  raw: string | null;
  /** ids of intelligence in it are withheld from this post */
  withheld: boolean;
  changes: readonly Change[] | null;
  /** the field to be edited */
  field: FieldView;
  may: { mend: boolean; approve: boolean; isProposer: boolean };
}

/** One reject: why it was refused, what was sent, what a right value looks like, and what can be done. */
export function rejectCasePage(given: RejectCasePage): string {
  const { lang, one } = given;
  const t = say(lang);
  const { row, state } = one;
  const canMend = given.may.mend && (state === 'open' || state === 'proposed');
  const body = html`${facts(given)}${proposalBox(given)}${canMend && mendForm(given)}${content(given)}${canMend && discardForm(given)}
    <p><a href="${link('/rejects', { lang })}">${t('← 回到清单', '← Back to the list')}</a></p>`;
  const heading = t(`退件：${typeName(row.type).zh}`, `Reject: ${typeName(row.type).en}`);
  return layout({ ...given, path: '/rejects/case', fields: { place: placeText(row) }, heading, body });
}

function facts({ one: { row, state }, id, lang }: RejectCasePage): Html {
  const t = say(lang);
  const right = row.field === '' ? '' : fieldView(row.type, row.field).right[lang];
  return html`<div class="box">
    ${terms([
      [t('原因', 'Reason'), html`<strong>${reasonName(row.code, lang)}</strong>`],
      [t('出错的项目', 'Field at fault'), html`${fieldName(row, lang)} <span class="code">${row.field}</span>`],
      [t('正确写法', 'A right value'), right],
      [t('详细说明', 'In full'), lang === 'zh' ? row.reason_zh : row.reason_en],
      [t('来源', 'Source'), row.source === '' ? t('无法读出', 'not readable') : row.source],
      [t('消息编号', 'Message id'), id === '' ? '—' : id],
      [t('收到', 'Received'), momentText(row.received_at, lang)],
      [t('状态', 'State'), html`${STATE_NAMES[state].mark} ${STATE_NAMES[state][lang]}`],
      [t('位置', 'Place'), html`<span class="code">${placeText(row)}</span>`],
    ])}
  </div>`;
}

function proposalBox(given: RejectCasePage): Html | false {
  const { one, lang, changes, may } = given;
  const { proposal, state, row } = one;
  if (proposal === null) return false;
  const t = say(lang);
  const what =
    proposal.kind === 'replay'
      ? t('改正后重放', 'mend and send anew')
      : t(`作废：${discardText(proposal.reason, lang)}`, `discard: ${discardText(proposal.reason, lang)}`);
  const waits = state === 'proposed' || state === 'approved';
  return html`<h2>${waits ? t('待复核的处理', 'What is proposed') : t('处理结果', 'What became of it')}</h2>
    ${terms([
      [t('处理', 'What'), what],
      [t('提出岗位', 'Proposed by'), proposal.post],
      [t('提出时间', 'When'), momentText(proposal.at, lang)],
    ])}
    ${proposal.kind === 'replay' && changes !== null && changesTable(changes, { type: row.type, lang })}
    ${waits && (may.approve ? approveForm(given) : html`<p class="small">${t('须由有复核权限的另一岗位复核后才生效。', 'Another post with the right to approve must agree before it counts.')}</p>`)}`;
}

function discardText(reason: string, lang: Lang): string {
  return (DISCARD_NAMES as Record<string, { zh: string; en: string } | undefined>)[reason]?.[lang] ?? reason;
}

function approveForm({ one, lang, may }: RejectCasePage): Html {
  const t = say(lang);
  if (may.isProposer)
    return html`<p class="small">
      ${t('这是您的岗位提出的，须由另一岗位复核。', 'Your post proposed it: another post must approve.')}
    </p>`;
  return html`<form method="post" action="/rejects/review">
    <input type="hidden" name="place" value="${placeText(one.row)}" />${langInput(lang)}
    <button>${t('查看检验结果并复核', 'See how it is judged, and approve')}</button>
  </form>`;
}

function mendForm(given: RejectCasePage): Html {
  const { one, leaves, lang, field } = given;
  const t = say(lang);
  const place = placeText(one.row);
  const heading = html`<h2 id="mend">${t('改正', 'Mend')}</h2>`;
  if (given.withheld && leaves === null)
    return html`${heading}
      <p class="withheld">
        ${t('情报类退件由报送单位自行改正；此处不显示内容。', 'Rejected intelligence is mended by the unit that sent it; it is not shown here.')}
      </p>`;
  if (leaves === null) return html`${heading}${wholeForm(given)}`;
  const value = leaves.find(({ path }) => path === field.path)?.value;
  return html`${heading}
    <form class="stack" method="post" action="/rejects/try">
      <input type="hidden" name="place" value="${place}" /><input type="hidden" name="what" value="fix" /><input
        type="hidden"
        name="path"
        value="${field.path}"
      />${langInput(lang)}
      ${valueInput({ id: 'value', name: 'value', label: field.name[lang], field, value: writtenValue(value), lang })}
      ${field.right[lang] !== '' && html`<p class="small">${t('正确写法：', 'A right value: ')}${field.right[lang]}</p>`}
      <span class="field"
        ><input id="remove" name="remove" type="checkbox" value="yes" /><label for="remove"
          >${t('删除这一项（不清楚时整项不报）', 'Take this field out (leave out what is unknown)')}</label
        ></span
      >
      <button>${t('试改并检验（不生效）', 'Try it (nothing is written)')}</button>
    </form>
    ${otherField(given)}`;
}

function otherField({ one, leaves, field, lang }: RejectCasePage): Html {
  const t = say(lang);
  const paths = [...new Set([field.path, one.row.field, ...(leaves ?? []).map(({ path }) => path)])].filter(
    (path) => path !== '',
  );
  const options = paths.map((path) => [path, `${fieldView(one.row.type, path).name[lang]} ${path}`] as const);
  return html`<div class="bar">
    <form method="get" action="/rejects/case">
      <input type="hidden" name="place" value="${placeText(one.row)}" />${langInput(lang)}
      ${choice({ id: 'field', label: t('改另一项', 'Another field'), options, chosen: field.path })}
      <button>${t('选择', 'Choose')}</button>
    </form>
  </div>`;
}

/** For what is no JSON, or held only in part: the whole event anew. */
function wholeForm({ one, raw, lang }: RejectCasePage): Html {
  const t = say(lang);
  return html`<p>
      ${t('这条消息无法按项目修改：请给出改好的完整内容，消息编号和来源保持不变。', 'This message cannot be taken apart: give its whole content, mended; id and source stay as they were.')}
    </p>
    <form class="stack" method="post" action="/rejects/try">
      <input type="hidden" name="place" value="${placeText(one.row)}" /><input
        type="hidden"
        name="what"
        value="fix"
      />${langInput(lang)}
      <label for="whole">${t('完整内容（JSON）', 'The whole content (JSON)')}</label>
      <textarea id="whole" name="whole" rows="12">${raw ?? ''}</textarea>
      <button>${t('试改并检验（不生效）', 'Try it (nothing is written)')}</button>
    </form>`;
}

function content({ one, leaves, raw, withheld, lang }: RejectCasePage): Html {
  const t = say(lang);
  const { row } = one;
  const heading = html`<h2>${t('报送的内容', 'What was sent')}</h2>
    ${row.masked && html`<p class="withheld">! ${t('含疑似个人信息，已遮盖（***），原文不予保存。改正时请换成约定的编号或删除。', 'It held what looks like personal data; that is masked (***), the original is not kept. Put an agreed id in its place or take it out.')}</p>`}`;
  if (leaves === null)
    return html`${heading}${raw === null ? html`<p class="withheld">${t('情报内容不在此显示。', 'Intelligence is not shown here.')}</p>` : html`<pre>${raw.slice(0, 4_000)}</pre>`}`;
  return html`${heading}
  ${withheld && html`<p class="small">${t('与情报的关联不在此显示（…）。', 'Links to intelligence are not shown (…).')}</p>`}
  ${table({
    caption: t('逐项', 'Field by field'),
    heads: [t('项目', 'Field'), t('内容', 'Value')],
    rows: leaves.map(({ path, value }) => {
      const field = fieldView(row.type, path);
      const text = valueText(value, { field, lang });
      return [
        { content: html`${field.name[lang]} <span class="code">${path}</span>` },
        { content: isAtFault(path, row.field) ? html`<span class="bad">✕ ${text}</span>` : text },
      ];
    }),
    empty: '',
  })}`;
}

function isAtFault(path: string, field: string): boolean {
  return field !== '' && (path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`));
}

function discardForm({ one, lang }: RejectCasePage): Html {
  const t = say(lang);
  return html`<h2>${t('作废', 'Discard')}</h2>
    <form class="stack" method="post" action="/rejects/try">
      <input type="hidden" name="place" value="${placeText(one.row)}" /><input
        type="hidden"
        name="what"
        value="discard"
      />${langInput(lang)} ${discardChoice(lang)}
      <button>${t('查看作废结果（不生效）', 'See what that does (nothing is written)')}</button>
    </form>`;
}
