import type { Lang } from '@duqing/catalogue';
import type { RejectCase } from '@duqing/mending';
import { placeText } from '@duqing/mending';
import { html, table, type Html } from '@duqing/pages';
import {
  fieldName,
  reasonName,
  shownId,
  typeName,
  type Alike,
  type RejectFilter,
  type StateChoice,
} from '../core/mending.ts';
import { minute } from '../core/moments.ts';
import { choice, langInput, layout, say } from './layout.ts';
import { link } from './links.ts';
import { pager, partOf } from './paging.ts';

type Options = readonly (readonly [value: string, text: string])[];

export interface RejectsListPage {
  lang: Lang;
  place: string;
  simulated: boolean;
  filter: RejectFilter;
  /** from 1 */
  page: number;
  /** those that match, newest first */
  cases: readonly RejectCase[];
  alike: readonly Alike[];
  options: Record<'code' | 'field' | 'source' | 'department', Options>;
  seesAll: (one: RejectCase) => boolean;
  may: { mend: boolean; approve: boolean };
  /** doubtful records, which are stored and no rejects */
  doubts: number;
}

export const STATE_NAMES: Record<StateChoice, { zh: string; en: string; mark: string }> = {
  unsettled: { zh: '未办结', en: 'unsettled', mark: '' },
  open: { zh: '未处理', en: 'open', mark: '○' },
  proposed: { zh: '待复核', en: 'waiting for approval', mark: '◐' },
  approved: { zh: '已复核、未发出', en: 'approved, not sent yet', mark: '◑' },
  mended: { zh: '已改正重放', en: 'mended and sent', mark: '●' },
  discarded: { zh: '已作废', en: 'discarded', mark: '✕' },
  all: { zh: '全部', en: 'all', mark: '' },
};

/** What was refused, for those who mend it: narrowed down, alike ones together, each with its reason in words. */
export function rejectsListPage(given: RejectsListPage): string {
  const { lang, filter, cases, doubts } = given;
  const t = say(lang);
  const part = partOf(cases, given.page);
  const fields = { ...filter };
  const body = html`${filterForm(given)}${alikeTable(given)}${listTable(given, part.shown)}
    ${pager({ ...part, path: '/rejects', fields, lang })}
    <p>
      <a href="${link('/rejects/flags', { lang })}"
        >${t(`存疑记录 ${doubts} 条（已入库，不是退件）→`, `${doubts} doubtful records (stored, no rejects) →`)}</a
      >
    </p>`;
  const lead = t(
    '这些消息不符合要求，没有计入任何指标。改正后由另一岗位复核，再重新进入系统；重放不会重复计数。',
    'These messages broke the rules and count in no figure. Mended, and approved by another post, they come in anew; that never counts twice.',
  );
  return layout({ ...given, path: '/rejects', fields, heading: t('退回数据', 'Rejects'), lead, body });
}

function filterForm({ filter, options, lang }: RejectsListPage): Html {
  const t = say(lang);
  const states = (Object.keys(STATE_NAMES) as StateChoice[]).map((state) => [state, STATE_NAMES[state][lang]] as const);
  const any = [['', t('全部', 'all')]] as const;
  const select = (id: keyof RejectsListPage['options'], label: string): Html =>
    html`<span class="field">${choice({ id, label, options: [...any, ...options[id]], chosen: filter[id] })}</span>`;
  return html`<div class="bar">
    <form method="get" action="/rejects">
      <span class="field"
        >${choice({ id: 'state', label: t('状态', 'State'), options: states, chosen: filter.state })}</span
      >
      ${select('department', t('部门', 'Department'))} ${select('source', t('来源', 'Source'))}
      ${select('code', t('原因', 'Reason'))} ${select('field', t('字段', 'Field'))}${langInput(lang)}
      <button>${t('筛选', 'Filter')}</button>
    </form>
  </div>`;
}

function alikeTable({ alike, lang, may }: RejectsListPage): Html | false {
  const many = alike.filter(({ count }) => count > 1).slice(0, 8);
  if (many.length === 0 || !may.mend) return false;
  const t = say(lang);
  return table({
    caption: t('同一问题的退件，可一起改', 'Alike ones, which can be mended together'),
    heads: [t('原因', 'Reason'), t('字段', 'Field'), t('来源', 'Source'), t('件数', 'Number'), ''],
    rows: many.map(({ code, field, source, count }) => [
      { content: reasonName(code, lang) },
      { content: field === '' ? '—' : html`<code>${field}</code>` },
      { content: source === '' ? t('无法读出', 'not readable') : html`<code>${source}</code>` },
      { content: count, kind: 'number' },
      {
        content: html`<a href="${link('/rejects/alike', { code, field, source, lang })}"
          >${t('一起改', 'Mend together')}</a
        >`,
      },
    ]),
    empty: '',
  });
}

function listTable(given: RejectsListPage, shown: readonly RejectCase[]): Html {
  const { lang, may, cases } = given;
  const t = say(lang);
  const picks = may.approve && shown.some(({ state }) => state === 'proposed' || state === 'approved');
  const rows = shown.map((one, index) => {
    const { row, state } = one;
    const place = placeText(row);
    const id = shownId(row, given.seesAll(one));
    const pick =
      picks &&
      (state === 'proposed' || state === 'approved') &&
      html`<input id="pick-${index}" name="place" type="checkbox" value="${place}" /><label
          class="vh"
          for="pick-${index}"
          >${t('选中', 'choose')}</label
        >`;
    return [
      {
        content: html`${pick}<a href="${link('/rejects/case', { place, lang })}"
            >${typeName(row.type)[lang]}${id === '' ? '' : ` ${id}`}</a
          >`,
      },
      { content: html`${reasonName(row.code, lang)}<span class="sub">${fieldName(row, lang)} ${row.field}</span>` },
      { content: row.source === '' ? t('无法读出', 'not readable') : html`<code>${row.source}</code>` },
      { content: html`<span class="nowrap">${minute(row.received_at)}</span>` },
      { content: html`<span class="nowrap">${STATE_NAMES[state].mark} ${STATE_NAMES[state][lang]}</span>` },
    ];
  });
  const list = table({
    caption: t(`共 ${cases.length} 件，新的在前`, `${cases.length}, newest first`),
    heads: [
      t('消息', 'Message'),
      t('原因', 'Reason'),
      t('来源', 'Source'),
      t('收到（北京时间）', 'Received (Beijing time)'),
      t('状态', 'State'),
    ],
    rows,
    empty: t('没有符合条件的退件。', 'No reject matches.'),
  });
  if (!picks) return list;
  return html`<form method="post" action="/rejects/review">
    ${langInput(lang)}${list}<button>${t('查看所选并复核', 'Look at the chosen and approve')}</button>
  </form>`;
}
