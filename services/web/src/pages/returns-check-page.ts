import type { Lang } from '@duqing/catalogue';
import { measureName } from '@duqing/intake';
import { html, periodText, table, type Html } from '@duqing/pages';
import { figuresText } from '../core/returns.ts';
import type { Checked, CheckedRow } from '../intake/checked.ts';
import { langInput, layout, say } from './layout.ts';
import { link } from './links.ts';
import { faultList, type ReturnsChoice } from './returns-form-page.ts';

export interface ReturnsCheckPage {
  lang: Lang;
  place: string;
  simulated: boolean;
  chosen: ReturnsChoice;
  checked: Checked;
  areaOf: (code: string) => string;
  /** hidden fields that bring the same rows back */
  carried: Readonly<Record<string, string>>;
  /** said above all else, such as that something changed in between */
  notice: string | null;
  /** why nothing can be sent from here; null = it can */
  closed: string | null;
}

/** What would be sent, row by row, before it is: what is wrong, what is new, what differs from what is held, what is doubtful. */
export function returnsCheckPage(given: ReturnsCheckPage): string {
  const { lang, checked, notice, chosen } = given;
  const t = say(lang);
  const { rows, faults, blank } = checked;
  const back = link('/returns', { ...chosen, lang });
  const body = html`${notice !== null && html`<p class="problem" role="alert">! ${notice}</p>`}${faultList(faults, lang)}
    ${refusedNote(given)} ${rowTable(given)}
    ${blank.length > 0 && html`<p class="small">${t(`另有 ${blank.length} 行留空，不报送（空白不等于零）。`, `${blank.length} rows were left blank and are not sent (blank is not zero).`)}</p>`}
    ${rows.length === 0 && faults.length === 0 && html`<p class="empty">${t('没有填写任何数字。', 'Nothing was filled in.')}</p>`}
    ${confirm(given)}
    <p><a href="${back}">${t('← 返回，不报送', '← Back, send nothing')}</a></p>`;
  const lead = t(
    '请逐行核对。按下“确认报送”之前，什么都不会报送。',
    'Look at each row. Nothing is sent before you confirm.',
  );
  return layout({
    ...given,
    path: '/returns',
    fields: { ...chosen },
    heading: t('检查报表', 'Check the returns'),
    lead,
    body,
  });
}

function isRefused({ answer }: CheckedRow): boolean {
  return answer !== null && !answer.accepted;
}

function refusedNote({ checked: { rows }, lang }: ReturnsCheckPage): Html | false {
  const refused = rows.filter(isRefused).length;
  if (refused === 0) return false;
  return html`<p class="problem" role="alert">
    ✕
    ${say(lang)(`有 ${refused} 行不符合要求（见下），一项也没有报送。`, `${refused} rows break the rules (see below); nothing was sent.`)}
  </p>`;
}

const CHANGES: Record<CheckedRow['change'], { zh: string; en: string }> = {
  first: { zh: '首次报送', en: 'first' },
  changed: { zh: '更正', en: 'correction' },
  same: { zh: '与已报相同，不再报送', en: 'as held, not sent again' },
};

function rowTable({ checked: { rows }, lang, areaOf }: ReturnsCheckPage): Html | false {
  if (rows.length === 0) return false;
  const t = say(lang);
  const lines = rows.map((row) => [
    { content: html`<strong>${measureName(row.measure)[lang]}</strong> <span class="code">${row.measure}</span>` },
    { content: areaOf(row.region) },
    { content: html`<span class="nowrap">${periodOr(row.period, lang)}</span>` },
    { content: html`<strong>${figuresText(row.figures, lang)}</strong>` },
    { content: row.before === null ? '—' : figuresText(row.before, lang) },
    { content: stateOf(row, lang) },
  ]);
  return table({
    caption: t(`填写了 ${rows.length} 行`, `${rows.length} rows filled in`),
    heads: [
      t('指标', 'Item'),
      t('地区', 'Area'),
      t('统计期', 'Period'),
      t('本次', 'Now'),
      t('此前', 'Before'),
      t('结果', 'Result'),
    ],
    rows: lines,
    empty: '',
  });
}

function stateOf(row: CheckedRow, lang: Lang): Html {
  const t = say(lang);
  const { answer, change, revision, warnings } = row;
  const flags = answer?.accepted === true ? answer.flags.map(({ code }) => FLAGS[code]?.[lang] ?? code) : [];
  const doubts = [...warnings.map((one) => one[lang]), ...flags];
  if (answer?.accepted === false) return html`<span class="bad">✕ ${answer.reason[lang]}</span>`;
  return html`<span class="nowrap"
      >${change === 'same' ? '=' : '✓'}
      ${CHANGES[change][lang]}${change !== 'same' && t(`（第 ${revision} 版）`, ` (revision ${revision})`)}</span
    >${doubts.map((doubt) => html`<span class="doubt">! ${doubt}</span>`)}`;
}

const FLAGS: Readonly<Record<string, { zh: string; en: string }>> = {
  'occurred-in-future': { zh: '统计期尚未开始', en: 'the period has not begun' },
  'occurred-long-ago': { zh: '统计期已过去很久，请核对年份', en: 'the period is long past: look at the year' },
  'region-ended': { zh: '区划代码已撤销', en: 'the area code has ended' },
  'region-unplaced': { zh: '区划已拆分，只计入上级', en: 'the area was split and counts for its parent only' },
};

function periodOr(period: string, lang: Lang): string {
  return /^\d{4}(Q[1-4]|H[12])?$/.test(period) ? periodText(period, lang) : period;
}

function confirm({ checked, carried, lang, closed }: ReturnsCheckPage): Html | false {
  if (!checked.isRight) return false;
  if (closed !== null) return html`<p class="problem" role="alert">✕ ${closed}</p>`;
  const t = say(lang);
  const count = checked.rows.filter(({ change }) => change !== 'same').length;
  const doubts = checked.rows.some(({ warnings }) => warnings.length > 0);
  return html`<form method="post" action="/returns/send" enctype="multipart/form-data">
    ${Object.entries(carried).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}${langInput(lang)}
    ${doubts && html`<p>! ${t('有存疑的数字，请再核对一遍。', 'Some figures are doubtful: look at them again.')}</p>`}
    <button>${t(`确认报送 ${count} 项`, `Send ${count}`)}</button>
  </form>`;
}
